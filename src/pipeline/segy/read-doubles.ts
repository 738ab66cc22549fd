import { turnWords } from "./byte-order.ts";
import type { ByteOrder, SampleFormatCode } from "./contract.ts";
import { sampleFormat } from "./sample-formats.ts";

/** One big-endian sample as a double: exact for all formats but 64-bit integers beyond 2^53, which are rounded once. */
const readers: Readonly<Record<SampleFormatCode, (view: DataView, at: number) => number>> = {
  1: (view, at) => {
    const word = view.getUint32(at);
    const magnitude = (word & 0xffffff) * 16 ** (((word >>> 24) & 0x7f) - 64) * 2 ** -24;
    return word >>> 31 ? -magnitude : magnitude;
  },
  2: (view, at) => view.getInt32(at),
  3: (view, at) => view.getInt16(at),
  4: (view, at) => view.getInt16(at + 2) * 2 ** view.getUint8(at + 1),
  5: (view, at) => view.getFloat32(at),
  6: (view, at) => view.getFloat64(at),
  7: (view, at) => view.getInt8(at) * 65_536 + view.getUint16(at + 1),
  8: (view, at) => view.getInt8(at),
  9: (view, at) => Number(view.getBigInt64(at)),
  10: (view, at) => view.getUint32(at),
  11: (view, at) => view.getUint16(at),
  12: (view, at) => Number(view.getBigUint64(at)),
  15: (view, at) => view.getUint8(at) * 65_536 + view.getUint16(at + 1),
  16: (view, at) => view.getUint8(at),
};

/**
 * Samples as doubles. Reading for the pipeline gives float32 (`decodeSamples`); what is written again in another format must
 * not lose what float32 lacks.
 * @param bytes of one trace's samples, whole
 */
export function readDoubles(format: SampleFormatCode, bytes: Uint8Array, order: ByteOrder): Float64Array {
  const { bytesPerSample } = sampleFormat(format)!;
  const count = bytes.length / bytesPerSample;
  const big = order === "big" ? bytes : bytes.slice();
  turnWords(big, 0, count, bytesPerSample, order);
  const view = new DataView(big.buffer, big.byteOffset, big.byteLength);
  const read = readers[format];
  const samples = new Float64Array(count);
  for (let i = 0; i < count; i++) samples[i] = read(view, i * bytesPerSample);
  return samples;
}
