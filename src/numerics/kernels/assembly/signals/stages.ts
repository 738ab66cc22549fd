// Passes of a Stockham transform of two complex signals, one in each lane: the twins of src/numerics/fourier-stages.ts. An element is 32
// bytes, real parts then imaginary ones. A stage is 24 bytes of u32: radix, parts (span / radix), stride, then where its twiddles (pairs
// of f64) and the roots of unity of its radix lie (cosine and sine, f64), nothing.

/** Stores (re + i·im) · (wr + i·wi), the factor being two f64 at `twiddle`. */
@inline
function storeTurned(to: usize, re: v128, im: v128, twiddle: usize): void {
  const wr = v128.load64_splat(twiddle);
  const wi = v128.load64_splat(twiddle, 8);
  v128.store(to, f64x2.sub(f64x2.mul(re, wr), f64x2.mul(im, wi)));
  v128.store(to, f64x2.add(f64x2.mul(re, wi), f64x2.mul(im, wr)), 16);
}

function radix2(parts: i32, stride: usize, twiddle: usize, x: usize, y: usize): void {
  const apart = stride * <usize>parts;
  for (let p = 0; p < parts; p++) {
    for (let q: usize = 0; q < stride; q += 32) {
      const ar = v128.load(x + q);
      const ai = v128.load(x + q, 16);
      const br = v128.load(x + q + apart);
      const bi = v128.load(x + q + apart, 16);
      v128.store(y + q, f64x2.add(ar, br));
      v128.store(y + q, f64x2.add(ai, bi), 16);
      storeTurned(y + q + stride, f64x2.sub(ar, br), f64x2.sub(ai, bi), twiddle);
    }
    x += stride;
    y += 2 * stride;
    twiddle += 16;
  }
}

function radix3(parts: i32, stride: usize, twiddle: usize, roots: usize, x: usize, y: usize): void {
  const half = v128.load64_splat(roots, 16);
  const sine = v128.load64_splat(roots, 24);
  const apart = stride * <usize>parts;
  for (let p = 0; p < parts; p++) {
    for (let q: usize = 0; q < stride; q += 32) {
      const a = x + q;
      const b = a + apart;
      const c = b + apart;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      const cr = v128.load(c);
      const ci = v128.load(c, 16);
      const sumR = f64x2.add(br, cr);
      const sumI = f64x2.add(bi, ci);
      const turnR = f64x2.mul(sine, f64x2.sub(bi, ci));
      const turnI = f64x2.mul(sine, f64x2.sub(cr, br));
      const midR = f64x2.add(ar, f64x2.mul(half, sumR));
      const midI = f64x2.add(ai, f64x2.mul(half, sumI));
      const to = y + q;
      v128.store(to, f64x2.add(ar, sumR));
      v128.store(to, f64x2.add(ai, sumI), 16);
      storeTurned(to + stride, f64x2.add(midR, turnR), f64x2.add(midI, turnI), twiddle);
      storeTurned(to + 2 * stride, f64x2.sub(midR, turnR), f64x2.sub(midI, turnI), twiddle + 16);
    }
    x += stride;
    y += 3 * stride;
    twiddle += 32;
  }
}

function radix4(parts: i32, stride: usize, twiddle: usize, x: usize, y: usize): void {
  const apart = stride * <usize>parts;
  for (let p = 0; p < parts; p++) {
    for (let q: usize = 0; q < stride; q += 32) {
      const a = x + q;
      const b = a + apart;
      const c = b + apart;
      const d = c + apart;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      const cr = v128.load(c);
      const ci = v128.load(c, 16);
      const dr = v128.load(d);
      const di = v128.load(d, 16);
      const acR = f64x2.add(ar, cr);
      const acI = f64x2.add(ai, ci);
      const bdR = f64x2.add(br, dr);
      const bdI = f64x2.add(bi, di);
      const evenR = f64x2.sub(ar, cr);
      const evenI = f64x2.sub(ai, ci);
      // −i · (b − d)
      const oddR = f64x2.sub(bi, di);
      const oddI = f64x2.sub(dr, br);
      const to = y + q;
      v128.store(to, f64x2.add(acR, bdR));
      v128.store(to, f64x2.add(acI, bdI), 16);
      storeTurned(to + stride, f64x2.add(evenR, oddR), f64x2.add(evenI, oddI), twiddle);
      storeTurned(to + 2 * stride, f64x2.sub(acR, bdR), f64x2.sub(acI, bdI), twiddle + 16);
      storeTurned(to + 3 * stride, f64x2.sub(evenR, oddR), f64x2.sub(evenI, oddI), twiddle + 32);
    }
    x += stride;
    y += 4 * stride;
    twiddle += 48;
  }
}

