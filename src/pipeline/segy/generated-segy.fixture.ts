import { float32Matrix } from "../../quantities/matrix.ts";
import { swapPairs } from "./byte-order.ts";
import { SegyWriter, type ByteOrder, type SampleFormatCode } from "./contract.ts";
import { MemorySink } from "./memory-file.fixture.ts";
import { sampleFormat } from "./sample-formats.ts";
import { toBigEndian } from "./trace-header.ts";

/** What a generated file is like; what is absent is as in the plainest SEG-Y. */
export interface Generated {
  readonly format?: SampleFormatCode;
  readonly order?: ByteOrder;
  readonly traces?: number;
  readonly samples?: number;
  readonly extendedTexts?: number;
  /** Default `amplitudeOf`. */
  readonly amplitude?: (trace: number, sample: number) => number;
  /** Changes big-endian bytes before they are turned. */
  readonly change?: (view: DataView) => void;
  /** Blocks of header behind the first 240 bytes of each trace; makes the file revision 2.1. */
  readonly furtherBlocks?: readonly ((block: DataView, trace: number) => void)[];
}

/** Amplitudes that every format holds. */
export const amplitudeOf = (trace: number, sample: number): number => (trace * 7 + sample * 3) % 100;

/** Sizes of the binary header's fields, in their order: 4-byte and 2-byte ones, and single bytes, which have no order. */
const binaryFields: readonly (readonly [from: number, end: number, size: number])[] = [
  [0, 12, 4],
  [12, 60, 2],
  [60, 72, 4],
  [72, 88, 8],
  [88, 100, 4],
  [302, 312, 2],
  [312, 328, 8],
  [328, 332, 4],
];

function turn(word: Uint8Array, order: ByteOrder): Uint8Array {
  return order === "little" ? word.slice().reverse() : swapPairs(word);
}

/** A SEG-Y of ours: lines of three crosslines, 4 ms, the first sample at 8 ms. */
export async function generatedSegy(what: Generated = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { format = 5, order = "big", traces = 6, samples = 20, extendedTexts = 0, furtherBlocks = [] } = what;
  const amplitude = what.amplitude ?? amplitudeOf;
  const sink = new MemorySink();
  const writer = new SegyWriter(sink, {
    format,
    samplesPerTrace: samples,
    intervalMicroseconds: 4000,
    delayMs: 8,
    text: {
      lines: Array.from({ length: 40 * (1 + extendedTexts) }, (_, i) => `C${i + 1} LINE OF TEXT`),
      encoding: "ebcdic",
    },
  });
  await writer.begin();
  await writer.appendTraces(
    Array.from({ length: traces }, (_, i) => ({
      inline: 10 + Math.floor(i / 3),
      crossline: 20 + (i % 3),
      cdpX: 1000 + i,
      cdpY: 2000 - i,
    })),
    float32Matrix(
      traces,
      samples,
      Float32Array.from({ length: traces * samples }, (_, i) =>
        amplitude(Math.floor(i / samples), i % samples),
      ),
    ),
  );
  const { bytesPerSample } = sampleFormat(format)!;
  const all = withBlocks(sink.bytes(), samples * bytesPerSample, furtherBlocks, extendedTexts);
  what.change?.(new DataView(all.buffer));
  if (order !== "big")
    turnFile(all, order, bytesPerSample, 240 * (1 + furtherBlocks.length), samples, extendedTexts);
  return all;
}

function withBlocks(
  bytes: Uint8Array<ArrayBuffer>,
  sampleBytes: number,
  furtherBlocks: NonNullable<Generated["furtherBlocks"]>,
  extendedTexts: number,
): Uint8Array<ArrayBuffer> {
  if (furtherBlocks.length === 0) return bytes;
  const view = new DataView(bytes.buffer);
  view.setUint16(3500, 0x0201);
  view.setUint16(3506, furtherBlocks.length);
  const firstTrace = 3600 + 3200 * extendedTexts;
  const traces = (bytes.length - firstTrace) / (240 + sampleBytes);
  const all = new Uint8Array(bytes.length + traces * furtherBlocks.length * 240);
  all.set(bytes.subarray(0, firstTrace));
  let at = firstTrace;
  for (let trace = 0; trace < traces; trace++) {
    const from = firstTrace + trace * (240 + sampleBytes);
    all.set(bytes.subarray(from, from + 240), at);
    at += 240;
    for (const fill of furtherBlocks) {
      fill(new DataView(all.buffer, at, 240), trace);
      at += 240;
    }
    all.set(bytes.subarray(from + 240, from + 240 + sampleBytes), at);
    at += sampleBytes;
  }
  return all;
}

function turnFile(
  all: Uint8Array,
  order: ByteOrder,
  bytesPerSample: number,
  headerBytes: number,
  samples: number,
  extendedTexts: number,
): void {
  for (const [from, end, size] of binaryFields)
    for (let at = 3200 + from; at < 3200 + end; at += size)
      all.set(turn(all.subarray(at, at + size), order), at);
  const bytesPerTrace = headerBytes + samples * bytesPerSample;
  for (let at = 3600 + 3200 * extendedTexts; at + bytesPerTrace <= all.length; at += bytesPerTrace) {
    // Turning is its own inverse.
    all.set(toBigEndian(all.subarray(at, at + 240), order, []), at);
    for (let block = at + 240; block < at + headerBytes; block += 240) turnExtension1(all, block, order);
    for (let sample = at + headerBytes; sample < at + bytesPerTrace; sample += bytesPerSample)
      all.set(turn(all.subarray(sample, sample + bytesPerSample), order), sample);
  }
}

function turnExtension1(all: Uint8Array, block: number, order: ByteOrder): void {
  const fields: readonly (readonly [number, number, number])[] = [
    [0, 136, 8],
    [136, 144, 4],
    [144, 152, 8],
    [152, 156, 4],
    [156, 160, 2],
    [160, 176, 8],
  ];
  for (const [from, end, size] of fields)
    for (let at = block + from; at < block + end; at += size)
      all.set(turn(all.subarray(at, at + size), order), at);
}

/** Fills a block as trace header extension 1, by its name in EBCDIC. */
export function extension1(fill: (block: DataView, trace: number) => void) {
  return (block: DataView, trace: number): void => {
    [0xe2, 0xc5, 0xc7, 0xf0, 0xf0, 0xf0, 0xf0, 0xf1].forEach((byte, i) => {
      block.setUint8(232 + i, byte);
    });
    fill(block, trace);
  };
}
