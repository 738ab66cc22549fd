import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import { byteOrders, swapPairs } from "./byte-order.ts";
import type { ByteOrder, SampleFormatCode } from "./contract.ts";
import { decodeSamples } from "./decode-samples.ts";
import { sampleEncoders } from "./encode-samples.ts";
import { sampleFormat, sampleFormats } from "./sample-formats.ts";

/** Bytes of big-endian words in another order, field by field as the standard has it. */
function inOrder(big: Uint8Array, size: number, order: ByteOrder): Uint8Array {
  if (order === "big") return big;
  const bytes = new Uint8Array(big.length);
  for (let at = 0; at < big.length; at += size) {
    const word = big.subarray(at, at + size);
    bytes.set(order === "little" ? word.slice().reverse() : swapPairs(word), at);
  }
  return bytes;
}

/** Decoded at every alignment, since traces begin at any byte; all must agree. */
function decoded(code: SampleFormatCode, big: Uint8Array, order: ByteOrder): Float32Array {
  const size = sampleFormat(code)!.bytesPerSample;
  const count = big.length / size;
  const bytes = inOrder(big, size, order);
  const results = [0, 1, 2, 3].map((shift) => {
    const shifted = new Uint8Array(bytes.length + shift);
    shifted.set(bytes, shift);
    const to = new Float32Array(count + 2).fill(7);
    decodeSamples(code, shifted, shift, to, 1, count, order);
    expect([to[0], to.at(-1)]).toEqual([7, 7]);
    return to.slice(1, -1);
  });
  for (const other of results)
    expect(Buffer.from(other.buffer).equals(Buffer.from(results[0]!.buffer))).toBe(true);
  return results[0]!;
}

/**
 * `mantissa` · 2^`exponent` rounded once to the nearest float32, ties to even, in integers alone: an oracle that shares no
 * floating-point step with what it judges.
 */
function nearestFloat32Bits(isNegative: boolean, mantissa: bigint, exponent: number): number {
  const sign = isNegative ? 0x80000000 : 0;
  if (mantissa === 0n) return sign;
  const bits = mantissa.toString(2).length;
  // The last place of the result: 24 bits below the top, but no lower than the denormals' 2^-149.
  const unit = Math.max(bits + exponent - 24, -149);
  const shift = unit - exponent;
  let kept = shift <= 0 ? mantissa << BigInt(-shift) : mantissa >> BigInt(shift);
  if (shift > 0) {
    const rest = mantissa - (kept << BigInt(shift));
    const half = 1n << BigInt(shift - 1);
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept++;
  }
  // Whatever carries out of the fraction goes into the exponent by itself.
  const biased = unit + 149;
  const encoded = kept < 0x800000n ? Number(kept) : Number(kept) + biased * 0x800000;
  return (sign | Math.min(encoded, 0x7f800000)) >>> 0;
}

const bitsOf = (values: Float32Array): Uint32Array => new Uint32Array(values.buffer, 0, values.length);

function expectBits(found: Uint32Array, expected: readonly number[], input: (i: number) => string): void {
  const wrong = expected.findIndex((bits, i) => found[i] !== bits);
  expect(wrong < 0 ? "all as expected" : `${input(wrong)}: ${found[wrong]}, not ${expected[wrong]}`).toBe(
    "all as expected",
  );
}

const random = seededRandom(11, "samples");
const word32 = (): number => Math.floor(random.next() * 2 ** 32);

describe("IBM words", () => {
  it("are rounded once, for every sign and exponent, over fractions of every length and their neighbours", () => {
    const fractions = new Set([0, 1, 2, 3, 0xffffff, 0xfffffe, 0x800000, 0x7fffff, 0x100000, 0x0fffff]);
    for (let bit = 0; bit < 24; bit++)
      for (const near of [-1, 0, 1]) fractions.add(((1 << bit) + near) & 0xffffff);
    for (let i = 0; i < 200; i++) fractions.add(word32() & (0xffffff >>> Math.floor(random.next() * 24)));
    const words: number[] = [];
    for (let top = 0; top < 256; top++)
      for (const fraction of fractions) words.push(((top << 24) | fraction) >>> 0);
    const big = new Uint8Array(words.length * 4);
    const view = new DataView(big.buffer);
    words.forEach((word, i) => {
      view.setUint32(4 * i, word);
    });
    const expected = words.map((word) =>
      nearestFloat32Bits(word >= 0x80000000, BigInt(word & 0xffffff), 4 * (((word >>> 24) & 0x7f) - 64) - 24),
    );
    expect(expected.filter((bits) => (bits & 0x7fffffff) === 0x7f800000).length).toBeGreaterThan(1000);
    expect(
      expected.filter((bits) => (bits & 0x7f800000) === 0 && (bits & 0x7fffff) !== 0).length,
    ).toBeGreaterThan(1000);
    for (const order of byteOrders)
      expectBits(bitsOf(decoded(1, big, order)), expected, (i) => `${order} ${words[i]!.toString(16)}`);
  });

  it("with every fraction there is, at exponents where float32 has denormals, rounds and overflows", () => {
    const bytes = new Uint8Array(4 << 16);
    const words = new Uint32Array(bytes.buffer);
    const to = new Float32Array(1 << 16);
    // 16^-37 … 16^-32 reach into the denormals, 16^32 into infinity, 65 is 1.
    for (const exponent of [27, 28, 29, 31, 32, 65, 95, 96])
      for (let block = 0; block < 256; block++) {
        for (let low = 0; low < 1 << 16; low++) words[low] = (exponent << 24) | (block << 16) | low;
        decodeSamples(1, bytes, 0, to, 0, 1 << 16, "little");
        const scale = 2 ** (4 * (exponent - 64) - 24);
        let wrong = 0;
        for (let low = 0; low < 1 << 16; low++)
          if (to[low] !== Math.fround(((block << 16) | low) * scale)) wrong++;
        expect({ exponent, block, wrong }).toEqual({ exponent, block, wrong: 0 });
      }
  });
});

