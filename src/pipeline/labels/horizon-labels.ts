import { InputError } from "../errors.ts";
import type { ImportedLabels, PlacedPoints } from "./contract.ts";
import { IntervalBuilder } from "./interval-builder.ts";
import { requireHalfWidth } from "./point-labels.ts";

/** A surface: one Z a trace, sorted by (inline, crossline). */
interface Horizon {
  readonly inline: readonly number[];
  readonly crossline: readonly number[];
  readonly atMs: readonly number[];
}

/** Where several points are on one trace (a horizon finer than the survey's bins), their mean counts. */
function horizonOf({ inline, crossline, atMs }: PlacedPoints): Horizon {
  const order = Int32Array.from(atMs.keys()).sort(
    (a, b) => inline[a]! - inline[b]! || crossline[a]! - crossline[b]! || a - b,
  );
  const horizon = { inline: [] as number[], crossline: [] as number[], atMs: [] as number[] };
  let sum = 0;
  let count = 0;
  order.forEach((row, i) => {
    sum += atMs[row]!;
    count++;
    const next = order[i + 1];
    if (next !== undefined && inline[next] === inline[row] && crossline[next] === crossline[row]) return;
    horizon.inline.push(inline[row]!);
    horizon.crossline.push(crossline[row]!);
    horizon.atMs.push(sum / count);
    sum = 0;
    count = 0;
  });
  return horizon;
}

const noConflict = (): never => {
  throw new Error("one interval a trace cannot overlap another");
};

/** Labels about one horizon: of a class from half a width above it to half a width below (exclusive). */
export function labelsAboutHorizon(
  points: PlacedPoints,
  { className, halfWidthMs }: { readonly className: string; readonly halfWidthMs: number },
): ImportedLabels {
  requireHalfWidth(points.fileName, halfWidthMs);
  const { inline, crossline, atMs } = horizonOf(points);
  const builder = new IntervalBuilder();
  atMs.forEach((at, i) => {
    builder.add(inline[i]!, crossline[i]!, at - halfWidthMs, at + halfWidthMs, 0, i);
  });
  return {
    fileName: points.fileName,
    kind: "horizon",
    classes: [className],
    intervals: builder.finish(noConflict),
    verticalUnit: points.verticalUnit,
  };
}

/** Labels between two horizons. */
export interface LabelsBetween {
  readonly labels: ImportedLabels;
  /** Traces where only one of the two is known, and where the base is not below the top: nothing is labelled there. */
  readonly oneOnly: number;
  readonly crossed: number;
}

/**
 * Labels of a class from one horizon (inclusive) to another below it (exclusive), where both are known.
 * @throws InputError `label-horizons-apart` where they share no trace, `label-horizons-crossed` where the base lies nowhere
 * below the top
 */
export function labelsBetweenHorizons(
  top: PlacedPoints,
  base: PlacedPoints,
  className: string,
): LabelsBetween {
  const [upper, lower] = [horizonOf(top), horizonOf(base)];
  const builder = new IntervalBuilder();
  let shared = 0;
  let b = 0;
  for (let t = 0; t < upper.atMs.length; t++) {
    const order = (at: number): number =>
      lower.inline[at]! - upper.inline[t]! || lower.crossline[at]! - upper.crossline[t]!;
    while (b < lower.atMs.length && order(b) < 0) b++;
    if (b === lower.atMs.length || order(b) !== 0) continue;
    shared++;
    const [from, to] = [Math.fround(upper.atMs[t]!), Math.fround(lower.atMs[b]!)];
    if (to > from) builder.add(upper.inline[t]!, upper.crossline[t]!, from, to, 0, t);
  }
  if (shared === 0)
    throw new InputError(
      "label-horizons-apart",
      `${top.fileName} and ${base.fileName} have no trace in common`,
      {
        place: { file: base.fileName },
        advice: "Check which columns are inline and crossline, or X and Y, in both of them.",
      },
    );
  if (builder.count === 0)
    throw new InputError("label-horizons-crossed", `${base.fileName} lies nowhere below ${top.fileName}`, {
      place: { file: base.fileName },
      advice: "Exchange the two, or check how Z is counted.",
    });
  return {
    labels: {
      fileName: `${top.fileName} to ${base.fileName}`,
      kind: "horizon",
      classes: [className],
      intervals: builder.finish(noConflict),
      verticalUnit: top.verticalUnit,
    },
    oneOnly: upper.atMs.length + lower.atMs.length - 2 * shared,
    crossed: shared - builder.count,
  };
}
