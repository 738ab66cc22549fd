import { planFourierTransform } from "./fourier-transform.ts";
import { rootsOfUnity } from "./roots-of-unity.ts";

/** The power spectrum of real signals of one length: unpadded, untapered, unscaled, in double precision. */
export interface PowerSpectrum {
  readonly length: number;
  /** `floor(length / 2) + 1`: frequencies 0 … Nyquist. */
  readonly bins: number;
  /**
   * `out[k] = |Σ samples[first + n]·exp(−2πi·k·n/length)|²`, k = 0 … bins−1. Reads `length` samples from `first`.
   * Allocates nothing. A signal's result never depends on what was transformed before it.
   */
  compute(samples: Float32Array | Float64Array, first: number, out: Float64Array): void;
}

/** An even length: neighbouring samples are the real and imaginary parts of a complex signal of half the length. */
function evenSpectrum(length: number): PowerSpectrum {
  const half = length / 2;
  const plan = planFourierTransform(half);
  const { cos, sin } = rootsOfUnity(length);
  const { inputRe, inputIm, outputRe, outputIm } = plan;
  const middle = half >> 1;
  return {
    length,
    bins: half + 1,
    compute: (samples, first, out) => {
      for (let i = 0, at = first; i < half; i++, at += 2) {
        inputRe[i] = samples[at]!;
        inputIm[i] = samples[at + 1]!;
      }
      plan.run();
      const sum = outputRe[0]! + outputIm[0]!;
      const difference = outputRe[0]! - outputIm[0]!;
      out[0] = sum * sum;
      out[half] = difference * difference;
      for (let k = 1; k <= middle; k++) {
        const mirror = half - k;
        // Spectra of the even and of the odd samples, separated by their symmetry.
        const evenRe = (outputRe[k]! + outputRe[mirror]!) / 2;
        const evenIm = (outputIm[k]! - outputIm[mirror]!) / 2;
        const oddRe = (outputIm[k]! + outputIm[mirror]!) / 2;
        const oddIm = (outputRe[mirror]! - outputRe[k]!) / 2;
        const turnedRe = oddRe * cos[k]! + oddIm * sin[k]!;
        const turnedIm = oddIm * cos[k]! - oddRe * sin[k]!;
        const lowRe = evenRe + turnedRe;
        const lowIm = evenIm + turnedIm;
        const highRe = evenRe - turnedRe;
        const highIm = evenIm - turnedIm;
        out[mirror] = highRe * highRe + highIm * highIm;
        out[k] = lowRe * lowRe + lowIm * lowIm;
      }
    },
  };
}

function oddSpectrum(length: number): PowerSpectrum {
  const plan = planFourierTransform(length);
  const { inputRe, inputIm, outputRe, outputIm } = plan;
  const bins = (length + 1) / 2;
  return {
    length,
    bins,
    compute: (samples, first, out) => {
      for (let i = 0; i < length; i++) {
        inputRe[i] = samples[first + i]!;
        inputIm[i] = 0;
      }
      plan.run();
      for (let k = 0; k < bins; k++) out[k] = outputRe[k]! * outputRe[k]! + outputIm[k]! * outputIm[k]!;
    },
  };
}

/**
 * Plans the power spectrum of real signals of a length; the plan is reusable and holds all work space.
 * Two signals are not packed into one complex transform: a loud neighbour would leave its rounding errors in a quiet one.
 * @throws RangeError when length is not a positive whole number
 */
export function planPowerSpectrum(length: number): PowerSpectrum {
  return length % 2 === 0 && length > 0 ? evenSpectrum(length) : oddSpectrum(length);
}
