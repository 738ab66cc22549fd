// From raw scores to probabilities, loss and fixed-point gradients. Two rows at a time; rows are padded to an even number.
import { expNonPositive, logPositive } from "./elementary";

const ROUND: f64 = 6755399441055744.0;

@inline
function weightsOf(weights: usize, row: i32): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(weights + (<usize>row << 2)));
}

/**
 * Probabilities of each class from raw scores; returns the weighted sum of −log p(label) over [from, to), from even.
 * scores, probabilities: f64 [trees][stride]; labels: i32; weights: f32 (0 in the padding row).
 */
export function softmax(
  scores: usize,
  probabilities: usize,
  labels: usize,
  weights: usize,
  classes: i32,
  stride: i32,
  from: i32,
  to: i32,
): f64 {
  const classBytes = <usize>stride << 3;
  let loss = f64x2.splat(0.0);
  for (let row = from; row < to; row += 2) {
    const at = <usize>row << 3;
    let max = v128.load(scores + at);
    for (let c = 1; c < classes; c++) max = f64x2.max(max, v128.load(scores + at + <usize>c * classBytes));
    let sum = f64x2.splat(0.0);
    for (let c = 0; c < classes; c++) {
      const place = at + <usize>c * classBytes;
      const e = expNonPositive(f64x2.sub(v128.load(scores + place), max));
      v128.store(probabilities + place, e);
      sum = f64x2.add(sum, e);
    }
    for (let c = 0; c < classes; c++) {
      const place = probabilities + at + <usize>c * classBytes;
      v128.store(place, f64x2.div(v128.load(place), sum));
    }
    const label0 = load<i32>(labels + (<usize>row << 2));
    const label1 = load<i32>(labels + (<usize>row << 2), 4);
    let own = f64x2.splat(load<f64>(scores + at + <usize>label0 * classBytes));
    own = f64x2.replace_lane(own, 1, load<f64>(scores + at + <usize>label1 * classBytes, 8));
    const each = f64x2.sub(f64x2.add(logPositive(sum), max), own);
    loss = f64x2.add(loss, f64x2.mul(weightsOf(weights, row), each));
  }
  return f64x2.extract_lane(loss, 0) + f64x2.extract_lane(loss, 1);
}

/** As `softmax` for two classes and one tree: scores are log-odds of class 1, probabilities are of class 1. */
export function logistic(
  scores: usize,
  probabilities: usize,
  labels: usize,
  weights: usize,
  from: i32,
  to: i32,
): f64 {
  const zero = f64x2.splat(0.0);
  const one = f64x2.splat(1.0);
  let loss = zero;
  for (let row = from; row < to; row += 2) {
    const at = <usize>row << 3;
    const x = v128.load(scores + at);
    const e = expNonPositive(f64x2.neg(f64x2.abs(x)));
    const all = f64x2.add(one, e);
    v128.store(probabilities + at, f64x2.div(v128.bitselect(one, e, f64x2.ge(x, zero)), all));
    const y = f64x2.convert_low_i32x4_s(v128.load64_zero(labels + (<usize>row << 2)));
    const each = f64x2.sub(f64x2.add(logPositive(all), f64x2.max(x, zero)), f64x2.mul(y, x));
    loss = f64x2.add(loss, f64x2.mul(weightsOf(weights, row), each));
  }
  return f64x2.extract_lane(loss, 0) + f64x2.extract_lane(loss, 1);
}

/**
 * One entry per row: lane 0 the gradient w (p − [label = target]), lane 1 the hessian w p (1 − p), both as whole numbers of
 * 1/scale, with a count of one row in the upper bits of lane 1, from `countShift` on.
 */
export function fixedGradients(
  probabilities: usize,
  labels: usize,
  weights: usize,
  target: i32,
  gradientScale: f64,
  hessianScale: f64,
  countShift: i32,
  entries: usize,
  from: i32,
  to: i32,
): void {
  const gScale = f64x2.splat(gradientScale);
  const hScale = f64x2.splat(hessianScale);
  const round = f64x2.splat(ROUND);
  const counted = i64x2.splat(((1 as i64) << countShift) - reinterpret<i64>(ROUND));
  const unround = i64x2.splat(reinterpret<i64>(ROUND));
  const targets = i32x4.splat(target);
  const unit = f64x2.splat(1.0);
  for (let row = from; row < to; row += 2) {
    const p = v128.load(probabilities + (<usize>row << 3));
    const w = weightsOf(weights, row);
    const hit = i64x2.extend_low_i32x4_s(i32x4.eq(v128.load64_zero(labels + (<usize>row << 2)), targets));
    const g = f64x2.mul(w, f64x2.sub(p, v128.and(hit, unit)));
    const h = f64x2.mul(w, f64x2.mul(p, f64x2.sub(unit, p)));
    const fixedG = i64x2.sub(f64x2.add(f64x2.mul(g, gScale), round), unround);
    const fixedH = i64x2.add(f64x2.add(f64x2.mul(h, hScale), round), counted);
    const place = entries + (<usize>row << 4);
    v128.store(place, v128.shuffle<i64>(fixedG, fixedH, 0, 2));
    v128.store(place, v128.shuffle<i64>(fixedG, fixedH, 1, 3), 16);
  }
}
