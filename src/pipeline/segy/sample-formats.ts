import type { SampleFormat, SampleFormatCode } from "./contract.ts";

const formats: Readonly<Record<SampleFormatCode, SampleFormat>> = {
  1: { code: 1, name: "IBM float", bytesPerSample: 4 },
  3: { code: 3, name: "int16", bytesPerSample: 2 },
  5: { code: 5, name: "IEEE float", bytesPerSample: 4 },
  8: { code: 8, name: "int8", bytesPerSample: 1 },
};

/** The format of a code in bytes 3225–3226, or undefined where it is not read. */
export function sampleFormat(code: number): SampleFormat | undefined {
  return code === 1 || code === 3 || code === 5 || code === 8 ? formats[code] : undefined;
}

/**
 * Big-endian IBM System/360 single precision: sign, 7-bit exponent of 16 (bias 64), 24-bit fraction. The value is exact in
 * double precision and rounded once to float32, so large words become infinities and tiny ones denormals or zero.
 */
const ibmScale = Float64Array.from(
  { length: 256 },
  (_, top) => (top & 0x80 ? -1 : 1) * 16 ** ((top & 0x7f) - 64) * 2 ** -24,
);

function decodeIbm(bytes: Uint8Array, from: number, to: Float32Array, at: number, count: number): void {
  for (let i = 0, b = from; i < count; i++, b += 4)
    to[at + i] = ((bytes[b + 1]! << 16) | (bytes[b + 2]! << 8) | bytes[b + 3]!) * ibmScale[bytes[b]!]!;
}

type Decode = (bytes: Uint8Array, from: number, to: Float32Array, at: number, count: number) => void;

function decodeInt16(bytes: Uint8Array, from: number, to: Float32Array, at: number, count: number): void {
  for (let i = 0, b = from; i < count; i++, b += 2) to[at + i] = ((bytes[b]! << 24) >> 16) | bytes[b + 1]!;
}

function decodeInt8(bytes: Uint8Array, from: number, to: Float32Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = (bytes[from + i]! << 24) >> 24;
}

/** Words are turned round in place of values, so that NaN payloads survive. */
function decodeIeee(bytes: Uint8Array, from: number, to: Float32Array, at: number, count: number): void {
  const words = new Uint32Array(to.buffer, to.byteOffset, to.length);
  for (let i = 0, b = from; i < count; i++, b += 4)
    words[at + i] = (bytes[b]! << 24) | (bytes[b + 1]! << 16) | (bytes[b + 2]! << 8) | bytes[b + 3]!;
}

const decoders: Readonly<Record<SampleFormatCode, Decode>> = {
  1: decodeIbm,
  3: decodeInt16,
  5: decodeIeee,
  8: decodeInt8,
};

/** Decodes `count` big-endian samples from byte `from` into `to[at …]`. */
export function decodeSamples(format: SampleFormatCode, ...range: Parameters<Decode>): void {
  decoders[format](...range);
}
