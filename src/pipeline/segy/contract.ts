import type { Float32Matrix } from "../../quantities/matrix.ts";

export type { ByteSink, ByteSource } from "../byte-access.ts";

/** Sample formats read so far: 1 IBM float, 3 int16, 5 IEEE float32, 8 int8 (SEG-Y rev 1 table, bytes 3225–3226). */
export type SampleFormatCode = 1 | 3 | 5 | 8;
export interface SampleFormat {
  readonly code: SampleFormatCode;
  /** "IBM float", "int16", "IEEE float", "int8" */
  readonly name: string;
  readonly bytesPerSample: number;
}

/** One-based byte positions of 4-byte signed words within the trace header, as the standard counts them. */
export interface LineBytes {
  readonly inline: number;
  readonly crossline: number;
}

export interface SegyWarning {
  /** Stable, kebab-case; the list is in docs/segy-codes.md and a test holds the two together. */
  readonly code: string;
  readonly message: string;
  readonly byteOffset?: number;
}

export interface TextHeader {
  readonly encoding: "ebcdic" | "ascii";
  /** 40 lines of 80 characters (trailing blanks cut); more where extended textual headers follow. */
  readonly lines: readonly string[];
}

/** What the file headers say, after the checks. All offsets are zero-based bytes. */
export interface SegyLayout {
  readonly file: string;
  readonly bytes: number;
  /** 0 or 1; as the binary header says. */
  readonly revision: number;
  readonly byteOrder: "big";
  readonly format: SampleFormat;
  readonly samplesPerTrace: number;
  readonly intervalMicroseconds: number;
  /** Time of the first sample, ms, from the first trace's header (bytes 109–110). */
  readonly delayMs: number;
  readonly traces: number;
  readonly text: TextHeader;
  readonly firstTraceByteOffset: number;
  /** Header and samples of one trace. */
  readonly bytesPerTrace: number;
}

/** Trace headers that the pipeline uses, as columns of length `count`. Coordinates have their scalar applied. */
export interface TraceHeaderColumns {
  readonly count: number;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Distinct values. */
  readonly count: number;
}

export interface Geometry {
  readonly kind: "3d" | "2d" | "prestack" | "unknown";
  readonly inlineByte: number;
  readonly crosslineByte: number;
  readonly inlines: NumberRange;
  readonly crosslines: NumberRange;
  /** Bins of the inline × crossline lattice that hold no trace. */
  readonly missingBins: number;
  /** Traces beyond the first in their bin. */
  readonly duplicateBins: number;
}

/** An opened SEG-Y file: random access by trace. Holds no samples. */
export interface SegyFile {
  readonly layout: SegyLayout;
  readonly lineBytes: LineBytes;
  /** What a person said of it that is not as its headers, or as the standard's byte positions, have it; mostly empty. */
  readonly reading: SegyReading;
  readonly warnings: readonly SegyWarning[];
  /**
   * Decoded samples, `[count, samplesPerTrace]`, of traces `first … first + count − 1`. They lie in `into` where it is given
   * (of at least that size): whoever reads block after block need not leave a block of garbage each time.
   */
  readSamples(
    first: number,
    count: number,
    signal?: AbortSignal,
    into?: Float32Array,
  ): Promise<Float32Matrix>;
  /** The 240-byte headers of traces `first … first + count − 1`, concatenated. */
  readHeaderBytes(first: number, count: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** The textual headers as they are: 3200 bytes, and 3200 more for each extended one. */
  readTextBytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** All rev-1 fields of one trace header by their standard names (`INLINE_3D`, `CDP_X`, …), raw values (no scalar). */
  readHeaderFields(index: number): Promise<Readonly<Record<string, number>>>;
  /** Positions of traces `first … first + count − 1`. */
  readHeaders(first: number, count: number, signal?: AbortSignal): Promise<TraceHeaderColumns>;
  /** Reads all trace headers, block by block; `onProgress` gets the number of traces done. */
  scanHeaders(onProgress?: (traces: number) => void, signal?: AbortSignal): Promise<TraceHeaderColumns>;
}

/**
 * What a person says of a file where its headers are wrong or silent; what is absent is read from the file. A header's field
 * must be able to hold each value. Whole traces must still fill the file.
 */
export interface SegyReading {
  /** Default 189 / 193. */
  readonly lineBytes?: LineBytes;
  readonly formatCode?: SampleFormatCode;
  readonly samplesPerTrace?: number;
  readonly intervalMicroseconds?: number;
  readonly delayMs?: number;
}

/** How to open a file: what a person says of it, spread out or as `reading`, whose values come first. */
export interface OpenSegyOptions extends SegyReading {
  readonly reading?: SegyReading;
}

/** What a SEG-Y that we write consists of. Traces follow in order through `appendTraces`. */
export interface SegyWriteOptions {
  readonly format: SampleFormatCode;
  readonly samplesPerTrace: number;
  readonly intervalMicroseconds: number;
  readonly delayMs: number;
  /**
   * Lines of at most 80 characters, 40 to a textual header (more make extended ones), or whole headers of 3200 bytes as
   * another file holds them.
   */
  readonly text:
    | { readonly lines: readonly string[]; readonly encoding: TextHeader["encoding"] }
    | { readonly bytes: Uint8Array };
}

export interface TraceToWrite {
  readonly inline: number;
  readonly crossline: number;
  /** Metres; stored with scalar −10 (tenths). */
  readonly cdpX: number;
  readonly cdpY: number;
}

export { openSegy } from "./open-segy.ts";
export { describeGeometry } from "./describe-geometry.ts";
export { SegyWriter } from "./segy-writer.ts";
export { addProvenanceLine } from "./provenance-line.ts";
