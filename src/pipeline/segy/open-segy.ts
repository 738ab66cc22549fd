import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { JobError } from "../errors.ts";
import { scaleCoordinate } from "./coordinate-scalar.ts";
import type {
  ByteSource,
  LineBytes,
  OpenSegyOptions,
  SegyFile,
  SegyLayout,
  SegyReading,
  SegyWarning,
  TraceHeaderColumns,
} from "./contract.ts";
import { fileHeaderBytes, readLayout } from "./read-layout.ts";
import { decodeSamples } from "./sample-formats.ts";
import { segyFault } from "./segy-faults.ts";
import { textHeaderBytes } from "./text-encoding.ts";
import { readTraceHeader, traceHeaderBytes } from "./trace-header.ts";

const standardLineBytes: LineBytes = { inline: 189, crossline: 193 };
/** Bytes read at once when headers are scanned or samples decoded. */
const blockBytes = 8 << 20;
/** Traces longer than this are not read for their headers' sake: each header is read by itself. */
const longTraceBytes = 64 << 10;

class OpenedSegy implements SegyFile {
  constructor(
    private readonly source: ByteSource,
    readonly layout: SegyLayout,
    readonly lineBytes: LineBytes,
    readonly reading: SegyReading,
    readonly warnings: readonly SegyWarning[],
  ) {}

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
    const { samplesPerTrace, bytesPerTrace, format } = this.layout;
    const samples = float32Matrix(count, samplesPerTrace, into?.subarray(0, count * samplesPerTrace));
    const tracesPerBlock = Math.max(1, Math.floor(blockBytes / bytesPerTrace));
    for (let done = 0; done < count; done += tracesPerBlock) {
      signal?.throwIfAborted();
      const traces = Math.min(tracesPerBlock, count - done);
      const bytes = await this.source.read(this.offsetOf(first + done), traces * bytesPerTrace, signal);
      for (let i = 0; i < traces; i++)
        decodeSamples(
          format.code,
          bytes,
          i * bytesPerTrace + traceHeaderBytes,
          samples.data,
          (done + i) * samplesPerTrace,
          samplesPerTrace,
        );
    }
    return samples;
  }

  async readHeaderBytes(
    first: number,
    count: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    this.requireTraces(first, count);
    const { bytesPerTrace } = this.layout;
    const headers = new Uint8Array(count * traceHeaderBytes);
    if (bytesPerTrace > longTraceBytes) {
      for (let i = 0; i < count; i++)
        headers.set(
          await this.source.read(this.offsetOf(first + i), traceHeaderBytes, signal),
          i * traceHeaderBytes,
        );
      return headers;
    }
    const tracesPerBlock = Math.max(1, Math.floor(blockBytes / bytesPerTrace));
    for (let done = 0; done < count; done += tracesPerBlock) {
      signal?.throwIfAborted();
      const traces = Math.min(tracesPerBlock, count - done);
      const bytes = await this.source.read(this.offsetOf(first + done), traces * bytesPerTrace, signal);
      for (let i = 0; i < traces; i++)
        headers.set(
          bytes.subarray(i * bytesPerTrace, i * bytesPerTrace + traceHeaderBytes),
          (done + i) * traceHeaderBytes,
        );
    }
    return headers;
  }

  async readTextBytes(): Promise<Uint8Array<ArrayBuffer>> {
    const extended = this.layout.firstTraceByteOffset - fileHeaderBytes;
    const text = new Uint8Array(textHeaderBytes + extended);
    text.set(await this.source.read(0, textHeaderBytes));
    if (extended > 0) text.set(await this.source.read(fileHeaderBytes, extended), textHeaderBytes);
    return text;
  }

  async readHeaderFields(index: number): Promise<Readonly<Record<string, number>>> {
    return readTraceHeader(await this.readHeaderBytes(index, 1));
  }

  async readHeaders(first: number, count: number, signal?: AbortSignal): Promise<TraceHeaderColumns> {
    const bytes = await this.readHeaderBytes(first, count, signal);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const columns = {
      count,
      inline: new Int32Array(count),
      crossline: new Int32Array(count),
      cdpX: new Float64Array(count),
      cdpY: new Float64Array(count),
    };
    for (let i = 0; i < count; i++) {
      const header = i * traceHeaderBytes;
      const scalar = view.getInt16(header + 70);
      columns.inline[i] = view.getInt32(header + this.lineBytes.inline - 1);
      columns.crossline[i] = view.getInt32(header + this.lineBytes.crossline - 1);
      columns.cdpX[i] = scaleCoordinate(view.getInt32(header + 180), scalar);
      columns.cdpY[i] = scaleCoordinate(view.getInt32(header + 184), scalar);
    }
    return columns;
  }

  async scanHeaders(
    onProgress?: (traces: number) => void,
    signal?: AbortSignal,
  ): Promise<TraceHeaderColumns> {
    const { traces, bytesPerTrace } = this.layout;
    const columns = {
      count: traces,
      inline: new Int32Array(traces),
      crossline: new Int32Array(traces),
      cdpX: new Float64Array(traces),
      cdpY: new Float64Array(traces),
    };
    const block = Math.max(1, Math.floor(blockBytes / Math.min(bytesPerTrace, longTraceBytes)));
    for (let first = 0; first < traces; first += block) {
      signal?.throwIfAborted();
      const part = await this.readHeaders(first, Math.min(block, traces - first), signal);
      columns.inline.set(part.inline, first);
      columns.crossline.set(part.crossline, first);
      columns.cdpX.set(part.cdpX, first);
      columns.cdpY.set(part.cdpY, first);
      onProgress?.(first + part.count);
    }
    return columns;
  }
}

const isStandard = ({ inline, crossline }: LineBytes): boolean =>
  inline === standardLineBytes.inline && crossline === standardLineBytes.crossline;

/**
 * Opens a SEG-Y (revision 0 or 1, big-endian, formats 1, 3, 5, 8) for random access; reads its headers only.
 * @throws InputError with a code of docs/segy-codes.md
 */
export async function openSegy(source: ByteSource, options: OpenSegyOptions = {}): Promise<SegyFile> {
  const said: SegyReading = { ...options, ...options.reading };
  const lineBytes = said.lineBytes ?? standardLineBytes;
  for (const [name, byte] of Object.entries(lineBytes))
    if (!Number.isInteger(byte) || byte < 1 || byte > traceHeaderBytes - 3)
      throw segyFault(
        "segy-line-byte-invalid",
        `${name} byte ${byte} is outside the trace header`,
        `Choose a byte from 1 to ${traceHeaderBytes - 3}.`,
        { file: source.name },
      );
  const { layout, warnings, differing } = await readLayout(source, said);
  const first = await source.read(layout.firstTraceByteOffset, traceHeaderBytes);
  const scalar = new DataView(first.buffer, first.byteOffset, first.byteLength).getInt16(70);
  const scalarWarning: SegyWarning = {
    code: "coordinate-scalar-zero",
    message: "the coordinate scalar of the first trace is 0; it is taken as 1",
    byteOffset: layout.firstTraceByteOffset + 70,
  };
  return new OpenedSegy(
    source,
    layout,
    lineBytes,
    { ...differing, ...(isStandard(lineBytes) ? {} : { lineBytes }) },
    scalar === 0 ? [...warnings, scalarWarning] : warnings,
  );
}
