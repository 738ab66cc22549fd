import type { ByteOrder, SampleFormatCode } from "./contract.ts";
import { decodeSamples } from "./decode-samples.ts";
import { clampShare } from "./header-numbers.ts";

/** Neighbouring traces' sample bytes as they lie in the file, some traces each. */
export interface RawTraces {
  /** Bytes of one trace's samples. */
  readonly groups: readonly (readonly Uint8Array[])[];
  readonly samples: number;
}

/** Amplitudes lie within so many powers of two of 1. */
const usualExponents = 40;
/** Standard deviation of the magnitudes' binary logarithms: 1.6 for normally distributed amplitudes, more with decay. */
const usualSpread = [0.8, 6] as const;
/** Fewer words tell nothing about how they are made. */
const fewWords = 200;

/** Amplitudes swing through zero: so large a share, at least, is small beside the largest. */
const usualSmallShare = 0.02;

export interface SampleLikeness {
  /** Whether words are made as this format makes them. */
  readonly made: number;
  readonly usual: number;
  readonly spread: number;
  readonly coherence: number;
}

function correlation(a: Float32Array, b: Float32Array, lag: number): number | undefined {
  const n = a.length - lag;
  if (n < 3) return undefined;
  let [ma, mb] = [0, 0];
  for (let i = 0; i < n; i++) {
    ma += a[i]!;
    mb += b[i + lag]!;
  }
  [ma, mb] = [ma / n, mb / n];
  let [aa, ab, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i]! - ma, b[i + lag]! - mb];
    aa += x * x;
    ab += x * y;
    bb += y * y;
  }
  const norm = Math.sqrt(aa * bb);
  // Constant traces say nothing, and sums that overflow are noise.
  if (aa === 0 || bb === 0) return undefined;
  return Number.isFinite(norm) ? ab / norm : 0;
}

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * IBM floats are normalised: the first hexadecimal digit of their fraction is never zero. In IEEE words those four bits, the
 * last of the exponent and the first of the fraction, are zero in one of sixteen.
 */
function madeAs(code: SampleFormatCode, words: number, withoutDigit: number): number {
  if ((code !== 1 && code !== 5) || words < fewWords) return 1;
  const share = Math.min(1, (16 * withoutDigit) / words);
  return code === 1 ? 1 - 0.8 * share : 0.2 + 0.8 * share;
}

/** How much decoded samples are like seismic amplitudes: noise, wrong exponents and wrong signs are not. */
export function likenessOf(raw: RawTraces, code: SampleFormatCode, order: ByteOrder): SampleLikeness {
  const { groups, samples } = raw;
  let [all, usual, words, withoutDigit, sum, squares, magnitudes] = [0, 0, 0, 0, 0, 0, 0];
  let largest = 0;
  const magnitudesSeen: number[] = [];
  const lateral: number[] = [];
  const temporal: number[] = [];
  const asWords = new Float32Array(samples);
  const bits = new Uint32Array(asWords.buffer);
  for (const group of groups) {
    let before: Float32Array | undefined;
    for (const bytes of group) {
      const trace = new Float32Array(samples);
      decodeSamples(code, bytes, 0, trace, 0, samples, order);
      if (code === 1 || code === 5) {
        decodeSamples(5, bytes, 0, asWords, 0, samples, order);
        for (const word of bits) {
          if (word === 0) continue;
          words++;
          if ((word & 0xf00000) === 0) withoutDigit++;
        }
      }
      trace.forEach((value, i) => {
        all++;
        const magnitude = Math.abs(value);
        const isUsual = value === 0 || (magnitude > 2 ** -usualExponents && magnitude < 2 ** usualExponents);
        if (isUsual) usual++;
        else trace[i] = Number.isFinite(value) ? value : 0;
        if (!isUsual) return;
        largest = Math.max(largest, magnitude);
        magnitudesSeen.push(magnitude);
        if (value === 0) return;
        const exponent = Math.log2(magnitude);
        magnitudes++;
        sum += exponent;
        squares += exponent * exponent;
      });
      const within = correlation(trace, trace, 1);
      if (within !== undefined) temporal.push(Math.max(0, within));
      const across = before && correlation(before, trace, 0);
      if (across !== undefined) lateral.push(Math.max(0, across));
      before = trace;
    }
  }
  const deviation =
    magnitudes < 2 ? 0 : Math.sqrt(Math.max(0, squares / magnitudes - (sum / magnitudes) ** 2));
  const [least, most] = usualSpread;
  const spread = deviation < least ? deviation / least : deviation > most ? most / deviation : 1;
  const small = magnitudesSeen.filter((magnitude) => magnitude <= 0.1 * largest).length;
  const swing = 0.5 + 0.5 * Math.min(1, small / (usualSmallShare * Math.max(1, magnitudesSeen.length)));
  const coherences = [mean(lateral), mean(temporal)].filter((part) => part !== undefined);
  return {
    usual: all === 0 ? 0 : usual / all,
    made: madeAs(code, words, withoutDigit),
    spread: clampShare(spread * swing),
    coherence: clampShare(mean(coherences) ?? 0),
  };
}
