import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { JobError } from "../errors.ts";
import { binaryHeaderBytes, fileHeaderBytes } from "./binary-header.ts";
import { HeaderView } from "./byte-order.ts";
import { scaleCoordinate } from "./coordinate-scalar.ts";
import type {
  BinaryHeaderValue,
  ByteSource,
  FieldColumn,
  HeaderField,
  LineBytes,
  OpenSegyOptions,
  ReadThrough,
  RawTraces,
  SegyFile,
  SegyLayout,
  SegyReading,
  SegyWarning,
  TraceHeaderColumns,
} from "./contract.ts";
import { binaryHeaderValues } from "./binary-header-fields.ts";
import { decodeTraces } from "./decode-traces.ts";
import { emptyColumns, setColumns } from "./header-columns.ts";
import { allFields, fieldColumns, standardFields } from "./header-fields.ts";
import { readLayout } from "./read-layout.ts";
import { segyFault } from "./segy-faults.ts";
import { textHeaderBytes } from "./text-encoding.ts";
import { TraceDifferences } from "./trace-differences.ts";
import {
  inExtension1,
  placeOfExtension1,
  readTraceHeader,
  toBigEndian,
  traceHeaderBytes,
} from "./trace-header.ts";

/** Bytes read at once when headers are scanned or samples decoded. */
const blockBytes = 8 << 20;
/** When blocks follow each other: small, since a browser's garbage is collected late, and several under way at once. */
const streamedBytes = 2 << 20;
const readsAhead = 4;
/** Traces longer than this are not read for their headers' sake: each header is read by itself. */
const longTraceBytes = 64 << 10;

/** Coordinates of doubles that are beyond, or no numbers, are damage: whoever squares them would get infinity. */
const farthest = 1e15;

/** What reading takes beyond what an opened file shows. */
interface Inside {
  readonly source: ByteSource;
  readonly extendedTexts: number;
}

class OpenedSegy implements SegyFile {
  private readonly source: ByteSource;
  /** Bytes of one trace header, all blocks. */
  private readonly headerBytes: number;

  constructor(
    private readonly inside: Inside,
    readonly layout: SegyLayout,
    readonly lineBytes: LineBytes,
    readonly reading: SegyReading,
    readonly warnings: readonly SegyWarning[],
  ) {
    this.source = inside.source;
    this.headerBytes = (layout.traceHeaderBlocks ?? 1) * traceHeaderBytes;
  }

  /** Zero-based offsets of the 4-byte words that positions are read from, wherever the standard has its fields. */
  private wordsRead(): number[] {
    const { coordinateBytes, cdpByte, offsetByte } = this.layout;
    const { inline, crossline } = this.lineBytes;
    const { x, y } = coordinateBytes ?? {};
    return [inline, crossline, x, y, cdpByte, offsetByte].flatMap((byte) =>
      byte === undefined ? [] : [byte - 1],
    );
  }

  private requireTraces(first: number, count: number): void {
    if (first < 0 || count < 0 || first + count > this.layout.traces)
      throw new JobError(
        "trace-out-of-range",
        `traces ${first} to ${first + count - 1} were asked for; ${this.layout.file} has ${this.layout.traces}`,
        {
          place: { file: this.layout.file, traceIndex: first },
        },
      );
  }

  private offsetOf(trace: number): number {
    return this.layout.firstTraceByteOffset + trace * this.layout.bytesPerTrace;
  }

  async readSamples(
    first: number,
    count: number,
    signal?: AbortSignal,
    into?: Float32Array,
  ): Promise<Float32Matrix> {
    this.requireTraces(first, count);
    const { samplesPerTrace, bytesPerTrace } = this.layout;
    const samples = float32Matrix(count, samplesPerTrace, into?.subarray(0, count * samplesPerTrace));
    let done = 0;
    for await (const bytes of this.blocks(first, count, signal)) {
      const traces = bytes.length / bytesPerTrace;
      this.decode(bytes, traces, samples.data, done * samplesPerTrace);
      done += traces;
    }
    return samples;
  }

