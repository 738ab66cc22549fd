import type { BinPaletteName } from "./bins-contract.ts";
import { confidenceColour } from "./section-palettes.ts";

export type Rgb = readonly [red: number, green: number, blue: number];

/** From a colour-blind-safe set (Okabe–Ito): blue, orange, reddish purple. */
export const binColours = {
  present: [86, 150, 200],
  missing: [230, 159, 0],
  duplicated: [204, 80, 150],
} as const satisfies Record<string, Rgb>;

/** As the map of lines has them, from the same set; the buffer is a grey that stands back. */
export const splitColours = {
  train: [0, 114, 178],
  validation: [86, 180, 233],
  test: [0, 158, 115],
  buffer: [120, 120, 120],
} as const satisfies Record<string, Rgb>;

/** Bins with a trace and without a value; a quarter of it over whatever the ground is. */
export const noValueColour: Rgb = [128, 128, 128];
export const noValueAlpha = 0.28;

/** From near to far; even in lightness, and told apart by the colour-blind (the way of cividis). */
const residualStops: readonly Rgb[] = [
  [0, 52, 110],
  [95, 99, 110],
  [165, 152, 100],
  [253, 231, 55],
];

/** Viridis: even in lightness, the same order to all kinds of colour vision, and without a grey, which is for no value. */
const valueStops: readonly Rgb[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

function along(stops: readonly Rgb[], share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(at));
  const [a, b] = [stops[low]!, stops[low + 1]!];
  const mix = (k: 0 | 1 | 2): number => Math.round(a[k] + (at - low) * (b[k] - a[k]));
  return [mix(0), mix(1), mix(2)];
}

/** @param share 0 … 1 */
export const residualColour = (share: number): Rgb => along(residualStops, share);

/** Colour of a number. @param share of the way from the scale's low end to its high end */
export const binColour = (palette: BinPaletteName, share: number): Rgb =>
  palette === "confidence" ? confidenceColour(share) : along(valueStops, share);
