import { planPowerSpectrum } from "../numerics/power-spectrum.ts";

/** A trace's single-sided amplitude spectrum: a sine of amplitude A on a bin gives A. */
export function amplitudeSpectrum(
  samples: Float32Array,
  intervalMs: number,
): { readonly hertz: Float64Array; readonly amplitude: Float64Array } | undefined {
  const length = samples.length;
  if (length < 2 || !samples.every(Number.isFinite)) return undefined;
  const plan = planPowerSpectrum(length);
  const power = new Float64Array(plan.bins);
  plan.compute(samples, 0, power);
  const isNyquist = (bin: number): boolean => 2 * bin === length;
  return {
    hertz: power.map((_, bin) => (bin * 1000) / (length * intervalMs)),
    amplitude: power.map((value, bin) => (Math.sqrt(value) * (bin === 0 || isNyquist(bin) ? 1 : 2)) / length),
  };
}
