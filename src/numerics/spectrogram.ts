import { float64Matrix, type Float64Matrix } from "../quantities/matrix.ts";
import { planPowerSpectrum } from "./power-spectrum.ts";

export interface Spectrogram {
  /** Samples of a segment. */
  readonly segment: number;
  /** Samples from the start of one segment to the start of the next. */
  readonly hop: number;
  /**
   * `[segments, floor(segment / 2) + 1]`: single-sided power spectral density of each segment, in amplitude² per unit of
   * frequency; all NaN where a segment holds NaN or infinite samples.
   */
  readonly density: Float64Matrix;
}

/** The periodic Hann window: `0.5 − 0.5·cos(2π·n / length)`; a single 1 for one sample. */
function hann(length: number): Float64Array {
  if (length === 1) return Float64Array.of(1);
  return Float64Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length));
}

/**
 * Power over time and frequency by the short-time Fourier transform, as `scipy.signal.spectrogram(x, fs, window="hann",
 * nperseg=segment, noverlap=segment − hop, detrend=False, scaling="density", mode="psd")`. Segment s covers the samples
 * `s·hop … s·hop + segment − 1`; nothing is padded, so a signal shorter than a segment has none.
 * @param interval between samples, in the unit whose reciprocal frequencies are in
 * @throws RangeError when segment or hop is no positive whole number
 */
export function spectrogram(
  samples: Float32Array | Float64Array,
  interval: number,
  segment: number,
  hop: number,
): Spectrogram {
  if (!Number.isInteger(segment) || segment < 1 || !Number.isInteger(hop) || hop < 1)
    throw new RangeError(`segments of ${segment} samples every ${hop} samples`);
  const plan = planPowerSpectrum(segment);
  const window = hann(segment);
  const energy = window.reduce((sum, weight) => sum + weight * weight, 0);
  const segments = samples.length < segment ? 0 : Math.floor((samples.length - segment) / hop) + 1;
  const density = float64Matrix(segments, plan.bins);
  const tapered = new Float64Array(segment);
  for (let s = 0; s < segments; s++) {
    let isFinite = true;
    for (let n = 0, at = s * hop; n < segment; n++, at++) {
      const sample = samples[at]!;
      isFinite &&= Number.isFinite(sample);
      tapered[n] = sample * window[n]!;
    }
    const row = density.data.subarray(s * plan.bins, (s + 1) * plan.bins);
    if (!isFinite) {
      row.fill(NaN);
      continue;
    }
    plan.compute(tapered, 0, row);
    for (let bin = 0; bin < plan.bins; bin++) {
      // Half of the power is at the mirrored frequency; 0 and the Nyquist frequency have no mirror.
      const sides = bin === 0 || 2 * bin === segment ? 1 : 2;
      row[bin]! *= (sides * interval) / energy;
    }
  }
  return { segment, hop, density };
}
