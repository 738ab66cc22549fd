import type { RootsOfUnity } from "./roots-of-unity.ts";

/**
 * One pass of a Stockham self-sorting transform: splits `span` into `radix` parts of `span / radix`, for `stride`
 * interleaved transforms. Input element (q, p) is at `q + stride·p`, output (q, p, k) at `q + stride·(radix·p + k)`.
 */
export interface FourierStage {
  readonly radix: number;
  readonly span: number;
  readonly stride: number;
  /** `exp(−2πi·p·k/span)` at `p·(radix−1) + k−1`, for p < span/radix and 1 ≤ k < radix. */
  readonly twiddleRe: Float64Array;
  readonly twiddleIm: Float64Array;
  /** Roots of unity of order `radix`. */
  readonly roots: RootsOfUnity;
}

type Columns = Float64Array;

export function runRadix2(stage: FourierStage, xr: Columns, xi: Columns, yr: Columns, yi: Columns): void {
  const { stride, twiddleRe, twiddleIm } = stage;
  const parts = stage.span / 2;
  for (let p = 0; p < parts; p++) {
    const wr = twiddleRe[p]!;
    const wi = twiddleIm[p]!;
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const b = a + stride * parts;
      const to = q + stride * 2 * p;
      const dr = xr[a]! - xr[b]!;
      const di = xi[a]! - xi[b]!;
      yr[to] = xr[a]! + xr[b]!;
      yi[to] = xi[a]! + xi[b]!;
      yr[to + stride] = dr * wr - di * wi;
      yi[to + stride] = dr * wi + di * wr;
    }
  }
}

export function runRadix3(stage: FourierStage, xr: Columns, xi: Columns, yr: Columns, yi: Columns): void {
  const { stride, twiddleRe, twiddleIm, roots } = stage;
  const parts = stage.span / 3;
  const half = roots.cos[1]!;
  const sine = roots.sin[1]!;
  for (let p = 0; p < parts; p++) {
    const w1r = twiddleRe[2 * p]!;
    const w1i = twiddleIm[2 * p]!;
    const w2r = twiddleRe[2 * p + 1]!;
    const w2i = twiddleIm[2 * p + 1]!;
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const b = a + stride * parts;
      const c = b + stride * parts;
      const to = q + stride * 3 * p;
      const sumR = xr[b]! + xr[c]!;
      const sumI = xi[b]! + xi[c]!;
      const turnR = sine * (xi[b]! - xi[c]!);
      const turnI = sine * (xr[c]! - xr[b]!);
      const midR = xr[a]! + half * sumR;
      const midI = xi[a]! + half * sumI;
      yr[to] = xr[a]! + sumR;
      yi[to] = xi[a]! + sumI;
      yr[to + stride] = (midR + turnR) * w1r - (midI + turnI) * w1i;
      yi[to + stride] = (midR + turnR) * w1i + (midI + turnI) * w1r;
      yr[to + 2 * stride] = (midR - turnR) * w2r - (midI - turnI) * w2i;
      yi[to + 2 * stride] = (midR - turnR) * w2i + (midI - turnI) * w2r;
    }
  }
}

