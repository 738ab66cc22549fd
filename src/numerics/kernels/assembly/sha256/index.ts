// The compression function of SHA-256 (FIPS 180-4, section 6.2.2). The caller lays out 64 constants, 64 words of schedule and the 8
// words of the state, all u32; the last two are this kernel's to change.

@inline
function choose(x: u32, y: u32, z: u32): u32 {
  return z ^ (x & (y ^ z));
}

@inline
function majority(x: u32, y: u32, z: u32): u32 {
  return (x & y) | (z & (x | y));
}

@inline
function sumA(x: u32): u32 {
  return rotr<u32>(x, 2) ^ rotr<u32>(x, 13) ^ rotr<u32>(x, 22);
}

@inline
function sumE(x: u32): u32 {
  return rotr<u32>(x, 6) ^ rotr<u32>(x, 11) ^ rotr<u32>(x, 25);
}

/** All of a round that is added to h before it moves on: choice, schedule and constant. */
@inline
function mixed(e: u32, f: u32, g: u32, h: u32, constants: usize, schedule: usize): u32 {
  return h + sumE(e) + choose(e, f, g) + load<u32>(constants) + load<u32>(schedule);
}

@inline
function fill(block: usize, schedule: usize): void {
  for (let at: usize = 0; at < 64; at += 4) store<u32>(schedule + at, bswap<u32>(load<u32>(block + at)));
  for (let at: usize = 64; at < 256; at += 4) {
    const w = schedule + at;
    const early = load<u32>(w - 60);
    const late = load<u32>(w - 8);
    store<u32>(
      w,
      load<u32>(w - 64) +
        (rotr<u32>(early, 7) ^ rotr<u32>(early, 18) ^ (early >> 3)) +
        load<u32>(w - 28) +
        (rotr<u32>(late, 17) ^ rotr<u32>(late, 19) ^ (late >> 10)),
    );
  }
}

/** Takes `blocks` blocks of 64 bytes, one behind the other, into the state. */
export function compress(from: usize, blocks: i32, constants: usize, schedule: usize, state: usize): void {
  for (let block = 0; block < blocks; block++) {
    fill(from, schedule);
    let a = load<u32>(state);
    let b = load<u32>(state, 4);
    let c = load<u32>(state, 8);
    let d = load<u32>(state, 12);
    let e = load<u32>(state, 16);
    let f = load<u32>(state, 20);
    let g = load<u32>(state, 24);
    let h = load<u32>(state, 28);
    // Eight rounds at a time: names change places instead of values.
    for (let at: usize = 0; at < 256; at += 32) {
      const k = constants + at;
      const w = schedule + at;
      h = mixed(e, f, g, h, k, w);
      d += h;
      h += sumA(a) + majority(a, b, c);
      g = mixed(d, e, f, g, k + 4, w + 4);
      c += g;
      g += sumA(h) + majority(h, a, b);
      f = mixed(c, d, e, f, k + 8, w + 8);
      b += f;
      f += sumA(g) + majority(g, h, a);
      e = mixed(b, c, d, e, k + 12, w + 12);
      a += e;
      e += sumA(f) + majority(f, g, h);
      d = mixed(a, b, c, d, k + 16, w + 16);
      h += d;
      d += sumA(e) + majority(e, f, g);
      c = mixed(h, a, b, c, k + 20, w + 20);
      g += c;
      c += sumA(d) + majority(d, e, f);
      b = mixed(g, h, a, b, k + 24, w + 24);
      f += b;
      b += sumA(c) + majority(c, d, e);
      a = mixed(f, g, h, a, k + 28, w + 28);
      e += a;
      a += sumA(b) + majority(b, c, d);
    }
    store<u32>(state, load<u32>(state) + a);
    store<u32>(state, load<u32>(state, 4) + b, 4);
    store<u32>(state, load<u32>(state, 8) + c, 8);
    store<u32>(state, load<u32>(state, 12) + d, 12);
    store<u32>(state, load<u32>(state, 16) + e, 16);
    store<u32>(state, load<u32>(state, 20) + f, 20);
    store<u32>(state, load<u32>(state, 24) + g, 24);
    store<u32>(state, load<u32>(state, 28) + h, 28);
    from += 64;
  }
}
