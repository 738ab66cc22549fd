import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { findMutes } from "../quality/contract.ts";
import { automaticGainStep } from "./automatic-gain.ts";
import type { Conditioning, SampleAxis } from "./contract.ts";
import { bandPassStep } from "./ormsby.ts";
import { tPowerStep } from "./t-power.ts";
import { liveSample, loadTrace, storeTrace, traceScratch, type TraceStep } from "./trace-scratch.ts";

/** A filter rings into what is not live: nothing of that may count in a window. */
const silenceStep: TraceStep = ({ samples, state }) => {
  for (let k = 0; k < samples.length; k++) if (state[k] !== liveSample) samples[k] = 0;
};

/** Whether traces stay what they are. */
export const isIdle = ({ bandPass, tPower = 0, agcMs }: Conditioning): boolean =>
  !bandPass && tPower === 0 && agcMs === undefined;

/**
 * Conditions a block of traces, `[traces, samples]` → the same: band-pass, gain with time, automatic gain control. The block is not
 * changed; where there is nothing to do it is returned itself. Traces do not see each other, so it does not matter how a section
 * is cut into blocks.
 *
 * A mute (zeros at the start or end of a trace, quality/find-mutes.ts) stays 0 and counts in no window. A sample that is no number,
 * or infinite, stays what it is; for its neighbours it is a 0 in the band-pass, and counts in no window of the gain control.
 * @param mutes of the block, where they are known
 * @throws InputError `band-pass-corners`, `t-power`, `agc-window`
 */
export function conditionTraces(
  block: Float32Matrix,
  axis: SampleAxis,
  conditioning: Conditioning,
  mutes = findMutes(block),
): Float32Matrix {
  if (isIdle(conditioning)) return block;
  const { rows, columns } = block;
  const { bandPass, tPower = 0, agcMs } = conditioning;
  const steps: TraceStep[] = [];
  if (bandPass) steps.push(bandPassStep(bandPass, columns, axis));
  if (tPower !== 0) steps.push(tPowerStep(tPower, columns, axis));
  if (bandPass && agcMs !== undefined) steps.push(silenceStep);
  if (agcMs !== undefined) steps.push(automaticGainStep(agcMs, columns, axis));
  const out = float32Matrix(rows, columns);
  const trace = traceScratch(columns);
  for (let row = 0; row < rows; row++) {
    loadTrace(trace, block, mutes, row);
    for (const step of steps) step(trace);
    storeTrace(trace, block, out, row);
  }
  return out;
}
