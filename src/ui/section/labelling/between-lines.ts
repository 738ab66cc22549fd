import { lineStep } from "../../../pipeline/lines.ts";
import type { OverviewSurvey } from "../../../services/contract.ts";
import type { SectionLine } from "../../../services/section-contract.ts";

/** Numbers of the lines of one direction, from the first to the last. */
export function lineNumbers(range: OverviewSurvey["inlines"]): Int32Array {
  const { min, max } = range;
  const step = lineStep(range);
  return Int32Array.from({ length: Math.floor((max - min) / step) + 1 }, (_, i) => min + i * step);
}

/** Every bin of two lines of a volume, as positions. */
export function binsOfLines(
  survey: Pick<OverviewSurvey, "inlines" | "crosslines">,
  axis: SectionLine["axis"],
  lines: readonly [number, number],
): { readonly inline: Int32Array; readonly crossline: Int32Array } {
  const along = lineNumbers(axis === "inline" ? survey.crosslines : survey.inlines);
  const across = new Int32Array(2 * along.length);
  lines.forEach((line, i) => across.fill(line, i * along.length, (i + 1) * along.length));
  const both = new Int32Array(2 * along.length);
  both.set(along);
  both.set(along, along.length);
  return axis === "inline" ? { inline: across, crossline: both } : { inline: both, crossline: across };
}
