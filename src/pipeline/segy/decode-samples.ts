import type { ByteOrder, SampleFormatCode } from "./contract.ts";

/**
 * Decodes `count` samples from byte `from` into `to[at …]`. Each value is the sample's exact value rounded once to float32, so
 * large ones become infinities and tiny ones denormals or zero, as the standard arithmetic has it.
 */
type Decode = (
  bytes: Uint8Array,
  from: number,
  to: Float32Array,
  at: number,
  count: number,
  order: ByteOrder,
) => void;

/**
 * Words are read through typed arrays, which have the machine's byte order: little-endian on everything that runs a browser
 * or Node in practice. Where a view cannot begin at `from`, the bytes are copied to where it can.
 */
function aligned(bytes: Uint8Array, from: number, length: number, size: 2 | 4): Uint8Array {
  const part = bytes.subarray(from, from + length);
  return part.byteOffset % size === 0 ? part : part.slice();
}

/** Native 32-bit words of `count` words in the file's order. */
function turnWords(bytes: Uint8Array, from: number, count: number, order: ByteOrder, to: Uint32Array): void {
  const part = aligned(bytes, from, 4 * count, 4);
  const words = new Uint32Array(part.buffer, part.byteOffset, count);
  if (order === "big")
    for (let i = 0; i < count; i++) {
      const word = words[i]!;
      to[i] = (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
    }
  else if (order === "little") to.set(words);
  else
    for (let i = 0; i < count; i++) {
      const word = words[i]!;
      to[i] = (word << 16) | (word >>> 16);
    }
}

/** The words of the output that the samples go into: 4-byte samples are turned round where they will lie. */
const wordsOf = (to: Float32Array, at: number, count: number): Uint32Array =>
  new Uint32Array(to.buffer, to.byteOffset + 4 * at, count);

/**
 * IBM System/360 single precision: sign, 7-bit exponent of 16 (bias 64), 24-bit fraction. The fraction times a power of 16 is
 * exact in double precision; storing it rounds once.
 */
const ibmScale = Float64Array.from(
  { length: 256 },
  (_, top) => (top & 0x80 ? -1 : 1) * 16 ** ((top & 0x7f) - 64) * 2 ** -24,
);

const decodeIbm: Decode = (bytes, from, to, at, count, order) => {
  const part = aligned(bytes, from, 4 * count, 4);
  const words = new Uint32Array(part.buffer, part.byteOffset, count);
  if (order === "big")
    for (let i = 0; i < count; i++) {
      const word = words[i]!;
      to[at + i] =
        (((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) * ibmScale[word & 0xff]!;
    }
  else if (order === "little")
    for (let i = 0; i < count; i++) {
      const word = words[i]!;
      to[at + i] = (word & 0xffffff) * ibmScale[word >>> 24]!;
    }
  else
    for (let i = 0; i < count; i++) {
      const word = words[i]!;
      to[at + i] = (((word & 0xff) << 16) | (word >>> 16)) * ibmScale[(word >>> 8) & 0xff]!;
    }
};

/** Words are turned round in place of values, so that NaN payloads survive. */
const decodeIeee: Decode = (bytes, from, to, at, count, order) => {
  turnWords(bytes, from, count, order, wordsOf(to, at, count));
};

const decodeInt32: Decode = (bytes, from, to, at, count, order) => {
  const words = wordsOf(to, at, count);
  turnWords(bytes, from, count, order, words);
  for (let i = 0; i < count; i++) to[at + i] = words[i]! | 0;
};

const decodeUint32: Decode = (bytes, from, to, at, count, order) => {
  const words = wordsOf(to, at, count);
  turnWords(bytes, from, count, order, words);
  for (let i = 0; i < count; i++) to[at + i] = words[i]!;
};

/** A byte of zeros, a gain code g, a 16-bit two's complement amplitude a: a · 2^g. */
const decodeFixedPoint: Decode = (bytes, from, to, at, count, order) => {
  const words = wordsOf(to, at, count);
  turnWords(bytes, from, count, order, words);
  for (let i = 0; i < count; i++) {
    const word = words[i]!;
    to[at + i] = ((word << 16) >> 16) * 2 ** ((word >>> 16) & 0xff);
  }
};

const decode16 =
  (isSigned: boolean): Decode =>
  (bytes, from, to, at, count, order) => {
    const part = aligned(bytes, from, 2 * count, 2);
    const words = new Uint16Array(part.buffer, part.byteOffset, count);
    // Sign extension by shifts: 16 bits up and back for signed, no shift for unsigned.
    const shift = isSigned ? 16 : 0;
    if (order === "big")
      for (let i = 0; i < count; i++) {
        const word = words[i]!;
        to[at + i] = ((((word & 0xff) << 8) | (word >>> 8)) << shift) >> shift;
      }
    else for (let i = 0; i < count; i++) to[at + i] = (words[i]! << shift) >> shift;
  };

/** Where the bytes of a 24-bit word lie, highest first. Pairwise-swapped, the first two change places; the third has no partner. */
const places24 = { big: [0, 1, 2], little: [2, 1, 0], pairwise: [1, 0, 2] } as const;

const decode24 =
  (isSigned: boolean): Decode =>
  (bytes, from, to, at, count, order) => {
    const [high, middle, low] = places24[order];
    const shift = isSigned ? 8 : 0;
    for (let i = 0, b = from; i < count; i++, b += 3)
      to[at + i] =
        (((bytes[b + high]! << 16) | (bytes[b + middle]! << 8) | bytes[b + low]!) << shift) >> shift;
  };

const decodeInt8: Decode = (bytes, from, to, at, count) => {
  for (let i = 0; i < count; i++) to[at + i] = (bytes[from + i]! << 24) >> 24;
};

const decodeUint8: Decode = (bytes, from, to, at, count) => {
  for (let i = 0; i < count; i++) to[at + i] = bytes[from + i]!;
};

/** 8-byte samples are turned round here, so many at a time. */
const turned = new Uint32Array(2048);
const turnedDoubles = new Float64Array(turned.buffer);

/** Runs `convert` on stretches of native words, in the order in which the halves lie in the file: low half first only in little-endian. */
function inStretches(
  bytes: Uint8Array,
  from: number,
  count: number,
  order: ByteOrder,
  convert: (first: number, count: number) => void,
): void {
  const most = turned.length / 2;
  for (let done = 0; done < count; done += most) {
    const now = Math.min(most, count - done);
    turnWords(bytes, from + 8 * done, 2 * now, order, turned.subarray(0, 2 * now));
    convert(done, now);
  }
}

const decodeDouble: Decode = (bytes, from, to, at, count, order) => {
  inStretches(bytes, from, count, order, (first, now) => {
    if (order !== "little")
      for (let i = 0; i < 2 * now; i += 2) {
        const high = turned[i]!;
        turned[i] = turned[i + 1]!;
        turned[i + 1] = high;
      }
    for (let i = 0; i < now; i++) to[at + first + i] = turnedDoubles[i]!;
  });
};

/**
 * A double holds 53 bits of a 64-bit integer, and rounding to it first and to float32 then would round twice. The lowest 12
 * bits are therefore replaced by one that says whether any was set: what is left fits, and lies on the same side of every
 * boundary between two float32, which are further apart than that wherever the high half is so large.
 */
const decode64 =
  (isSigned: boolean): Decode =>
  (bytes, from, to, at, count, order) => {
    const highAt = order === "little" ? 1 : 0;
    inStretches(bytes, from, count, order, (first, now) => {
      for (let i = 0; i < now; i++) {
        const word = turned[2 * i + highAt]!;
        const low = turned[2 * i + 1 - highAt]!;
        const high = isSigned ? word | 0 : word;
        const isExact = high < 0x200000 && high >= -0x200000;
        const lowest = low & 0xfff;
        to[at + first + i] = high * 2 ** 32 + (isExact ? low : low - lowest + (lowest === 0 ? 0 : 0x800));
      }
    });
  };

const decoders: Readonly<Record<SampleFormatCode, Decode>> = {
  1: decodeIbm,
  2: decodeInt32,
  3: decode16(true),
  4: decodeFixedPoint,
  5: decodeIeee,
  6: decodeDouble,
  7: decode24(true),
  8: decodeInt8,
  9: decode64(true),
  10: decodeUint32,
  11: decode16(false),
  12: decode64(false),
  15: decode24(false),
  16: decodeUint8,
};

/** Decodes `count` samples from byte `from` into `to[at …]`. */
export function decodeSamples(format: SampleFormatCode, ...range: Parameters<Decode>): void {
  decoders[format](...range);
}