  /** Samples of whole traces from the start of `bytes`, as they are to be read: the one way to them. */
  private decode(bytes: Uint8Array, traces: number, to: Float32Array, at: number): void {
    const { samplesPerTrace: samples, bytesPerTrace, format, byteOrder } = this.layout;
    const { headerBytes } = this;
    decodeTraces(
      bytes,
      { format: format.code, byteOrder, headerBytes, bytesPerTrace, samples },
      traces,
      to,
      at,
    );
    if (!this.layout.reversed) return;
    // 0 − 0 is +0: a dead sample stays one.
    for (let i = at; i < at + traces * samples; i++) to[i] = 0 - to[i]!;
  }

  async readThrough({
    onBlock,
    onBytes,
    signal,
    headersOnly = false,
    ...range
  }: ReadThrough): Promise<readonly SegyWarning[]> {
    const { layout, source, headerBytes } = this;
    const { samplesPerTrace, bytesPerTrace } = layout;
    const { first = 0, count = layout.traces } = range;
    this.requireTraces(first, count);
    const rows = headersOnly ? 0 : Math.min(this.tracesTogether, count);
    const scratch = new Float32Array(rows * samplesPerTrace);
    const differences = new TraceDifferences(layout, this.reading);
    if (onBytes) await this.passOver(0, layout.firstTraceByteOffset, onBytes, signal);
    let trace = first;
    for await (const bytes of this.blocks(first, count, signal)) {
      onBytes?.(bytes);
      const traces = bytes.length / bytesPerTrace;
      const raw = new Uint8Array(traces * headerBytes);
      for (let i = 0; i < traces; i++)
        raw.set(bytes.subarray(i * bytesPerTrace, i * bytesPerTrace + headerBytes), i * headerBytes);
      differences.take(raw, headerBytes, trace);
      const decoded = headersOnly ? 0 : traces;
      this.decode(bytes, decoded, scratch, 0);
      const samples = float32Matrix(decoded, samplesPerTrace, scratch.subarray(0, decoded * samplesPerTrace));
      await onBlock({ first: trace, headers: this.columnsOf(raw, traces), samples });
      trace += traces;
    }
    if (onBytes) await this.passOver(this.offsetOf(layout.traces), source.sizeBytes, onBytes, signal);
    return differences.warnings();
  }

  private get tracesTogether(): number {
    return Math.max(1, Math.floor(streamedBytes / this.layout.bytesPerTrace));
  }

  /** Whole traces in blocks; the next ones are read while one is worked on. */
  private async *blocks(
    first: number,
    count: number,
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
    const { bytesPerTrace } = this.layout;
    const end = first + count;
    const readFrom = (trace: number): Promise<Uint8Array<ArrayBuffer>> | undefined => {
      if (trace >= end) return undefined;
      const bytes = Math.min(this.tracesTogether, end - trace) * bytesPerTrace;
      const read = this.source.read(this.offsetOf(trace), bytes, signal);
      // Whoever waits for it gets the error; where the work before it fails, nobody does.
      read.catch(() => undefined);
      return read;
    };
    const together = this.tracesTogether;
    const ahead = Array.from({ length: readsAhead }, (_, i) => readFrom(first + i * together));
    for (let trace = first; trace < end; trace += together) {
      signal?.throwIfAborted();
      const bytes = await ahead.shift();
      ahead.push(readFrom(trace + readsAhead * together));
      if (bytes) yield bytes;
    }
  }

  /** Bytes that belong to no trace, for whoever wants them all. */
  private async passOver(
    from: number,
    end: number,
    onBytes: (bytes: Uint8Array) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    for (let at = from; at < end; at += blockBytes)
      onBytes(await this.source.read(at, Math.min(blockBytes, end - at), signal));
  }

