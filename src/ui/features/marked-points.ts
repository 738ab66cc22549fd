import type { FeaturePoints } from "../../services/points-contract.ts";
import type { Selection } from "../state/selection.ts";

/** Thousandths of the vertical unit: times are compared as whole numbers of them. */
const thousandths = (ms: number): number => Math.round(ms * 1000);

/**
 * Which of the drawn windows a selection means: 1 for those that are selected themselves, and for those whose trace is, or whose
 * middle lies in a selected stretch of another length.
 */
export function markedPoints(
  points: FeaturePoints,
  selection: Selection | undefined,
): Uint8Array | undefined {
  if (!selection) return undefined;
  const { rows, lengthMs, lines, line, traceIndex, startMs } = points;
  const marked = new Uint8Array(rows);
  for (const part of selection.parts) {
    const { windows } = part;
    const ofTrace = new Map<number, number[]>();
    part.traceIndex.forEach((trace, i) => {
      const known = ofTrace.get(trace);
      if (known) known.push(i);
      else ofTrace.set(trace, [i]);
    });
    for (let row = 0; row < rows; row++) {
      if (lines[line[row]!]!.survey !== part.survey) continue;
      const own = ofTrace.get(traceIndex[row]!);
      if (!own) continue;
      const start = startMs[row]!;
      const middle = start + lengthMs / 2;
      const isMeant =
        !windows ||
        own.some((i) => {
          const [from, end] = [windows.startMs[i]!, windows.endMs[i]!];
          return thousandths(end - from) === thousandths(lengthMs)
            ? thousandths(from) === thousandths(start)
            : middle >= from && middle < end;
        });
      if (isMeant) marked[row] = 1;
    }
  }
  return marked;
}
