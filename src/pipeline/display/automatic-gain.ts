import { InputError } from "../errors.ts";
import type { SampleAxis } from "./contract.ts";
import { liveSample, type TraceStep } from "./trace-scratch.ts";

/**
 * Automatic gain control: each sample divided by the root mean square of the live samples from `half` before it to `half` after
 * it, fewer at the ends of the trace (rms AGC: Ö. Yilmaz, Seismic Data Analysis, 2001, section 1.4; sugain agc=1 of Seismic Unix).
 * 0 where all of them are 0.
 *
 * A window is the end of one block of its own length and the start of the next: sums run up and down within blocks, and nothing
 * is ever taken away, so that a quiet stretch below a loud one loses no figures.
 * @param windowMs in the vertical unit; `half` is half of it in whole samples, one at least
 * @throws InputError `agc-window`
 */
export function automaticGainStep(
  windowMs: number,
  samples: number,
  { intervalMs }: Pick<SampleAxis, "intervalMs">,
): TraceStep {
  if (!(windowMs > 0) || !Number.isFinite(windowMs))
    throw new InputError("agc-window", `a gain control over ${windowMs} cannot be`, {
      advice: "Give a window longer than 0, such as 500 ms.",
    });
  const half = Math.min(samples - 1, Math.max(1, Math.round(windowMs / (2 * intervalMs))));
  const width = 2 * half + 1;
  // Padded with `half` zeros on both sides: the window of sample k is padded[k … k + 2·half].
  const length = samples + 2 * half;
  const squares = new Float64Array(length);
  const ahead = new Float64Array(length);
  const behind = new Float64Array(length);
  const counted = new Int32Array(samples + 1);
  return ({ samples: values, state }) => {
    for (let k = 0; k < samples; k++) squares[half + k] = values[k]! * values[k]!;
    for (let start = 0; start < length; start += width) {
      const end = Math.min(length, start + width);
      let sum = 0;
      for (let p = start; p < end; p++) ahead[p] = sum += squares[p]!;
      sum = 0;
      for (let p = end - 1; p >= start; p--) behind[p] = sum += squares[p]!;
    }
    for (let k = 0; k < samples; k++) counted[k + 1] = counted[k]! + (state[k] === liveSample ? 1 : 0);
    for (let k = 0; k < samples; k++) {
      if (state[k] !== liveSample) continue;
      const last = k + width - 1;
      const energy = k % width === 0 ? ahead[last]! : behind[k]! + ahead[last]!;
      const count = counted[Math.min(samples, k + half + 1)]! - counted[Math.max(0, k - half)]!;
      values[k] = energy > 0 ? values[k]! / Math.sqrt(energy / count) : 0;
    }
  };
}