  async readHeaderBytes(
    first: number,
    count: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const raw = await this.readRawHeaders(first, count, signal);
    const { byteOrder } = this.layout;
    if (byteOrder === "big" && this.headerBytes === traceHeaderBytes) return raw;
    const words = this.wordsRead();
    const headers = new Uint8Array(count * traceHeaderBytes);
    for (let i = 0; i < count; i++) {
      const from = i * this.headerBytes;
      headers.set(
        toBigEndian(raw.subarray(from, from + traceHeaderBytes), byteOrder, words),
        i * traceHeaderBytes,
      );
    }
    return headers;
  }

  /** Headers with all their blocks, in the file's byte order. */
  private async readRawHeaders(
    first: number,
    count: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    this.requireTraces(first, count);
    const { bytesPerTrace } = this.layout;
    const { headerBytes } = this;
    const headers = new Uint8Array(count * headerBytes);
    if (bytesPerTrace > longTraceBytes) {
      for (let i = 0; i < count; i++)
        headers.set(await this.source.read(this.offsetOf(first + i), headerBytes, signal), i * headerBytes);
      return headers;
    }
    const tracesPerBlock = Math.max(1, Math.floor(blockBytes / bytesPerTrace));
    for (let done = 0; done < count; done += tracesPerBlock) {
      signal?.throwIfAborted();
      const traces = Math.min(tracesPerBlock, count - done);
      const bytes = await this.source.read(this.offsetOf(first + done), traces * bytesPerTrace, signal);
      for (let i = 0; i < traces; i++)
        headers.set(
          bytes.subarray(i * bytesPerTrace, i * bytesPerTrace + headerBytes),
          (done + i) * headerBytes,
        );
    }
    return headers;
  }

