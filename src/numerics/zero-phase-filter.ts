import { planFourierTransform } from "./fourier-transform.ts";
import { rootsOfUnity } from "./roots-of-unity.ts";

/** A filter whose response is real, and so moves nothing in time. It owns its buffers and allocates nothing when applied. */
export interface ZeroPhaseFilter {
  readonly length: number;
  /**
   * Multiplies the spectrum of `length` samples with the response, in place: the inverse transform of
   * `response[k] · Σ samples[n]·exp(−2πi·k·n/length)`. Circular: what should not come in again at the other end needs zeros.
   */
  apply(samples: Float64Array): void;
}

/**
 * Plans a filter of real signals of an even length.
 *
 * Neighbouring samples are the real and imaginary parts of a complex signal of half the length M; with E and O the spectra of
 * the even and the odd samples, X[k] = E[k] + Wᵏ·O[k] and X[k + M] = E[k] − Wᵏ·O[k], W = exp(−2πi/length). Multiplied with
 * a response H that is even in frequency, they become E′ = s·E + d·Wᵏ·O and O′ = s·O + d·W⁻ᵏ·E, s and d being half the sum
 * and half the difference of H[k] and H[M − k]. One signal at a time, as in power-spectrum.ts, for the reason given there.
 * @param response at the frequencies k/length, k = 0 … length/2
 * @throws RangeError when the length is not a positive even number, or the response has another length
 */
export function planZeroPhaseFilter(length: number, response: Float64Array): ZeroPhaseFilter {
  if (length % 2 !== 0 || response.length !== length / 2 + 1)
    throw new RangeError(`a filter of ${length} samples needs an even length and ${length / 2 + 1} gains`);
  const half = length / 2;
  const plan = planFourierTransform(half);
  const { cos, sin } = rootsOfUnity(length);
  const { inputRe, inputIm, outputRe, outputIm } = plan;
  return {
    length,
    apply: (samples) => {
      for (let i = 0; i < half; i++) {
        inputRe[i] = samples[2 * i]!;
        inputIm[i] = samples[2 * i + 1]!;
      }
      plan.run();
      for (let k = 0; k <= half >> 1; k++) {
        const mirror = k === 0 ? 0 : half - k;
        const evenRe = (outputRe[k]! + outputRe[mirror]!) / 2;
        const evenIm = (outputIm[k]! - outputIm[mirror]!) / 2;
        const oddRe = (outputIm[k]! + outputIm[mirror]!) / 2;
        const oddIm = (outputRe[mirror]! - outputRe[k]!) / 2;
        const sum = (response[k]! + response[half - k]!) / 2;
        const difference = (response[k]! - response[half - k]!) / 2;
        // Wᵏ = cos − i·sin
        const newEvenRe = sum * evenRe + difference * (cos[k]! * oddRe + sin[k]! * oddIm);
        const newEvenIm = sum * evenIm + difference * (cos[k]! * oddIm - sin[k]! * oddRe);
        const newOddRe = sum * oddRe + difference * (cos[k]! * evenRe - sin[k]! * evenIm);
        const newOddIm = sum * oddIm + difference * (cos[k]! * evenIm + sin[k]! * evenRe);
        outputRe[k] = newEvenRe - newOddIm;
        outputIm[k] = newEvenIm + newOddRe;
        // Spectra of real signals: the mirrored frequency is the conjugate.
        if (mirror !== k) {
          outputRe[mirror] = newEvenRe + newOddIm;
          outputIm[mirror] = newOddRe - newEvenIm;
        }
      }
      // The inverse transform is the forward one with real and imaginary parts exchanged. Input and output may be one array.
      for (let k = 0; k < half; k++) {
        const re = outputRe[k]!;
        inputRe[k] = outputIm[k]!;
        inputIm[k] = re;
      }
      plan.run();
      for (let i = 0; i < half; i++) {
        samples[2 * i] = outputIm[i]! / half;
        samples[2 * i + 1] = outputRe[i]! / half;
      }
    },
  };
}
