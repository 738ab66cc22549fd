import { chirpTransform } from "./chirp-transform.ts";
import { runOddRadix, runRadix2, runRadix3, runRadix4, type FourierStage } from "./fourier-stages.ts";
import { rootsOfUnity } from "./roots-of-unity.ts";

/**
 * A forward complex transform of one length, `X[k] = Σ x[n]·exp(−2πi·k·n/length)`, unscaled, in double precision.
 * The plan owns its buffers: fill `inputRe` and `inputIm`, call `run`, read `outputRe` and `outputIm`. `run` uses the input
 * as work space. Nothing is allocated after the plan is made.
 */
export interface FourierTransform {
  readonly length: number;
  readonly inputRe: Float64Array;
  readonly inputIm: Float64Array;
  readonly outputRe: Float64Array;
  readonly outputIm: Float64Array;
  run(): void;
}

/** Above this prime a direct butterfly costs more than a chirp transform. */
const largestRadix = 50;

/** Radices of a length, fours first; undefined when a prime factor is too large for a butterfly. */
function radicesOf(length: number): number[] | undefined {
  const radices: number[] = [];
  let rest = length;
  while (rest % 4 === 0) {
    radices.push(4);
    rest /= 4;
  }
  for (let factor = 2; rest > 1; factor++) {
    if (factor > largestRadix) return undefined;
    while (rest % factor === 0) {
      radices.push(factor);
      rest /= factor;
    }
  }
  return radices;
}

/** The passes of a transform without a chirp; undefined where a prime factor of the length is too large for one. */
export function fourierStages(length: number): FourierStage[] | undefined {
  const radices = radicesOf(length);
  return radices && stagesOf(length, radices);
}

function stagesOf(length: number, radices: readonly number[]): FourierStage[] {
  const { cos, sin } = rootsOfUnity(length);
  const stages: FourierStage[] = [];
  let span = length;
  for (const radix of radices) {
    const stride = length / span;
    const parts = span / radix;
    const twiddleRe = new Float64Array(parts * (radix - 1));
    const twiddleIm = new Float64Array(parts * (radix - 1));
    for (let p = 0; p < parts; p++)
      for (let k = 1; k < radix; k++) {
        twiddleRe[p * (radix - 1) + k - 1] = cos[p * k * stride]!;
        twiddleIm[p * (radix - 1) + k - 1] = -sin[p * k * stride]!;
      }
    stages.push({ radix, span, stride, twiddleRe, twiddleIm, roots: rootsOfUnity(radix) });
    span = parts;
  }
  return stages;
}

function mixedRadixTransform(length: number, radices: readonly number[]): FourierTransform {
  const stages = stagesOf(length, radices);
  const pairs = new Float64Array(2 * Math.max(2, ...radices));
  const evenRe = new Float64Array(length);
  const evenIm = new Float64Array(length);
  const oddRe = new Float64Array(length);
  const oddIm = new Float64Array(length);
  const endsOdd = stages.length % 2 === 1;
  return {
    length,
    inputRe: evenRe,
    inputIm: evenIm,
    outputRe: endsOdd ? oddRe : evenRe,
    outputIm: endsOdd ? oddIm : evenIm,
    run: () => {
      for (let i = 0; i < stages.length; i++) {
        const stage = stages[i]!;
        const forth = i % 2 === 0;
        const xr = forth ? evenRe : oddRe;
        const xi = forth ? evenIm : oddIm;
        const yr = forth ? oddRe : evenRe;
        const yi = forth ? oddIm : evenIm;
        if (stage.radix === 4) runRadix4(stage, xr, xi, yr, yi);
        else if (stage.radix === 2) runRadix2(stage, xr, xi, yr, yi);
        else if (stage.radix === 3) runRadix3(stage, xr, xi, yr, yi);
        else runOddRadix(stage, xr, xi, yr, yi, pairs);
      }
    },
  };
}

/**
 * Plans a transform of any length ≥ 1. Mixed radix, self-sorting (Stockham; Van Loan, Computational Frameworks for the Fast
 * Fourier Transform, 1992, section 1.7); lengths with a large prime factor go through a chirp.
 * @throws RangeError when length is not a positive whole number
 */
export function planFourierTransform(length: number): FourierTransform {
  if (!Number.isInteger(length) || length < 1)
    throw new RangeError(`a Fourier transform needs a positive whole length, got ${length}`);
  const radices = radicesOf(length);
  if (radices) return mixedRadixTransform(length, radices);
  let padded = 1;
  while (padded < 2 * length - 1) padded *= 2;
  return chirpTransform(length, mixedRadixTransform(padded, radicesOf(padded) ?? []));
}
