import { cssColour } from "../pipeline/reports/class-colours.ts";
import type { BinPlaces } from "./bin-places.ts";
import type { BinsLegend } from "./bins-contract.ts";
import type { ColouredBins } from "./bins-source.ts";

/** Values that quantiles are taken from, at most. */
const mostSorted = 200_000;
const quantiles = [0.02, 0.98] as const;

function scaleOf(values: Float32Array): Omit<NonNullable<BinsLegend["scale"]>, "palette"> | undefined {
  let [least, most, count] = [Infinity, -Infinity, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (count === 0) return undefined;
  const every = Math.ceil(count / mostSorted);
  const sorted = new Float32Array(Math.ceil(count / every));
  let seen = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (seen % every === 0) sorted[seen / every] = value;
    seen++;
  }
  sorted.sort();
  const [low, high] = quantiles.map((share) => sorted[Math.round(share * (sorted.length - 1))]!);
  // What is the same nearly everywhere shows its exceptions.
  return low! < high! ? { low: low!, high: high!, least, most } : { low: least, high: most, least, most };
}

/** What the colours of a map mean. */
export function legendOfBins({ values, title, unit }: ColouredBins, places: BinPlaces): BinsLegend {
  const empty = places.binAt.length - places.bins;
  const words = { title, ...(unit === undefined ? {} : { unit }), empty };
  if (values.kind === "numbers") {
    let none = 0;
    for (const value of values.values) if (Number.isNaN(value)) none++;
    const scale = scaleOf(values.values);
    return { ...words, none, ...(scale ? { scale: { ...scale, palette: values.palette } } : {}) };
  }
  const bins = new Float64Array(values.names.length);
  let none = 0;
  for (const index of values.index) {
    if (index < 0) none++;
    else bins[index]!++;
  }
  return {
    ...words,
    none,
    classes: values.names.map((name, i) => ({
      name,
      colour: cssColour(values.colours[i]!),
      bins: bins[i]!,
    })),
  };
}
