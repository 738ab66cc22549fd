import type { Float32Matrix, Float64Matrix } from "../../quantities/matrix.ts";
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

/**
 * Blanks with NaN what was computed of muted windows: like windows that cannot be read, they have nothing to say.
 * @param values one row for each start of each trace, `[traces · starts, any]`
 * @param block `[traces, samples]`
 * @param traces rows of the block that the values are of, in their order; all where absent
 */
export function blankMuted(
  values: Float32Matrix | Float64Matrix,
  block: Float32Matrix,
  starts: Int32Array,
  lengthSamples: number,
  traces: Iterable<number> = Array(block.rows).keys(),
): void {
  const mutes = findMutes(block);
  let row = 0;
  for (const trace of traces)
    for (const start of starts) {
      if (isMuted(mutes, trace, block.columns, start, lengthSamples))
        values.data.fill(NaN, row * values.columns, (row + 1) * values.columns);
      row++;
    }
}
