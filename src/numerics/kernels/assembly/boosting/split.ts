// The best threshold of one feature. Two candidate bins at a time; sums are whole numbers below 2^51, so doubles hold them exactly.

const ROUND: f64 = 6755399441055744.0;
/** A candidate whose cross-multiplied score is below this share of the best cannot be better; above it the quotient decides. */
const NEARLY: f64 = 1.0 - 1.0 / 281474976710656.0;

/** What does not change within a node. */
let totalGradient: f64 = 0;
let totalHessian: f64 = 0;
let hessianMask: i64 = 0;
/** Lane 1 must be at least `countLow` and below `countHigh` (count in the upper bits). */
let countLow: i64 = 0;
let countHigh: i64 = 0;
let minHessian: f64 = 0;
let l2: f64 = 0;

/** The best so far, for the host to read through the getters. */
let bestScore: f64 = 0;
let bestFeature: i32 = -1;
let bestBin: i32 = -1;

/**
 * Starts the search of a node. Sums and limits are whole numbers of the fixed-point scales; `count` in rows.
 * Only a split whose score G²/(H + l2) left + right is above `floorScore` counts.
 */
export function beginSplitSearch(
  gradient: f64,
  hessian: f64,
  count: i32,
  countShift: i32,
  minSamplesLeaf: i32,
  leastHessian: f64,
  l2Fixed: f64,
  floorScore: f64,
): void {
  totalGradient = gradient;
  totalHessian = hessian;
  hessianMask = ((1 as i64) << countShift) - 1;
  countLow = (<i64>minSamplesLeaf) << countShift;
  countHigh = (<i64>(count - minSamplesLeaf + 1)) << countShift;
  minHessian = leastHessian;
  l2 = l2Fixed;
  bestScore = floorScore;
  bestFeature = -1;
  bestBin = -1;
}

export function foundScore(): f64 {
  return bestScore;
}
export function foundFeature(): i32 {
  return bestFeature;
}
export function foundBin(): i32 {
  return bestBin;
}

/** Tries "bin ≤ b goes left" for every b of one feature; the earliest feature and bin win a tie. */
export function searchFeature(histogram: usize, bins: i32, feature: i32): void {
  const round = f64x2.splat(ROUND);
  const mask = i64x2.splat(hessianMask);
  const low = i64x2.splat(countLow - 1);
  const high = i64x2.splat(countHigh);
  const gAll = f64x2.splat(totalGradient);
  const hAll = f64x2.splat(totalHessian);
  const least = f64x2.splat(minHessian);
  const ridge = f64x2.splat(l2);
  let bar = f64x2.splat(bestScore * NEARLY);
  let sum = i64x2.splat(0);
  for (let bin = 0; bin < bins; bin += 2) {
    const place = histogram + ((<usize>bin) << 4);
    const first = i64x2.add(sum, v128.load(place));
    const second = i64x2.add(first, v128.load(place, 16));
    sum = second;
    const packed = v128.shuffle<i64>(first, second, 1, 3);
    const inRange = v128.and(v128.gt<i64>(packed, low), v128.lt<i64>(packed, high));
    if (!v128.any_true(inRange)) {
      if (i64x2.extract_lane(packed, 0) >= countHigh) break;
      continue;
    }
    const gLeft = f64x2.sub(i64x2.add(v128.shuffle<i64>(first, second, 0, 2), round), round);
    const hLeft = f64x2.sub(i64x2.add(v128.and(packed, mask), round), round);
    const gRight = f64x2.sub(gAll, gLeft);
    const hRight = f64x2.sub(hAll, hLeft);
    const a = f64x2.add(hLeft, ridge);
    const b = f64x2.add(hRight, ridge);
    const top = f64x2.add(f64x2.mul(f64x2.mul(gLeft, gLeft), b), f64x2.mul(f64x2.mul(gRight, gRight), a));
    const bottom = f64x2.mul(a, b);
    const enough = v128.and(f64x2.ge(hLeft, least), f64x2.ge(hRight, least));
    const may = v128.and(v128.and(inRange, enough), f64x2.gt(top, f64x2.mul(bar, bottom)));
    if (v128.any_true(may)) {
      const score = f64x2.div(top, bottom);
      if (i64x2.extract_lane(may, 0) != 0 && f64x2.extract_lane(score, 0) > bestScore) {
        bestScore = f64x2.extract_lane(score, 0);
        bestFeature = feature;
        bestBin = bin;
      }
      if (i64x2.extract_lane(may, 1) != 0 && f64x2.extract_lane(score, 1) > bestScore) {
        bestScore = f64x2.extract_lane(score, 1);
        bestFeature = feature;
        bestBin = bin + 1;
      }
      bar = f64x2.splat(bestScore * NEARLY);
    }
  }
}
