import type { Float32Matrix } from "../../quantities/matrix.ts";
import type { VerticalUnit } from "../../quantities/units.ts";

export type { ByteSink, ByteSource } from "../byte-access.ts";
export type { VerticalUnit } from "../../quantities/units.ts";

/** Every sample format of the standard (revision 2.1, bytes 3225–3226); the names are in sample-formats.ts. */
export type SampleFormatCode = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 15 | 16;
export interface SampleFormat {
  readonly code: SampleFormatCode;
  /** "IBM float", "int16", … */
  readonly name: string;
  readonly bytesPerSample: number;
}

/**
 * How the bytes of a number lie: highest first, lowest first, or highest first with neighbouring bytes exchanged (2 1 4 3).
 * Fields are turned each for itself, as revision 2 says; texts and single bytes are not.
 */
export type ByteOrder = "big" | "little" | "pairwise";

/** One-based byte positions of 4-byte signed words within the trace header, as the standard counts them. */
export interface LineBytes {
  readonly inline: number;
  readonly crossline: number;
}

/** One-based byte positions of the 4-byte signed words of CDP X and Y. */
export interface CoordinateBytes {
  readonly x: number;
  readonly y: number;
}

export type HorizontalUnit = "m" | "ft";
/**
 * SEG's polarity convention (Sheriff): normal, where a rise in impedance is a positive number in zero-phase data, and in
 * field records a rise in pressure a negative one; or the reverse.
 */
export type SegyPolarity = "seg-normal" | "seg-reverse";

