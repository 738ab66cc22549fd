import { planZeroPhaseFilter } from "../../numerics/zero-phase-filter.ts";
import { frequencyStep } from "../../quantities/units.ts";
import { InputError } from "../errors.ts";
import type { OrmsbyCorners, SampleAxis } from "./contract.ts";
import type { TraceStep } from "./trace-scratch.ts";

/**
 * Gain of an Ormsby band-pass at a frequency: 0 up to f1, rising evenly to 1 at f2, 1 to f3, falling evenly to 0 at f4. Its
 * impulse response is the Ormsby wavelet (H. Ryan, Ricker, Ormsby, Klauder, Butterworth — a choice of wavelets, CSEG Recorder
 * 19(7), 1994). Equal corners are a step, which passes the corner itself.
 */
export function ormsbyGain(frequency: number, { f1, f2, f3, f4 }: OrmsbyCorners): number {
  if (frequency >= f2 && frequency <= f3) return 1;
  if (frequency <= f1 || frequency >= f4) return 0;
  return frequency < f2 ? (frequency - f1) / (f2 - f1) : (f4 - frequency) / (f4 - f3);
}

/** @throws InputError `band-pass-corners` */
function checkCorners({ f1, f2, f3, f4 }: OrmsbyCorners, nyquist: number): void {
  if (f1 >= 0 && f1 <= f2 && f2 <= f3 && f3 <= f4 && f4 > 0 && f4 < Infinity && f1 < nyquist) return;
  throw new InputError(
    "band-pass-corners",
    `a band-pass of ${f1}–${f2}–${f3}–${f4} cannot be: its corners must rise from 0 or more, the first below ${nyquist}`,
    { advice: "Give four corner frequencies in rising order, such as 5, 10, 60 and 80 Hz." },
  );
}

/**
 * A zero-phase band-pass of traces of one length: the trace, followed by zeros up to the next power of two from twice its length
 * on (so that nothing comes in again at the other end), times the trapezoid in the frequency domain.
 * @throws InputError `band-pass-corners`
 */
export function bandPassStep(
  corners: OrmsbyCorners,
  samples: number,
  { intervalMs, verticalUnit }: SampleAxis,
): TraceStep {
  let length = 2;
  while (length < 2 * samples) length *= 2;
  const step = frequencyStep(length, 1000 * intervalMs, verticalUnit);
  checkCorners(corners, (step * length) / 2);
  const filter = planZeroPhaseFilter(
    length,
    Float64Array.from({ length: length / 2 + 1 }, (_, k) => ormsbyGain(k * step, corners)),
  );
  const padded = new Float64Array(length);
  return (trace) => {
    padded.set(trace.samples);
    padded.fill(0, samples);
    filter.apply(padded);
    trace.samples.set(padded.subarray(0, samples));
  };
}
