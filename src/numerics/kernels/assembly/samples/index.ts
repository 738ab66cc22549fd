// Samples of traces turned to float32, four at a time. A trace's samples begin `stride` bytes behind those of the one before; what
// comes out lies without gaps. The last vector of a trace may reach beyond it: its surplus is overwritten by the next trace, and
// both memories must be 32 bytes longer than what they hold.

const big: i32 = 0;
const little: i32 = 1;

/** Where the bytes of four native words lie: highest first, lowest first, or pairs exchanged (2 1 4 3). */
@inline
function places32(order: i32): v128 {
  if (order == big) return i8x16(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
  if (order == little) return i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return i8x16(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
}

@inline
function places16(order: i32): v128 {
  if (order == big) return i8x16(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
  return i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

/**
 * A fraction f of 24 bits times 16^(e − 64) · 2^−24 = f · s · s with s = 2^(2e − 140). f and f · s are exact in float32: s is kept
 * at 2^−126, the smallest normal number, where the result is below every denormal anyway. So only the last product rounds.
 */
@inline
function fromIbm(word: v128): v128 {
  const twice = v128.and(i32x4.shr_u(word, 23), i32x4.splat(0xfe));
  const scale = i32x4.shl(i32x4.max_s(i32x4.sub(twice, i32x4.splat(13)), i32x4.splat(1)), 23);
  const fraction = f32x4.convert_i32x4_s(v128.and(word, i32x4.splat(0xffffff)));
  const magnitude = f32x4.mul(f32x4.mul(fraction, scale), scale);
  return v128.or(magnitude, v128.and(word, i32x4.splat(0x80000000)));
}

/** IBM System/360 single precision. */
export function ibm(from: usize, to: usize, traces: i32, samples: i32, stride: i32, order: i32): void {
  const places = places32(order);
  for (let trace = 0; trace < traces; trace++) {
    for (let i = 0; i < samples; i += 4) {
      const at = <usize>i << 2;
      v128.store(to + at, fromIbm(i8x16.swizzle(v128.load(from + at), places)));
    }
    from += stride;
    to += <usize>samples << 2;
  }
}

/** Words as they are, in the machine's order: payloads of NaN survive. */
export function ieee(from: usize, to: usize, traces: i32, samples: i32, stride: i32, order: i32): void {
  const places = places32(order);
  for (let trace = 0; trace < traces; trace++) {
    for (let i = 0; i < samples; i += 4) {
      const at = <usize>i << 2;
      v128.store(to + at, i8x16.swizzle(v128.load(from + at), places));
    }
    from += stride;
    to += <usize>samples << 2;
  }
}

export function int32(from: usize, to: usize, traces: i32, samples: i32, stride: i32, order: i32): void {
  const places = places32(order);
  for (let trace = 0; trace < traces; trace++) {
    for (let i = 0; i < samples; i += 4) {
      const at = <usize>i << 2;
      v128.store(to + at, f32x4.convert_i32x4_s(i8x16.swizzle(v128.load(from + at), places)));
    }
    from += stride;
    to += <usize>samples << 2;
  }
}

export function int16(from: usize, to: usize, traces: i32, samples: i32, stride: i32, order: i32): void {
  const places = places16(order);
  for (let trace = 0; trace < traces; trace++) {
    for (let i = 0; i < samples; i += 8) {
      const words = i8x16.swizzle(v128.load(from + (<usize>i << 1)), places);
      const at = to + (<usize>i << 2);
      v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(words)));
      v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(words)), 16);
    }
    from += stride;
    to += <usize>samples << 2;
  }
}