/** What in a file speaks for a value that was found. */
export interface ReadingEvidence {
  readonly field: "verticalUnit" | "horizontalUnit" | "coordinateSystem" | "polarity";
  readonly value: string;
  /** In words, such as `the measurement system (bytes 3255–3256) is 2, feet`. */
  readonly because: string;
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

/** One file of a survey that lies in several. */
export interface LayoutPart {
  readonly file: string;
  readonly bytes: number;
  readonly traces: number;
}

/** What the file headers say, after the checks. All offsets are zero-based bytes. */
export interface SegyLayout {
  /** The file's name; the survey's where it lies in several. */
  readonly file: string;
  readonly bytes: number;
  /**
   * Where a survey lies in several files: these, in the order of their traces. `bytes` and `traces` are then of all of them,
   * and what parts may differ in (revision, format, byte order, text, offsets) is the first one's.
   */
  readonly parts?: readonly LayoutPart[];
  /** 0, 1, 2 or 2.1; as the binary header says. 0 for Seismic Unix. */
  readonly revision: number;
  /** Seismic Unix: traces without file headers, IEEE floats. Absent: SEG-Y. */
  readonly container?: "su";
  /** Blocks of 240 bytes in a trace's header where it has more than one (revision 2). */
  readonly traceHeaderBlocks?: number;
  readonly byteOrder: ByteOrder;
  readonly format: SampleFormat;
  readonly samplesPerTrace: number;
  /** Thousandths of the vertical unit: µs, or 5000 for 5 m. */
  readonly intervalMicroseconds: number;
  /** Where the first sample is, in the vertical unit, from the first trace's header (bytes 109–110). */
  readonly delayMs: number;
  /** Time, where nothing speaks for depth. */
  readonly verticalUnit: VerticalUnit;
  /** Of coordinates; absent where the file does not say, or they are angles. */
  readonly horizontalUnit?: HorizontalUnit;
  /** In the file's or a person's words. */
  readonly coordinateSystem?: string;
  /** Of the samples as the file holds them. */
  readonly polarity?: SegyPolarity;
  /** Samples are read with their sign reversed. */
  readonly reversed?: true;
  /** What in the file spoke for units, coordinate system and polarity; none for what is a default. */
  readonly evidence: readonly ReadingEvidence[];
  readonly traces: number;
  readonly text: TextHeader;
  readonly firstTraceByteOffset: number;
  /** Header, with all its blocks, and samples of one trace. */
  readonly bytesPerTrace: number;
  /** Absent where the file has none at bytes that are known (Seismic Unix). */
  readonly coordinateBytes?: CoordinateBytes;
  /** Byte of the ensemble (CDP) number. */
  readonly cdpByte: number;
  /** Byte of the distance from source to receiver. */
  readonly offsetByte: number;
  /** Of the 2-byte scalar that they are under. */
  readonly coordinateScalarByte: number;
  /** As a header says it: 10 multiplies, −100 divides; 0 is taken as 1. The first trace's, or a person's for all traces. */
  readonly coordinateScalar: number;
}

/** Trace headers that the pipeline uses, as columns of length `count`. Coordinates have their scalar applied. */
export interface TraceHeaderColumns {
  readonly count: number;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
  /** Ensemble number. */
  readonly cdp: Int32Array;
  /** From source to receiver, in the file's unit of length. */
  readonly offset: Int32Array;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Distinct values. */
  readonly count: number;
}

/** Distinct line numbers of a file. */
export interface LineNumbers extends NumberRange {
  /** Greatest common divisor of all differences: every number is `min` and a multiple of it. 1 for a single number. */
  readonly step: number;
  /** The commonest difference between neighbours. */
  readonly usualStep: number;
}

/** Columns of line numbers: all that a lattice is made of. */
export type LineColumns = Pick<TraceHeaderColumns, "count" | "inline" | "crossline">;

/** Bins of every inline with every crossline, from least to most at their steps. */
export interface LineLattice {
  readonly inlines: LineNumbers;
  readonly crosslines: LineNumbers;
  /** Bins of the lattice, and those that hold a trace, more than one, and the most traces in one. */
  readonly slots: number;
  readonly bins: number;
  readonly duplicated: number;
  readonly largest: number;
  /** Traces in each bin, `[inline, crossline]`; 255 is that many or more. Absent where the lattice is nearly empty. */
  readonly traces?: Uint8Array<ArrayBuffer>;
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

/** A pair of byte positions at which line numbers may be, with what speaks for it, each from 0 to 1. */
export interface LineCandidate extends LineBytes {
  /** All that follows taken together. */
  readonly score: number;
  /** Share of neighbouring traces between which one number goes on by its step while the other stays, or a line begins. */
  readonly regularity: number;
  /** Bins that hold a trace, of all that the numbers would make. */
  readonly density: number;
  /** How well both numbers lie on planes over CDP X/Y; absent where the file holds no coordinates. */
  readonly coordinateFit?: number;
  /** In the traces looked at. */
  readonly inlines: NumberRange;
  readonly crosslines: NumberRange;
}

/** How a number of a header is stored. */
export type HeaderFieldKind = "uint8" | "int16" | "uint16" | "int32" | "uint32" | "uint64" | "float64";

/** One field of a header by the name that programs know it by. */
export interface HeaderField {
  readonly name: string;
  /** As the standard counts: 1 to 240 in a trace header, 241 to 480 in its extension 1, 3201 to 3600 in the binary header. */
  readonly byte: number;
  /** Its size. */
  readonly bytes: number;
  readonly kind: HeaderFieldKind;
  readonly about: string;
  readonly unit?: string;
}

/** A field of the binary header with what the file has there; `means` in words where the number is a code. */
export interface BinaryHeaderValue extends HeaderField {
  readonly value: number;
  readonly means?: string;
}

/** One field of many trace headers, raw: whole numbers that fit, else doubles. */
export type FieldColumn = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** One field over all traces of a file. Values are raw: no scalar is applied. */
export interface FieldSummary {
  readonly field: HeaderField;
  /** NaN where no trace holds a finite number. */
  readonly min: number;
  readonly max: number;
  readonly isConstant: boolean;
  /** Exact up to 65,536 different values, and beyond where they only rise or only fall; else within about 2 %. */
  readonly distinct: { readonly count: number; readonly isExact: boolean };
  /** Traces with 0. */
  readonly zeros: number;
  /** Traces with NaN or infinity. */
  readonly nonFinite: number;
  readonly first: number;
  readonly last: number;
  /** Least and greatest value of each `tracesPerStep` neighbouring traces, `[steps]`; NaN where none is finite. */
  readonly along: {
    readonly tracesPerStep: number;
    readonly min: Float64Array;
    readonly max: Float64Array;
  };
  /** Traces by value; bin i goes from `from + i · width` to before the next. Empty where nothing is finite. */
  readonly histogram: {
    readonly from: number;
    readonly width: number;
    readonly counts: Float64Array;
  };
}

/** Traces as they lie in a file, one behind the other: headers with all their blocks, and samples. */
export interface RawTraces {
  readonly count: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of one trace's header. */
  readonly headerBytes: number;
  readonly format: SampleFormat;
  readonly byteOrder: ByteOrder;
}

/** Some traces, as one pass over a file comes by them. */
export interface TraceBlock {
  readonly first: number;
  readonly headers: TraceHeaderColumns;
  /** `[headers.count, samplesPerTrace]`, or no row where only headers were asked for; the same memory for every block: what is to be kept has to be copied. */
  readonly samples: Float32Matrix;
}

/** What one pass over a file is for. */
export interface ReadThrough {
  readonly onBlock: (block: TraceBlock) => void | Promise<void>;
  /** Gets every byte of the file in order, each once; only where the pass is over all traces. */
  readonly onBytes?: (bytes: Uint8Array) => void;
  /** Samples are not decoded: blocks have none. */
  readonly headersOnly?: boolean;
  /** Traces to pass over; default: all. */
  readonly first?: number;
  readonly count?: number;
  readonly signal?: AbortSignal;
}

/** What one value has to say for itself. */
export interface EvidenceCandidate<Value> {
  readonly value: Value;
  /** 0 … 1: how much of what is seen in the file it explains. */
  readonly score: number;
  readonly because: string;
}

/** Whose word a value is: the file's (or the standard's), a person's, or that of a profile that a person chose. */
export type DecidedBy = "file" | "person" | "profile";

/** How a value came to be chosen, and what else it could be; best first, and not always the chosen one. */
export interface Evidence<Value> {
  readonly chosen: Value;
  readonly by: DecidedBy;
  readonly because: string;
  readonly candidates: readonly EvidenceCandidate<Value>[];
}

/** One way to read the samples, judged by the headers and by the samples that come out; each part from 0 to 1. */
export interface FormatCandidate {
  readonly byteOrder: ByteOrder;
  readonly formatCode: SampleFormatCode;
  readonly score: number;
  /** What the file headers say in this byte order, and whether they say this format. */
  readonly headers: number;
  /** Share of samples that are finite and of a usual size. */
  readonly usual: number;
  /** Whether words are made as this format makes them: IBM floats are normalised, and IEEE floats look different. */
  readonly made: number;
  /** Whether amplitudes are spread over magnitudes as those of seismic data are. */
  readonly spread: number;
  /** Correlation of neighbouring traces, and of neighbouring samples: noise has none. */
  readonly coherence: number;
}

/** By what files that are written alike are known, whatever their textual headers say and however they are read. */
export interface FileSignature {
  /** Sample interval and count, format and revision as the binary header has them, byte by byte. */
  readonly head: string;
  /** "standard", or where the line numbers are instead; absent where the file could not be opened. */
  readonly lines?: string | undefined;
}

/** Why a file is read as it is. Where a survey lies in several files, of the first. */
export interface SegyEvidence {
  readonly byteOrder: Evidence<ByteOrder>;
  /** Ways to read the samples that leave whole traces; best first. */
  readonly format: Omit<Evidence<SampleFormatCode>, "candidates"> & {
    readonly candidates: readonly FormatCandidate[];
  };
  readonly textEncoding: Evidence<TextHeader["encoding"]>;
  readonly samplesPerTrace: Evidence<number>;
  readonly intervalMicroseconds: Evidence<number>;
  readonly delayMs: Evidence<number>;
  readonly lineBytes: Evidence<LineBytes>;
  /** Absent where the file is read without coordinates. */
  readonly coordinateBytes?: Evidence<CoordinateBytes>;
  readonly coordinateScalar: Evidence<number>;
  readonly cdpByte: Evidence<number>;
  readonly offsetByte: Evidence<number>;
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
  /**
   * The first 240 bytes of the headers of traces `first … first + count − 1`, concatenated: big-endian whatever the file's
   * order, so that they can be written as they are.
   */
  readHeaderBytes(first: number, count: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The textual headers as they are: 3200 bytes, and 3200 more for each extended one. Blanks in ASCII where there are none
   * (Seismic Unix).
   */
  readTextBytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** The 400 bytes of the binary header as they are; zeros where there is none (Seismic Unix). */
  readBinaryHeaderBytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** Traces `first … first + count − 1` as they lie in the file; in several pieces where they lie in several files. */
  readRawTraces(first: number, count: number, signal?: AbortSignal): Promise<readonly RawTraces[]>;
  /**
   * All rev-1 fields of one trace header by their standard names (`INLINE_3D`, `CDP_X`, …), raw values (no scalar). Those of
   * trace header extension 1 (revision 2) follow under `EXT1_…` where there is one.
   */
  readHeaderFields(index: number): Promise<Readonly<Record<string, number>>>;
  /** The fields of this file's trace headers: the 91 of revision 1, and those of extension 1 where the first trace has it. */
  headerFields(): Promise<readonly HeaderField[]>;
  /** Fields of traces `first … first + count − 1` as columns, in the order asked for. */
  readFieldColumns(
    first: number,
    count: number,
    fields: readonly HeaderField[],
    signal?: AbortSignal,
  ): Promise<FieldColumn[]>;
  /** All fields of the binary header that the file's revision knows; none for Seismic Unix. */
  readBinaryHeader(): Promise<readonly BinaryHeaderValue[]>;
  /**
   * Positions of traces `first … first + count − 1`; coordinates of extension 1 come first where not both are 0 and nobody
   * says where others are.
   */
  readHeaders(first: number, count: number, signal?: AbortSignal): Promise<TraceHeaderColumns>;
  /**
   * Headers and samples in one pass from start to end; the next block is read while one is worked on.
   * @returns warnings of what the trace headers show only together
   */
  readThrough(what: ReadThrough): Promise<readonly SegyWarning[]>;
  /** Reads all trace headers, block by block; `onProgress` gets the number of traces done. */
  scanHeaders(onProgress?: (traces: number) => void, signal?: AbortSignal): Promise<TraceHeaderColumns>;
}

/**
 * What a person says of a file where its headers are wrong or silent; what is absent is read from the file. A header's field
 * must be able to hold each value.
 */
export interface SegyReading {
  /** Default 189 / 193, or where the file's own layout stanza (revision 2) has them. */
  readonly lineBytes?: LineBytes;
  readonly byteOrder?: ByteOrder;
  readonly formatCode?: SampleFormatCode;
  readonly samplesPerTrace?: number;
  /** Thousandths of the vertical unit. */
  readonly intervalMicroseconds?: number;
  /** In the vertical unit. */
  readonly delayMs?: number;
  /** Default 181 / 185, or as the layout stanza has them. They then come before those of trace header extension 1. */
  readonly coordinateBytes?: CoordinateBytes;
  /** Default 21. */
  readonly cdpByte?: number;
  /** Default 37. */
  readonly offsetByte?: number;
  /** For all traces, as a header would say it: 10 multiplies, −100 divides. */
  readonly coordinateScalar?: number;
  readonly textEncoding?: TextHeader["encoding"];
  /** Time (ms) or depth (m, ft): what the numbers of interval and delay mean. */
  readonly verticalUnit?: VerticalUnit;
  readonly horizontalUnit?: HorizontalUnit;
  readonly coordinateSystem?: string;
  readonly polarity?: SegyPolarity;
  /** Samples are multiplied by −1 as they are read. */
  readonly reversed?: boolean;
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
  /** What the measurement system says; metres where absent. */
  readonly measurementSystem?: HorizontalUnit;
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

export { sampleFormats } from "./sample-formats.ts";
export { emptyColumns, setColumns } from "./header-columns.ts";
export { openSegy } from "./open-segy.ts";
export { joinSegyFiles, joinSegyParts, joinWarnings } from "./join-segy.ts";
export { endsOf, orderParts, requireFitting } from "./fitting-parts.ts";
export { layLattice } from "./line-lattice.ts";
export { describeGeometry } from "./describe-geometry.ts";
export { findLineCandidates, suspectLineBytes } from "./line-candidates.ts";
export { gatherEvidence, type GatheredEvidence } from "./gather-evidence.ts";
export { signatureOf } from "./file-signature.ts";
export { SegyWriter } from "./segy-writer.ts";
export { measurementSystemOf, stateVerticalUnit } from "./stated-units.ts";
export { addProvenanceLine } from "./provenance-line.ts";
export { chooseFields } from "./header-fields.ts";
export { summariseFields } from "./summarise-fields.ts";
export { writeHeaderTable, type HeaderTableFormat } from "./write-header-table.ts";
export { copyTraces, shapeOfCopy, type TraceCopy } from "./copy-traces.ts";
export { visitTraces } from "./visit-traces.ts";
export { putPosition } from "./put-position.ts";
export { revisions, type Revision } from "./written-revision.ts";
