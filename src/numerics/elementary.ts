/**
 * exp and log in double precision from +, −, ×, ÷ alone, so that every engine gives the same bits (ECMAScript leaves Math.exp and
 * Math.log to the engine). Error at most 1 ulp. The WebAssembly twin is kernels/assembly/elementary.ts: change both or neither.
 *
 * Method: reduction by ln 2 held in two parts (Cody & Waite, Software Manual for the Elementary Functions, 1980, chapter 6), then a
 * polynomial fitted at Chebyshev points (40 digits, rounded to double): (eʳ − 1 − r) / r² on |r| ≤ ln 2 / 2 to 2⁻⁶¹, and
 * (2 atanh s − 2 s) / s³ in z = s² for log, with s = f / (2 + f), f = m − 1, m in [√½, √2].
 */
const log2OfE = 1.4426950408889634;
/** ln 2 to 33 bits, so that k · ln2High is exact for every exponent k. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
/** Adding and taking away 1.5 · 2⁵² rounds to the nearest whole number, ties to even. */
const roundToWhole = 6755399441055744;

/** 2^k for k = −1022 … 1023 at index k + 1022. */
const powersOfTwo = new Float64Array(2046);
powersOfTwo[1022] = 1;
for (let k = 1; k <= 1023; k++) powersOfTwo[1022 + k] = powersOfTwo[1021 + k]! * 2;
for (let k = 1; k <= 1022; k++) powersOfTwo[1022 - k] = powersOfTwo[1023 - k]! / 2;

/** eˣ. Overflows to Infinity above 709.78, underflows through subnormals to 0 below −745.13; NaN stays NaN. */
export function exp(x: number): number {
  if (!(x <= 709.782712893384)) return x > 0 ? Infinity : x;
  if (x < -745.1332191019412) return 0;
  const k = x * log2OfE + roundToWhole - roundToWhole;
  const r = x - k * ln2High - k * ln2Low;
  let q = 2.0914679452495193e-9;
  q = q * r + 2.5105206480259365e-8;
  q = q * r + 2.755727366116628e-7;
  q = q * r + 2.755725542549107e-6;
  q = q * r + 2.480158732553351e-5;
  q = q * r + 0.00019841269874800694;
  q = q * r + 0.0013888888888883752;
  q = q * r + 0.008333333333326141;
  q = q * r + 0.04166666666666667;
  q = q * r + 0.1666666666666667;
  q = q * r + 0.5;
  const y = 1 + (r + r * r * q);
  if (k > 1023) return y * 2 * powersOfTwo[1022 + 1023]!;
  if (k >= -1021) return y * powersOfTwo[1022 + k]!;
  return y * powersOfTwo[1022 + k + 100]! * powersOfTwo[922]!;
}

const bits = new ArrayBuffer(8);
const asDouble = new Float64Array(bits);
const asWords = new Int32Array(bits);
/** Where the sign and exponent lie on this machine (1 on little-endian ones). */
const highWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Natural logarithm. log(0) = −Infinity; NaN for x < 0 and NaN. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = 0;
  asDouble[0] = x;
  if (x < 2.2250738585072014e-308) {
    asDouble[0] = x * 18014398509481984;
    k = -54;
  }
  const high = asWords[highWord]!;
  // Adding 0x95f62 carries into the exponent where the mantissa is at least √2, so that m lies in [√½, √2).
  const carried = high + 0x95f62;
  k += (carried >> 20) - 1023;
  asWords[highWord] = (carried & 0xfffff) - 0x95f62 + 0x3ff00000;
  const f = asDouble[0] - 1;
  const s = f / (2 + f);
  const z = s * s;
  let r = 0.14616451042434167;
  r = r * z + 0.15331721490738642;
  r = r * z + 0.18182889128565508;
  r = r * z + 0.22222211134749734;
  r = r * z + 0.28571428625975764;
  r = r * z + 0.39999999999899505;
  r = r * z + 0.666666666666667;
  return k * ln2High + (f - (s * (f - z * r) - k * ln2Low));
}

/**
 * Softmax of each row, in place: e^(x − max) over their sum, so that no exponent overflows.
 * @param scores `[rows, classes]` row-major, finite; becomes probabilities whose rows sum to 1 within rounding
 */
export function softmaxRows(scores: Float64Array, classes: number): void {
  for (let start = 0; start + classes <= scores.length; start += classes) {
    let max = scores[start]!;
    for (let c = 1; c < classes; c++) max = Math.max(max, scores[start + c]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += scores[start + c] = exp(scores[start + c]! - max);
    for (let c = 0; c < classes; c++) scores[start + c]! /= sum;
  }
}
