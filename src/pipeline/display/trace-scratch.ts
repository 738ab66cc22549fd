import type { Float32Matrix } from "../../quantities/matrix.ts";
import type { TraceMutes } from "../quality/contract.ts";

/** What a sample is to the steps of a chain. */
export const liveSample = 0;
const mutedSample = 1;
const noNumber = 2;

/** One trace in double precision, with what is live in it; samples that are not hold 0. */
export interface TraceScratch {
  readonly samples: Float64Array;
  /** `liveSample` or not. */
  readonly state: Uint8Array;
}

/** A step of a chain: changes the live samples of a trace in place. */
export type TraceStep = (trace: TraceScratch) => void;

export const traceScratch = (samples: number): TraceScratch => ({
  samples: new Float64Array(samples),
  state: new Uint8Array(samples),
});

/** Fills the scratch with a row of a block. */
export function loadTrace(
  { samples, state }: TraceScratch,
  { columns, data }: Float32Matrix,
  { start, end }: TraceMutes,
  row: number,
): void {
  const liveFrom = start[row]!;
  const liveEnd = columns - end[row]!;
  for (let k = 0, at = row * columns; k < columns; k++, at++) {
    const value = data[at]!;
    const kind = value - value !== 0 ? noNumber : k < liveFrom || k >= liveEnd ? mutedSample : liveSample;
    state[k] = kind;
    samples[k] = kind === liveSample ? value : 0;
  }
}

/** Writes a row: mutes stay 0, and what is no number stays what it is in `before`. */
export function storeTrace(
  { samples, state }: TraceScratch,
  before: Float32Matrix,
  after: Float32Matrix,
  row: number,
): void {
  for (let k = 0, at = row * before.columns; k < before.columns; k++, at++)
    after.data[at] = state[k] === liveSample ? samples[k]! : state[k] === mutedSample ? 0 : before.data[at]!;
}
