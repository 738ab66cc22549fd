// Moments, sign changes and the strongest frequency of two real signals of one length, one in each 64-bit lane: lanes do not mix, so a
// signal's answer does not depend on the one beside it. The twin, operation by operation, of src/numerics/power-spectrum.ts with
// src/numerics/fourier-stages.ts, and of src/pipeline/features/describe-window.ts.

import { runStages } from "./stages";

/** The next sample of both, as doubles. */
@inline
function sampleOf(first: usize, second: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load32_lane(second, v128.load32_zero(first), 1));
}

/**
 * Eight pairs of doubles at `out`: mean, population standard deviation, least, largest, root mean square, energy, sign changes, and
 * the bin of largest power among 1 … floor(length / 2) − 1, the lowest of equals.
 * @param stages of a transform of length / 2 where the length is even, of length where it is odd
 * @param turns `exp(+2πi·k/length)`, k = 0 … floor(length / 4), as pairs of f64; used where the length is even
 * @param work two buffers of the transform's length, 32 bytes an element
 * @param spare 64 bytes for each pair of the largest odd radix
 * @param power floor(length / 2) + 1 pairs of f64
 */
export function describeTwo(
  first: usize,
  second: usize,
  length: i32,
  stages: usize,
  stageCount: i32,
  turns: usize,
  work: usize,
  spare: usize,
  power: usize,
  out: usize,
): void {
  const even = (length & 1) == 0;
  const size = even ? length >> 1 : length;
  // Even: neighbouring samples are the real and imaginary parts of an element. Odd: real parts alone.
  const step: usize = even ? 16 : 32;
  const bytes = <usize>length << 2;
  let sum = f64x2.splat(0);
  let energy = f64x2.splat(0);
  let last = sampleOf(first, second);
  let least = last;
  let largest = last;
  let flips = i64x2.splat(0);
  let to = work;
  for (let at: usize = 0; at < bytes; at += 4) {
    const value = sampleOf(first + at, second + at);
    v128.store(to, value);
    if (!even) v128.store(to, f64x2.splat(0), 16);
    sum = f64x2.add(sum, value);
    energy = f64x2.add(energy, f64x2.mul(value, value));
    least = f64x2.pmin(least, value);
    largest = f64x2.pmax(largest, value);
    flips = i64x2.add(flips, i64x2.shr_u(v128.xor(value, last), 63));
    last = value;
    to += step;
  }
  const count = f64x2.splat(<f64>length);
  const mean = f64x2.div(sum, count);
  let squares = f64x2.splat(0);
  for (let at = work; at < to; at += step) {
    const deviation = f64x2.sub(v128.load(at), mean);
    squares = f64x2.add(squares, f64x2.mul(deviation, deviation));
  }
  v128.store(out, mean);
  v128.store(out, f64x2.sqrt(f64x2.div(squares, count)), 16);
  v128.store(out, least, 32);
  v128.store(out, largest, 48);
  v128.store(out, f64x2.sqrt(f64x2.div(energy, count)), 64);
  v128.store(out, energy, 80);
  v128.store(
    out,
    f64x2(<f64>i64x2.extract_lane(flips, 0), <f64>i64x2.extract_lane(flips, 1)),
    96,
  );
  const spectrum = runStages(stages, stageCount, work, work + (<usize>size << 5), spare);
  if (even) evenPower(spectrum, size, turns, power);
  else oddPower(spectrum, (length + 1) >> 1, power);
  v128.store(out, strongest(power, length >> 1), 112);
}

@inline
function squared(re: v128, im: v128): v128 {
  return f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im));
}

function oddPower(spectrum: usize, bins: i32, power: usize): void {
  for (let k: usize = 0; k < <usize>bins; k++)
    v128.store(
      power + (k << 4),
      squared(v128.load(spectrum + (k << 5)), v128.load(spectrum + (k << 5), 16)),
    );
}

/** Spectra of the even and of the odd samples, separated by their symmetry, and put together again. */
function evenPower(spectrum: usize, half: i32, turns: usize, power: usize): void {
  const firstRe = v128.load(spectrum);
  const firstIm = v128.load(spectrum, 16);
  const sum = f64x2.add(firstRe, firstIm);
  const difference = f64x2.sub(firstRe, firstIm);
  v128.store(power, f64x2.mul(sum, sum));
  v128.store(power + (<usize>half << 4), f64x2.mul(difference, difference));
  const halved = f64x2.splat(0.5);
  const middle = half >> 1;
  for (let k = 1; k <= middle; k++) {
    const low = spectrum + (<usize>k << 5);
    const high = spectrum + (<usize>(half - k) << 5);
    const lowRe = v128.load(low);
    const lowIm = v128.load(low, 16);
    const highRe = v128.load(high);
    const highIm = v128.load(high, 16);
    const evenRe = f64x2.mul(f64x2.add(lowRe, highRe), halved);
    const evenIm = f64x2.mul(f64x2.sub(lowIm, highIm), halved);
    const oddRe = f64x2.mul(f64x2.add(lowIm, highIm), halved);
    const oddIm = f64x2.mul(f64x2.sub(highRe, lowRe), halved);
    const cos = v128.load64_splat(turns + (<usize>k << 4));
    const sin = v128.load64_splat(turns + (<usize>k << 4), 8);
    const turnedRe = f64x2.add(f64x2.mul(oddRe, cos), f64x2.mul(oddIm, sin));
    const turnedIm = f64x2.sub(f64x2.mul(oddIm, cos), f64x2.mul(oddRe, sin));
    v128.store(
      power + (<usize>(half - k) << 4),
      squared(f64x2.sub(evenRe, turnedRe), f64x2.sub(evenIm, turnedIm)),
    );
    v128.store(
      power + (<usize>k << 4),
      squared(f64x2.add(evenRe, turnedRe), f64x2.add(evenIm, turnedIm)),
    );
  }
}

/** The bin of largest power among 1 … end − 1, as doubles. */
function strongest(power: usize, end: i32): v128 {
  let best = f64x2.splat(1);
  let highest = v128.load(power, 16);
  for (let k = 2; k < end; k++) {
    const own = v128.load(power + (<usize>k << 4));
    const higher = f64x2.gt(own, highest);
    highest = v128.bitselect(own, highest, higher);
    best = v128.bitselect(f64x2.splat(<f64>k), best, higher);
  }
  return best;
}
