/** Different values that are told exactly; beyond them their number is estimated. */
const mostExact = 65_536;
/** 2^14 registers: a standard error of 1.04 / √16384 = 0.8 %. */
const registerBits = 14;
const registers = 1 << registerBits;
/** Zero bits are counted in a second hash of 32 bits. */
const mostRank = 33;

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

/** Murmur's last mixing of 32 bits. */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Two hashes of a number that hang together in nothing but the number. */
function hashesOf(value: number): readonly [number, number] {
  scratch[0] = value;
  const [low, high] = [words[0]!, words[1]!];
  return [
    mix(low ^ Math.imul(mix(high ^ 0x9e3779b9), 0x27d4eb2f)),
    mix(Math.imul(low, 0x165667b1) ^ mix(high ^ 0x2545f491)),
  ];
}

/**
 * How many different numbers come by, and how often each: exact up to 65,536 of them, then an estimate by HyperLogLog
 * (Flajolet and others 2007, with the estimator of Ertl 2017). At most 1.6 MB whatever comes. NaN is not for it.
 */
export class DistinctValues {
  #keys = new Float64Array(64);
  #counts = new Uint32Array(64);
  #used = 0;
  #ranks: Uint8Array | undefined;

  /** @param times how often it comes in a row */
  add(value: number, times = 1): void {
    if (this.#ranks) this.#rank(value);
    else this.#count(value, times);
  }

  /** The number of different values so far. */
  count(): { readonly count: number; readonly isExact: boolean } {
    return this.#ranks
      ? { count: Math.round(estimate(this.#ranks)), isExact: false }
      : { count: this.#used, isExact: true };
  }

  /** Whether every value is still known with its count once this one has come. */
  takes(value: number): boolean {
    return !this.#ranks && (this.#used < mostExact || this.#counts[this.#slotOf(value)]! > 0);
  }

  /** Each value with how often it came, in no order; nothing once there were too many. */
  *entries(): Generator<readonly [value: number, times: number]> {
    if (this.#ranks) return;
    for (let slot = 0; slot < this.#keys.length; slot++)
      if (this.#counts[slot]! > 0) yield [this.#keys[slot]!, this.#counts[slot]!];
  }

  #count(value: number, times: number): void {
    const slot = this.#slotOf(value);
    if (this.#counts[slot] === 0) {
      if (this.#used === mostExact) {
        this.#ranks = new Uint8Array(registers);
        for (let i = 0; i < this.#keys.length; i++) if (this.#counts[i]! > 0) this.#rank(this.#keys[i]!);
        this.#keys = new Float64Array(0);
        this.#counts = new Uint32Array(0);
        this.#rank(value);
        return;
      }
      this.#keys[slot] = value;
      this.#used++;
    }
    this.#counts[slot]! += times;
    if (this.#used * 2 > this.#keys.length) this.#grow();
  }

  /** Where the value is, or the free place where it belongs. */
  #slotOf(value: number): number {
    const mask = this.#keys.length - 1;
    let slot = hashesOf(value)[0] & mask;
    while (this.#counts[slot]! > 0 && this.#keys[slot] !== value) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#counts];
    this.#keys = new Float64Array(keys.length * 2);
    this.#counts = new Uint32Array(keys.length * 2);
    for (let i = 0; i < keys.length; i++) {
      if (counts[i] === 0) continue;
      const slot = this.#slotOf(keys[i]!);
      this.#keys[slot] = keys[i]!;
      this.#counts[slot] = counts[i]!;
    }
  }

  #rank(value: number): void {
    const [place, bits] = hashesOf(value);
    const register = place >>> (32 - registerBits);
    const rank = Math.clz32(bits) + 1;
    if (rank > this.#ranks![register]!) this.#ranks![register] = rank;
  }
}

/** Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", 2017, algorithm 6. */
function estimate(ranks: Uint8Array): number {
  const having = new Float64Array(mostRank + 1);
  for (const rank of ranks) having[rank]!++;
  let z = registers * tau(1 - having[mostRank]! / registers);
  for (let rank = mostRank - 1; rank >= 1; rank--) z = 0.5 * (z + having[rank]!);
  z += registers * sigma(having[0]! / registers);
  return (registers * registers) / (2 * Math.LN2 * z);
}

function sigma(share: number): number {
  if (share === 1) return Infinity;
  let [x, y, z] = [share, 1, share];
  for (let before = NaN; z !== before;) {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  }
  return z;
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, z] = [share, 1, 1 - share];
  for (let before = NaN; z !== before;) {
    x = Math.sqrt(x);
    before = z;
    y *= 0.5;
    z -= (1 - x) * (1 - x) * y;
  }
  return z / 3;
}
