import { InputError } from "../errors.ts";
import type { ImportedLabels, PlacedPoints } from "./contract.ts";
import { IntervalBuilder } from "./interval-builder.ts";

/**
 * Points as labels: each is of its class from half a width above to half a width below (exclusive). What overlaps in one class
 * is one.
 * @param className of points that name none
 * @param halfWidthMs above 0, in the vertical unit
 * @throws InputError `label-rows-overlap` where points of different classes are nearer to each other than that
 */
export function labelsFromPoints(
  points: PlacedPoints,
  { className, halfWidthMs }: { readonly className: string; readonly halfWidthMs: number },
): ImportedLabels {
  requireHalfWidth(points.fileName, halfWidthMs);
  const classes = points.classIndex ? points.classes : [className];
  const builder = new IntervalBuilder();
  points.atMs.forEach((at, i) => {
    builder.add(
      points.inline[i]!,
      points.crossline[i]!,
      at - halfWidthMs,
      at + halfWidthMs,
      points.classIndex?.[i] ?? 0,
      points.line[i]!,
    );
  });
  const intervals = builder.finish(({ inline, crossline, first, second }) => {
    const [above, below] = [first, second].sort((a, b) => a.origin - b.origin);
    throw new InputError(
      "label-rows-overlap",
      `${points.fileName}, lines ${above!.origin} and ${below!.origin}: at inline ${inline}, crossline ${crossline} points of ${classes[above!.classIndex]!} and ${classes[below!.classIndex]!} are nearer than their half-widths of ${halfWidthMs} ${points.verticalUnit}`,
      {
        place: { file: points.fileName, line: below!.origin },
        advice: "Choose a smaller half-width, or import the classes one by one.",
      },
    );
  });
  return { fileName: points.fileName, kind: "points", classes, intervals, verticalUnit: points.verticalUnit };
}

/** @throws InputError `label-half-width` */
export function requireHalfWidth(file: string, halfWidthMs: number): void {
  if (Number.isFinite(halfWidthMs) && halfWidthMs > 0) return;
  throw new InputError("label-half-width", `a half-width of ${halfWidthMs} labels nothing`, {
    place: { file },
    advice: "Give a half-width above 0, in the vertical unit of the survey.",
  });
}