  async readTextBytes(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.layout.container === "su") return new Uint8Array(textHeaderBytes).fill(0x20);
    const extended = this.inside.extendedTexts * textHeaderBytes;
    const text = new Uint8Array(textHeaderBytes + extended);
    text.set(await this.source.read(0, textHeaderBytes));
    if (extended > 0) text.set(await this.source.read(fileHeaderBytes, extended), textHeaderBytes);
    return text;
  }

  async readBinaryHeaderBytes(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.layout.container === "su") return new Uint8Array(binaryHeaderBytes);
    return this.source.read(textHeaderBytes, binaryHeaderBytes);
  }

  async readRawTraces(first: number, count: number, signal?: AbortSignal): Promise<readonly RawTraces[]> {
    this.requireTraces(first, count);
    const { bytesPerTrace, format, byteOrder } = this.layout;
    const bytes = await this.source.read(this.offsetOf(first), count * bytesPerTrace, signal);
    return [{ count, bytes, headerBytes: this.headerBytes, format, byteOrder }];
  }

  async readHeaderFields(index: number): Promise<Readonly<Record<string, number>>> {
    return readTraceHeader(await this.readRawHeaders(index, 1), this.layout.byteOrder);
  }

  async headerFields(): Promise<readonly HeaderField[]> {
    if (this.headerBytes === traceHeaderBytes || this.layout.traces === 0) return standardFields;
    const header = await this.readRawHeaders(0, 1);
    return placeOfExtension1(header) === undefined ? standardFields : allFields;
  }

  async readFieldColumns(
    first: number,
    count: number,
    fields: readonly HeaderField[],
    signal?: AbortSignal,
  ): Promise<FieldColumn[]> {
    const bytes = await this.readRawHeaders(first, count, signal);
    return fieldColumns(bytes, this.headerBytes, this.layout.byteOrder, fields);
  }

  async readBinaryHeader(): Promise<readonly BinaryHeaderValue[]> {
    if (this.layout.container === "su") return [];
    return binaryHeaderValues(await this.source.read(0, fileHeaderBytes), this.layout.byteOrder);
  }

  async readHeaders(first: number, count: number, signal?: AbortSignal): Promise<TraceHeaderColumns> {
    return this.columnsOf(await this.readRawHeaders(first, count, signal), count);
  }

  /** @param bytes headers with all their blocks, in the file's byte order */
  private columnsOf(bytes: Uint8Array, count: number): TraceHeaderColumns {
    const view = new HeaderView(bytes, this.layout.byteOrder);
    const { headerBytes, lineBytes } = this;
    const { coordinateBytes, cdpByte, offsetByte, coordinateScalar } = this.layout;
    const columns = emptyColumns(count);
    const mayBeExtended = headerBytes > traceHeaderBytes && !this.reading.coordinateBytes;
    const isScalarGiven = this.reading.coordinateScalar !== undefined;
    for (let i = 0; i < count; i++) {
      const header = i * headerBytes;
      columns.inline[i] = view.int32(header + lineBytes.inline - 1);
      columns.crossline[i] = view.int32(header + lineBytes.crossline - 1);
      columns.cdp[i] = view.int32(header + cdpByte - 1);
      columns.offset[i] = view.int32(header + offsetByte - 1);
      if (!coordinateBytes) continue;
      const scalar = isScalarGiven
        ? coordinateScalar
        : view.int16(header + this.layout.coordinateScalarByte - 1);
      columns.cdpX[i] = scaleCoordinate(view.int32(header + coordinateBytes.x - 1), scalar);
      columns.cdpY[i] = scaleCoordinate(view.int32(header + coordinateBytes.y - 1), scalar);
      // Each trace by its own name: what is read must not depend on the trace that the reading began with.
      const extension = mayBeExtended
        ? placeOfExtension1(bytes.subarray(header, header + headerBytes))
        : undefined;
      if (extension === undefined) continue;
      const [x, y] = [inExtension1.cdpX, inExtension1.cdpY].map((at) =>
        view.float64(header + extension + at),
      );
      // Of a pair one may well be 0; both are where nothing was written.
      if ((x === 0 && y === 0) || !(Math.abs(x!) <= farthest && Math.abs(y!) <= farthest)) continue;
      columns.cdpX[i] = x!;
      columns.cdpY[i] = y!;
    }
    return columns;
  }

  async scanHeaders(
    onProgress?: (traces: number) => void,
    signal?: AbortSignal,
  ): Promise<TraceHeaderColumns> {
    const { traces, bytesPerTrace } = this.layout;
    const columns = emptyColumns(traces);
    const block = Math.max(1, Math.floor(blockBytes / Math.min(bytesPerTrace, longTraceBytes)));
    for (let first = 0; first < traces; first += block) {
      signal?.throwIfAborted();
      const part = await this.readHeaders(first, Math.min(block, traces - first), signal);
      setColumns(columns, part, first);
      onProgress?.(first + part.count);
    }
    return columns;
  }
}

const areEqual = (a: LineBytes, b: LineBytes): boolean =>
  a.inline === b.inline && a.crossline === b.crossline;

/**
 * Opens a SEG-Y of any revision, byte order and sample format, or a Seismic Unix file, for random access; reads its headers
 * only. A file that is damaged but can be read gives what is whole, with warnings.
 * @throws InputError with a code of docs/segy-codes.md
 */
export async function openSegy(source: ByteSource, options: OpenSegyOptions = {}): Promise<SegyFile> {
  const said: SegyReading = { ...options, ...options.reading };
  for (const [name, byte] of Object.entries(said.lineBytes ?? {}))
    if (!Number.isInteger(byte) || byte < 1 || byte > traceHeaderBytes - 3)
      throw segyFault(
        "segy-line-byte-invalid",
        `${name} byte ${byte} is outside the trace header`,
        `Choose a byte from 1 to ${traceHeaderBytes - 3}.`,
        { file: source.name },
      );
  const { layout, warnings, differing, own, extendedTexts } = await readLayout(source, said);
  const lineBytes = said.lineBytes ?? own.lineBytes;
  return new OpenedSegy(
    { source, extendedTexts },
    layout,
    lineBytes,
    { ...differing, ...(areEqual(lineBytes, own.lineBytes) ? {} : { lineBytes }) },
    warnings,
  );
}
