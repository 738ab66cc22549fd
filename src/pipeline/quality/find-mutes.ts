import type { Float32Matrix } from "../../quantities/matrix.ts";
import type { TraceMutes } from "./contract.ts";

/** Fewer zeros in a row than these happen by themselves: at a trace's first sample, in small integers. */
const leastSamples = 8;

/**
 * Zeros at the start and at the end of each trace of a block, `[traces, samples]`, as a mute leaves them. A dead trace is not
 * muted: it holds nothing at all.
 */
export function findMutes({ rows, columns, data }: Float32Matrix): TraceMutes {
  const mutes = { start: new Int32Array(rows), end: new Int32Array(rows) };
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    let start = 0;
    while (start < columns && data[from + start] === 0) start++;
    if (start === columns) continue;
    let end = 0;
    while (data[from + columns - 1 - end] === 0) end++;
    if (start >= leastSamples) mutes.start[row] = start;
    if (end >= leastSamples) mutes.end[row] = end;
  }
  return mutes;
}

/** Whether a window of a trace lies in its mute as a whole: it says where a mute is, and nothing of the ground. */
export function isMuted(
  { start, end }: TraceMutes,
  row: number,
  samplesPerTrace: number,
  firstSample: number,
  lengthSamples: number,
): boolean {
  return firstSample + lengthSamples <= start[row]! || firstSample >= samplesPerTrace - end[row]!;
}
