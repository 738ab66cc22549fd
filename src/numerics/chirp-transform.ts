import type { FourierTransform } from "./fourier-transform.ts";
import { rootsOfUnity } from "./roots-of-unity.ts";

/** `exp(−πi·n²/length)`, the phase taken modulo 2π in whole numbers so that it stays exact for long transforms. */
function chirpOf(length: number): { readonly re: Float64Array; readonly im: Float64Array } {
  const { cos, sin } = rootsOfUnity(2 * length);
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  for (let n = 0; n < length; n++) {
    const phase = (n * n) % (2 * length);
    re[n] = cos[phase]!;
    im[n] = -sin[phase]!;
  }
  return { re, im };
}

/** Multiplies the plan's output by `factor` and leaves the conjugate as the plan's next input. */
function multiplyAndConjugate(plan: FourierTransform, factorRe: Float64Array, factorIm: Float64Array): void {
  const { length, inputRe, inputIm, outputRe, outputIm } = plan;
  for (let k = 0; k < length; k++) {
    const re = outputRe[k]! * factorRe[k]! - outputIm[k]! * factorIm[k]!;
    const im = outputRe[k]! * factorIm[k]! + outputIm[k]! * factorRe[k]!;
    inputRe[k] = re;
    inputIm[k] = -im;
  }
}

/**
 * A transform of any length as a convolution with a chirp (L. Bluestein, A linear filtering approach to the computation of
 * discrete Fourier transform, IEEE Trans. Audio Electroacoustics 18, 1970): n·k = (n² + k² − (k−n)²) / 2.
 * @param convolution a plan whose length is at least 2·length − 1
 */
export function chirpTransform(length: number, convolution: FourierTransform): FourierTransform {
  const chirp = chirpOf(length);
  const padded = convolution.length;
  const { inputRe, inputIm } = convolution;
  inputRe.fill(0);
  inputIm.fill(0);
  for (let n = 0; n < length; n++) {
    const mirrored = n === 0 ? 0 : padded - n;
    inputRe[n] = inputRe[mirrored] = chirp.re[n]! / padded;
    inputIm[n] = inputIm[mirrored] = -chirp.im[n]! / padded;
  }
  convolution.run();
  const responseRe = convolution.outputRe.slice();
  const responseIm = convolution.outputIm.slice();

  const re = new Float64Array(length);
  const im = new Float64Array(length);
  return {
    length,
    inputRe: re,
    inputIm: im,
    outputRe: re,
    outputIm: im,
    run: () => {
      inputRe.fill(0, length);
      inputIm.fill(0, length);
      for (let n = 0; n < length; n++) {
        inputRe[n] = re[n]! * chirp.re[n]! - im[n]! * chirp.im[n]!;
        inputIm[n] = re[n]! * chirp.im[n]! + im[n]! * chirp.re[n]!;
      }
      convolution.run();
      multiplyAndConjugate(convolution, responseRe, responseIm);
      convolution.run(); // of the conjugate: the conjugate of the inverse, times `padded`, which the response holds
      for (let k = 0; k < length; k++) {
        const convolvedRe = convolution.outputRe[k]!;
        const convolvedIm = -convolution.outputIm[k]!;
        re[k] = convolvedRe * chirp.re[k]! - convolvedIm * chirp.im[k]!;
        im[k] = convolvedRe * chirp.im[k]! + convolvedIm * chirp.re[k]!;
      }
    },
  };
}