export function runRadix4(stage: FourierStage, xr: Columns, xi: Columns, yr: Columns, yi: Columns): void {
  const { stride, twiddleRe, twiddleIm } = stage;
  const parts = stage.span / 4;
  for (let p = 0; p < parts; p++) {
    const w1r = twiddleRe[3 * p]!;
    const w1i = twiddleIm[3 * p]!;
    const w2r = twiddleRe[3 * p + 1]!;
    const w2i = twiddleIm[3 * p + 1]!;
    const w3r = twiddleRe[3 * p + 2]!;
    const w3i = twiddleIm[3 * p + 2]!;
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const b = a + stride * parts;
      const c = b + stride * parts;
      const d = c + stride * parts;
      const to = q + stride * 4 * p;
      const acR = xr[a]! + xr[c]!;
      const acI = xi[a]! + xi[c]!;
      const bdR = xr[b]! + xr[d]!;
      const bdI = xi[b]! + xi[d]!;
      const evenR = xr[a]! - xr[c]!;
      const evenI = xi[a]! - xi[c]!;
      // −i · (b − d)
      const oddR = xi[b]! - xi[d]!;
      const oddI = xr[d]! - xr[b]!;
      yr[to] = acR + bdR;
      yi[to] = acI + bdI;
      yr[to + stride] = (evenR + oddR) * w1r - (evenI + oddI) * w1i;
      yi[to + stride] = (evenR + oddR) * w1i + (evenI + oddI) * w1r;
      yr[to + 2 * stride] = (acR - bdR) * w2r - (acI - bdI) * w2i;
      yi[to + 2 * stride] = (acR - bdR) * w2i + (acI - bdI) * w2r;
      yr[to + 3 * stride] = (evenR - oddR) * w3r - (evenI - oddI) * w3i;
      yi[to + 3 * stride] = (evenR - oddR) * w3i + (evenI - oddI) * w3r;
    }
  }
}

/**
 * Any odd radix. Elements j and radix−j share their cosine and oppose their sine, so that output k and radix−k come from the
 * same sums: a quarter of the multiplications of the plain definition.
 * @param pairs work space, `4 · (radix−1)/2`
 */
export function runOddRadix(
  stage: FourierStage,
  xr: Columns,
  xi: Columns,
  yr: Columns,
  yi: Columns,
  pairs: Float64Array,
): void {
  const { radix, stride, twiddleRe, twiddleIm, roots } = stage;
  const { cos, sin } = roots;
  const parts = stage.span / radix;
  const half = (radix - 1) / 2;
  const partStride = stride * parts;
  for (let p = 0; p < parts; p++) {
    const twiddle = p * (radix - 1) - 1;
    for (let q = 0; q < stride; q++) {
      const from = q + stride * p;
      const to = q + stride * radix * p;
      const firstR = xr[from]!;
      const firstI = xi[from]!;
      let totalR = firstR;
      let totalI = firstI;
      for (let j = 1; j <= half; j++) {
        const a = from + j * partStride;
        const b = from + (radix - j) * partStride;
        const at = 4 * (j - 1);
        const sumR = xr[a]! + xr[b]!;
        const sumI = xi[a]! + xi[b]!;
        totalR += sumR;
        totalI += sumI;
        pairs[at] = sumR;
        pairs[at + 1] = sumI;
        pairs[at + 2] = xr[a]! - xr[b]!;
        pairs[at + 3] = xi[a]! - xi[b]!;
      }
      yr[to] = totalR;
      yi[to] = totalI;
      for (let k = 1; k <= half; k++) {
        let midR = firstR;
        let midI = firstI;
        let turnR = 0;
        let turnI = 0;
        for (let j = 0, root = k; j < half; j++) {
          const c = cos[root]!;
          const s = sin[root]!;
          midR += c * pairs[4 * j]!;
          midI += c * pairs[4 * j + 1]!;
          turnI -= s * pairs[4 * j + 2]!;
          turnR += s * pairs[4 * j + 3]!;
          root += k;
          if (root >= radix) root -= radix;
        }
        const lowR = twiddleRe[twiddle + k]!;
        const lowI = twiddleIm[twiddle + k]!;
        const highR = twiddleRe[twiddle + radix - k]!;
        const highI = twiddleIm[twiddle + radix - k]!;
        const low = to + stride * k;
        const high = to + stride * (radix - k);
        yr[low] = (midR + turnR) * lowR - (midI + turnI) * lowI;
        yi[low] = (midR + turnR) * lowI + (midI + turnI) * lowR;
        yr[high] = (midR - turnR) * highR - (midI - turnI) * highI;
        yi[high] = (midR - turnR) * highI + (midI - turnI) * highR;
      }
    }
  }
}
