import type { FeaturePoints } from "../../services/points-contract.ts";
import type { SelectedTraces, Selection } from "../state/selection.ts";

/** Lengths that differ by a smaller share are the same: starts and ends are rounded to 32 bits. */
const sameLength = 0.005;

/** The first place in ascending numbers that holds at least the wanted one. */
function firstFrom(numbers: Int32Array, wanted: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether one of a trace's selected stretches, entries `first …` of the part, means a window. */
function isMeant(part: SelectedTraces, first: number, startMs: number, lengthMs: number): boolean {
  const { traceIndex, windows } = part;
  if (first >= traceIndex.length) return false;
  if (!windows) return true;
  const middle = startMs + lengthMs / 2;
  const trace = traceIndex[first];
  for (let i = first; i < traceIndex.length && traceIndex[i] === trace; i++) {
    const from = windows.startMs[i]!;
    const end = windows.endMs[i]!;
    const isOfSameLength = Math.abs(end - from - lengthMs) < sameLength * lengthMs;
    if (isOfSameLength ? from === startMs : middle >= from && middle < end) return true;
  }
  return false;
}

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
    const isOfSurvey = Uint8Array.from(lines, ({ survey }) => Number(survey === part.survey));
    // Windows of one trace follow each other: its place is looked for once.
    let trace = -1;
    let first = 0;
    for (let row = 0; row < rows; row++) {
      if (isOfSurvey[line[row]!] === 0) continue;
      if (traceIndex[row] !== trace) {
        trace = traceIndex[row]!;
        first = firstFrom(part.traceIndex, trace);
        if (part.traceIndex[first] !== trace) first = part.traceIndex.length;
      }
      if (isMeant(part, first, startMs[row]!, lengthMs)) marked[row] = 1;
    }
  }
  return marked;
}