/** Any odd radix; at `spare` sums and differences of elements j and radix − j, 64 bytes each. */
function oddRadix(
  radix: usize,
  parts: i32,
  stride: usize,
  twiddle: usize,
  roots: usize,
  x: usize,
  y: usize,
  spare: usize,
): void {
  const apart = stride * <usize>parts;
  const half = (radix - 1) >> 1;
  const spareEnd = spare + (half << 6);
  for (let p = 0; p < parts; p++) {
    for (let q: usize = 0; q < stride; q += 32) {
      const from = x + q;
      const to = y + q;
      const firstR = v128.load(from);
      const firstI = v128.load(from, 16);
      let totalR = firstR;
      let totalI = firstI;
      let a = from + apart;
      let b = from + (radix - 1) * apart;
      for (let at = spare; at < spareEnd; at += 64) {
        const ar = v128.load(a);
        const ai = v128.load(a, 16);
        const br = v128.load(b);
        const bi = v128.load(b, 16);
        const sumR = f64x2.add(ar, br);
        const sumI = f64x2.add(ai, bi);
        totalR = f64x2.add(totalR, sumR);
        totalI = f64x2.add(totalI, sumI);
        v128.store(at, sumR);
        v128.store(at, sumI, 16);
        v128.store(at, f64x2.sub(ar, br), 32);
        v128.store(at, f64x2.sub(ai, bi), 48);
        a += apart;
        b -= apart;
      }
      v128.store(to, totalR);
      v128.store(to, totalI, 16);
      for (let k: usize = 1; k <= half; k++) {
        let midR = firstR;
        let midI = firstI;
        let turnR = f64x2.splat(0);
        let turnI = f64x2.splat(0);
        let root = k;
        for (let at = spare; at < spareEnd; at += 64) {
          const c = v128.load64_splat(roots + (root << 4));
          const s = v128.load64_splat(roots + (root << 4), 8);
          midR = f64x2.add(midR, f64x2.mul(c, v128.load(at)));
          midI = f64x2.add(midI, f64x2.mul(c, v128.load(at, 16)));
          turnI = f64x2.sub(turnI, f64x2.mul(s, v128.load(at, 32)));
          turnR = f64x2.add(turnR, f64x2.mul(s, v128.load(at, 48)));
          root += k;
          if (root >= radix) root -= radix;
        }
        const low = twiddle + ((k - 1) << 4);
        const high = twiddle + ((radix - k - 1) << 4);
        storeTurned(to + stride * k, f64x2.add(midR, turnR), f64x2.add(midI, turnI), low);
        storeTurned(to + stride * (radix - k), f64x2.sub(midR, turnR), f64x2.sub(midI, turnI), high);
      }
    }
    x += stride;
    y += radix * stride;
    twiddle += (radix - 1) << 4;
  }
}

/** All passes, from `x` to `y` and back; returns where the spectrum is. */
export function runStages(stages: usize, count: i32, x: usize, y: usize, spare: usize): usize {
  for (let i = 0; i < count; i++) {
    const radix = load<u32>(stages);
    const parts = <i32>load<u32>(stages, 4);
    const stride = <usize>load<u32>(stages, 8) << 5;
    const twiddle = <usize>load<u32>(stages, 12);
    const roots = <usize>load<u32>(stages, 16);
    if (radix == 4) radix4(parts, stride, twiddle, x, y);
    else if (radix == 2) radix2(parts, stride, twiddle, x, y);
    else if (radix == 3) radix3(parts, stride, twiddle, roots, x, y);
    else oddRadix(<usize>radix, parts, stride, twiddle, roots, x, y, spare);
    const from = x;
    x = y;
    y = from;
    stages += 24;
  }
  return x;
}
