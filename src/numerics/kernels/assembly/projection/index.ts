// Rows projected on components: offset + Σ sample · weight, summed sample by sample in float64, rounded to float32 at the end. Lanes are
// components, so that each sum is made in the order of the samples, whatever rows are beside it. Weights of eight components stay
// in the first-level cache while all rows pass by.

/**
 * @param weights eight components together: entry (group g, sample s, component l) at `(g·length + s)·8 + l`, f64
 * @param offsets `[groups · 8]`, f64
 * @param from `[rows, length]`, f32
 * @param to `[rows, groups · 8]`, f32
 */
export function project(
  weights: usize,
  offsets: usize,
  groups: i32,
  from: usize,
  rows: i32,
  length: i32,
  to: usize,
): void {
  const rowBytes = <usize>length << 2;
  const outBytes = <usize>groups << 5;
  for (let group = 0; group < groups; group++) {
    let own = from;
    let out = to;
    let row = 0;
    for (; row + 2 <= rows; row += 2) {
      projectTwo(weights, offsets, own, rowBytes, out, outBytes);
      own += 2 * rowBytes;
      out += 2 * outBytes;
    }
    if (row < rows) projectOne(weights, offsets, own, rowBytes, out);
    weights += <usize>length << 6;
    offsets += 64;
    to += 32;
  }
}

/** Eight components of two rows: what is loaded is used twice. */
function projectTwo(
  weight: usize,
  offsets: usize,
  from: usize,
  rowBytes: usize,
  to: usize,
  outBytes: usize,
): void {
  let a0 = v128.load(offsets);
  let a1 = v128.load(offsets, 16);
  let a2 = v128.load(offsets, 32);
  let a3 = v128.load(offsets, 48);
  let b0 = a0;
  let b1 = a1;
  let b2 = a2;
  let b3 = a3;
  const end = from + rowBytes;
  for (let at = from; at < end; at += 4) {
    const a = f64x2.promote_low_f32x4(v128.load32_splat(at));
    const b = f64x2.promote_low_f32x4(v128.load32_splat(at + rowBytes));
    const w0 = v128.load(weight);
    const w1 = v128.load(weight, 16);
    const w2 = v128.load(weight, 32);
    const w3 = v128.load(weight, 48);
    a0 = f64x2.add(a0, f64x2.mul(a, w0));
    b0 = f64x2.add(b0, f64x2.mul(b, w0));
    a1 = f64x2.add(a1, f64x2.mul(a, w1));
    b1 = f64x2.add(b1, f64x2.mul(b, w1));
    a2 = f64x2.add(a2, f64x2.mul(a, w2));
    b2 = f64x2.add(b2, f64x2.mul(b, w2));
    a3 = f64x2.add(a3, f64x2.mul(a, w3));
    b3 = f64x2.add(b3, f64x2.mul(b, w3));
    weight += 64;
  }
  storeRounded(to, a0, a1);
  storeRounded(to + 16, a2, a3);
  storeRounded(to + outBytes, b0, b1);
  storeRounded(to + outBytes + 16, b2, b3);
}

function projectOne(weight: usize, offsets: usize, from: usize, rowBytes: usize, to: usize): void {
  let a0 = v128.load(offsets);
  let a1 = v128.load(offsets, 16);
  let a2 = v128.load(offsets, 32);
  let a3 = v128.load(offsets, 48);
  const end = from + rowBytes;
  for (let at = from; at < end; at += 4) {
    const a = f64x2.promote_low_f32x4(v128.load32_splat(at));
    a0 = f64x2.add(a0, f64x2.mul(a, v128.load(weight)));
    a1 = f64x2.add(a1, f64x2.mul(a, v128.load(weight, 16)));
    a2 = f64x2.add(a2, f64x2.mul(a, v128.load(weight, 32)));
    a3 = f64x2.add(a3, f64x2.mul(a, v128.load(weight, 48)));
    weight += 64;
  }
  storeRounded(to, a0, a1);
  storeRounded(to + 16, a2, a3);
}

/** Four sums as float32. */
@inline
function storeRounded(to: usize, low: v128, high: v128): void {
  v128.store(to, f32x4.demote_f64x2_zero(low));
  v128.store64_lane(to, f32x4.demote_f64x2_zero(high), 0, 8);
}
