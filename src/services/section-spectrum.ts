import { frequencyStep, type VerticalUnit } from "../quantities/units.ts";
import { planPowerSpectrum } from "../numerics/power-spectrum.ts";

/** A trace's single-sided amplitude spectrum: a sine of amplitude A on a bin gives A. */
export function amplitudeSpectrum(
  samples: Float32Array,
  intervalMs: number,
  unit: VerticalUnit,
): { readonly frequency: Float64Array; readonly amplitude: Float64Array } | undefined {
  const length = samples.length;
  if (length < 2 || !samples.every(Number.isFinite)) return undefined;
  const plan = planPowerSpectrum(length);
  const power = new Float64Array(plan.bins);
  plan.compute(samples, 0, power);
  const step = frequencyStep(length, intervalMs * 1000, unit);
  const isNyquist = (bin: number): boolean => 2 * bin === length;
  return {
    frequency: power.map((_, bin) => bin * step),
    amplitude: power.map((value, bin) => (Math.sqrt(value) * (bin === 0 || isNyquist(bin) ? 1 : 2)) / length),
  };
}
