import { useMemo } from "react";
import type { SectionView } from "../../services/section-contract.ts";
import { columnAt } from "../section/section-places.ts";

/** A trace of the section that is shown. */
export interface PickedTrace {
  readonly section: SectionView;
  /** Place along the line. */
  readonly trace: number;
  /** Place in the file. */
  readonly traceIndex: number;
  readonly inline: number;
  readonly crossline: number;
  /** What the section's traces are counted by. */
  readonly number: number;
  /** The place along the line whose number is nearest to this one. */
  readonly placeOf: (number: number) => number;
}

/** The trace that was picked on this line, here or on the Section page; the middle one where none was. */
export function usePickedTrace(
  section: SectionView | undefined,
  pickedTrace: number | undefined,
): PickedTrace | undefined {
  return useMemo(() => {
    if (!section) return undefined;
    const { first, stride, traces, axis, inline, crossline, traceIndex } = section;
    const asked = pickedTrace ?? first + Math.floor(traces / 2) * stride;
    const column = columnAt(section, asked);
    const trace = first + column * stride;
    const numberOf = (at: number): number =>
      axis === "trace" ? first + at * stride : (axis === "inline" ? inline : crossline)[at]!;
    return {
      section,
      trace,
      traceIndex: traceIndex[column]!,
      inline: inline[column]!,
      crossline: crossline[column]!,
      number: numberOf(column),
      placeOf: (number) => {
        let best = 0;
        for (let at = 1; at < traces; at++)
          if (Math.abs(numberOf(at) - number) < Math.abs(numberOf(best) - number)) best = at;
        return first + best * stride;
      },
    };
  }, [section, pickedTrace]);
}