describe("64-bit integers", () => {
  it("are rounded once", () => {
    const values: bigint[] = [
      0n,
      1n,
      (1n << 63n) - 1n,
      1n << 63n,
      (1n << 64n) - 1n,
      1n << 53n,
      (1n << 53n) + 1n,
    ];
    // Halfway between two float32, and one to either side of it: what rounding twice gets wrong.
    for (let bit = 24; bit < 64; bit++)
      for (let i = 0; i < 20; i++) {
        const top = (1n << 23n) | BigInt(word32() & 0x7fffff);
        const half = ((top << 1n) | 1n) << BigInt(bit - 24);
        values.push(half - 1n, half, half + 1n);
      }
    for (let i = 0; i < 2000; i++) values.push((BigInt(word32()) << 32n) | BigInt(word32()));
    const all = values.map((value) => BigInt.asUintN(64, value));
    const big = new Uint8Array(8 * all.length);
    const view = new DataView(big.buffer);
    all.forEach((value, i) => {
      view.setBigUint64(8 * i, value);
    });
    const unsigned = all.map((value) => nearestFloat32Bits(false, value, 0));
    const signed = all.map((value) => {
      const own = BigInt.asIntN(64, value);
      return nearestFloat32Bits(own < 0n, own < 0n ? -own : own, 0);
    });
    for (const order of byteOrders) {
      expectBits(bitsOf(decoded(12, big, order)), unsigned, (i) => `uint64 ${order} ${all[i]}`);
      expectBits(bitsOf(decoded(9, big, order)), signed, (i) => `int64 ${order} ${all[i]}`);
    }
  });
});

describe("every other format, in every byte order", () => {
  const reading: Readonly<Record<number, (view: DataView, at: number) => number>> = {
    2: (view, at) => view.getInt32(at),
    3: (view, at) => view.getInt16(at),
    4: (view, at) => view.getInt16(at + 2) * 2 ** view.getUint8(at + 1),
    5: (view, at) => view.getFloat32(at),
    6: (view, at) => view.getFloat64(at),
    7: (view, at) => view.getInt8(at) * 65536 + view.getUint16(at + 1),
    8: (view, at) => view.getInt8(at),
    10: (view, at) => view.getUint32(at),
    11: (view, at) => view.getUint16(at),
    15: (view, at) => view.getUint8(at) * 65536 + view.getUint16(at + 1),
    16: (view, at) => view.getUint8(at),
  };
  it.each(Object.keys(reading).map(Number))("format %i is what DataView reads, rounded once", (code) => {
    const { bytesPerSample } = sampleFormat(code)!;
    const big = Uint8Array.from({ length: bytesPerSample * 5000 }, () => word32() & 0xff);
    const view = new DataView(big.buffer);
    const expected = Array.from({ length: 5000 }, (_, i) =>
      Math.fround(reading[code]!(view, i * bytesPerSample)),
    );
    for (const order of byteOrders)
      expect(Array.from(decoded(code as SampleFormatCode, big, order))).toEqual(expected);
  });

  it("keeps the payload of an IEEE NaN", () => {
    const big = Uint8Array.of(0x7f, 0xc1, 0x23, 0x45);
    expect(bitsOf(decoded(5, big, "pairwise"))[0]).toBe(0x7fc12345);
  });

  it("reads what is written, each format at its ends", () => {
    for (const { code, bytesPerSample } of sampleFormats) {
      const values = [0, 1, 100, 127, ...([10, 11, 12, 15, 16].includes(code) ? [] : [-1, -100, -128])];
      const big = new Uint8Array(values.length * bytesPerSample);
      const view = new DataView(big.buffer);
      values.forEach((value, i) => {
        expect(sampleEncoders[code](view, i * bytesPerSample, value)).toBe(true);
      });
      for (const order of byteOrders) expect(Array.from(decoded(code, big, order))).toEqual(values);
    }
    const view = new DataView(new ArrayBuffer(8));
    for (const [code, tooMuch] of [
      [2, 2 ** 31],
      [3, 32768],
      [7, 2 ** 23],
      [8, 128],
      [9, 2 ** 63],
      [10, -1],
      [11, 65536],
      [12, 2 ** 64],
      [15, 2 ** 24],
      [16, 256],
      [4, Infinity],
    ] as const)
      expect({ code, fits: sampleEncoders[code](view, 0, tooMuch) }).toEqual({ code, fits: false });
    expect(sampleEncoders[4](view, 0, 3e6)).toBe(true);
    expect(Array.from(decoded(4, new Uint8Array(view.buffer, 0, 4), "big"))).toEqual([
      Math.trunc(3e6 / 128) * 128,
    ]);
  });
});
