import { create } from "zustand";
import type { SectionView } from "../../services/section-contract.ts";
import { aspectOf, type Frame, type ViewBox } from "./view-transform.ts";

interface ViewScale {
  /** How much higher a sample is on the screen than a trace is wide; undefined: nothing is shown. */
  readonly aspect: number | undefined;
}

/** Follows the view without the page being rendered. */
export const useViewScale = create<ViewScale>(() => ({ aspect: undefined }));

export function followScale(view: ViewBox, frame: Frame): void {
  useViewScale.setState({ aspect: aspectOf(view, frame) });
}

const metresPerFoot = 0.3048;

/** Between neighbouring traces of the line, in the horizontal unit; undefined where the file holds no coordinates. */
function traceSpacing({ cdpX, cdpY, stride, traces }: SectionView): number | undefined {
  let length = 0;
  for (let column = 1; column < traces; column++)
    length += Math.hypot(cdpX[column]! - cdpX[column - 1]!, cdpY[column]! - cdpY[column - 1]!);
  return length > 0 ? length / (traces - 1) / stride : undefined;
}

/**
 * Vertical exaggeration of a view whose samples are as high as its traces are wide: spacing of traces over spacing of samples.
 * Times an aspect, it is that of the view. Undefined where the spacing of traces is not known.
 * @param velocity for time sections, in horizontal units a second: a sample is `velocity · interval / 2` deep
 */
export function exaggerationPerAspect(section: SectionView, velocity: number): number | undefined {
  const across = traceSpacing(section);
  if (across === undefined) return undefined;
  const { verticalUnit, horizontalUnit, intervalMs } = section;
  if (verticalUnit === "ms") return across / ((velocity * intervalMs) / 2000);
  const unitOf = (unit: "m" | "ft" | undefined): number => (unit === "ft" ? metresPerFoot : 1);
  return (across * unitOf(horizontalUnit ?? verticalUnit)) / (intervalMs * unitOf(verticalUnit));
}
