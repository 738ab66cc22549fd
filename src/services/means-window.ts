/** Traces, or windows of traces, of one survey, as a person selected them. */
export interface SelectedStretches {
  readonly survey: string;
  /** Places in the file, ascending: one entry for a trace, or one for each of its windows. */
  readonly traceIndex: Int32Array;
  /** For each entry the ends of its window in the survey's vertical unit; absent: whole traces are meant. */
  readonly windows?: { readonly startMs: Float32Array; readonly endMs: Float32Array };
}

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

/**
 * Whether a selection means a window: one that is selected itself, whose trace is, or whose middle lies in a selected stretch of
 * another length. Windows of one trace are asked about one after the other: its place is looked for once.
 */
export function meansWindow(
  { traceIndex, windows }: SelectedStretches,
  lengthMs: number,
): (trace: number, startMs: number) => boolean {
  let last = -1;
  let first = 0;
  return (trace, startMs) => {
    if (trace !== last) {
      last = trace;
      first = firstFrom(traceIndex, trace);
      if (traceIndex[first] !== trace) first = traceIndex.length;
    }
    if (first >= traceIndex.length) return false;
    if (!windows) return true;
    const middle = startMs + lengthMs / 2;
    for (let i = first; i < traceIndex.length && traceIndex[i] === trace; i++) {
      const from = windows.startMs[i]!;
      const end = windows.endMs[i]!;
      const isOfSameLength = Math.abs(end - from - lengthMs) < sameLength * lengthMs;
      if (isOfSameLength ? from === startMs : middle >= from && middle < end) return true;
    }
    return false;
  };
}
