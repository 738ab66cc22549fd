import { float32Matrix } from "../../quantities/matrix.ts";
import type { SegyFile } from "../segy/contract.ts";

export interface MemoryTraces {
  readonly file: string;
  readonly inline: readonly number[];
  readonly crossline: readonly number[];
  /** One array per trace, of equal length. */
  readonly samples: readonly (readonly number[])[];
  readonly intervalMicroseconds?: number;
  readonly delayMs?: number;
}

/** An opened SEG-Y whose traces are in memory: for tests of what is done with traces, not of reading them. */
export function memorySegy(traces: MemoryTraces): SegyFile {
  const count = traces.samples.length;
  const samplesPerTrace = traces.samples[0]?.length ?? 0;
  const bytesPerTrace = 240 + 4 * samplesPerTrace;
  return {
    layout: {
      file: traces.file,
      bytes: 3600 + count * bytesPerTrace,
      revision: 1,
      byteOrder: "big",
      format: { code: 5, name: "IEEE float", bytesPerSample: 4 },
      samplesPerTrace,
      intervalMicroseconds: traces.intervalMicroseconds ?? 4000,
      delayMs: traces.delayMs ?? 0,
      verticalUnit: "ms",
      evidence: [],
      traces: count,
      text: { encoding: "ascii", lines: ["C 1 TEST"] },
      firstTraceByteOffset: 3600,
      bytesPerTrace,
      coordinateBytes: { x: 181, y: 185 },
      cdpByte: 21,
      offsetByte: 37,
      coordinateScalarByte: 71,
      coordinateScalar: 1,
    },
    lineBytes: { inline: 189, crossline: 193 },
    reading: {},
    warnings: [],
    readSamples: async (first, wanted) =>
      float32Matrix(
        wanted,
        samplesPerTrace,
        Float32Array.from(traces.samples.slice(first, first + wanted).flat()),
      ),
    readHeaderBytes: async (_first, wanted) => new Uint8Array(240 * wanted),
    readBinaryHeaderBytes: async () => new Uint8Array(400),
    readRawTraces: async (_first, wanted) => [
      {
        count: wanted,
        bytes: new Uint8Array(bytesPerTrace * wanted),
        headerBytes: 240,
        format: { code: 5, name: "IEEE float", bytesPerSample: 4 },
        byteOrder: "big",
      },
    ],
    readTextBytes: async () => new Uint8Array(3200).fill(0x20),
    readHeaderFields: async (index) => ({
      INLINE_3D: traces.inline[index]!,
      CROSSLINE_3D: traces.crossline[index]!,
    }),
    headerFields: async () => [],
    readFieldColumns: async () => [],
    readBinaryHeader: async () => [],
    readHeaders: async (first, wanted) => ({
      count: wanted,
      inline: Int32Array.from(traces.inline.slice(first, first + wanted)),
      crossline: Int32Array.from(traces.crossline.slice(first, first + wanted)),
      cdpX: new Float64Array(wanted),
      cdpY: new Float64Array(wanted),
      cdp: new Int32Array(wanted),
      offset: new Int32Array(wanted),
    }),
    readThrough: () => Promise.reject(new Error("these traces lie in memory: there is no file to read")),
    scanHeaders: async () => ({
      count,
      inline: Int32Array.from(traces.inline),
      crossline: Int32Array.from(traces.crossline),
      cdpX: new Float64Array(count),
      cdpY: new Float64Array(count),
      cdp: new Int32Array(count),
      offset: new Int32Array(count),
    }),
  };
}
