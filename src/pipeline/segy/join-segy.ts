import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { JobError } from "../errors.ts";
import type {
  BinaryHeaderValue,
  FieldColumn,
  HeaderField,
  LineBytes,
  ReadThrough,
  RawTraces,
  SegyFile,
  SegyLayout,
  SegyReading,
  SegyWarning,
  TraceHeaderColumns,
} from "./contract.ts";
import { requireFitting } from "./fitting-parts.ts";
import { emptyColumns, setColumns } from "./header-columns.ts";
import { isInt32 } from "./header-fields.ts";
import { traceHeaderBytes } from "./trace-header.ts";

/** One file of a survey that lies in several: opened when its traces are asked for. */
export interface SegyPart {
  readonly file: string;
  readonly bytes: number;
  readonly traces: number;
  /** Hands the opened file to `work`; it may be closed again afterwards. */
  use<T>(work: (segy: SegyFile) => Promise<T>): Promise<T>;
}

export interface JoinOptions {
  /** Of the whole; stands where a file's name stands. */
  readonly name: string;
  /** In the order of their traces. */
  readonly parts: readonly SegyPart[];
  /** The first part, opened: what the whole is like. */
  readonly first: Pick<SegyFile, "layout" | "lineBytes">;
  readonly reading: SegyReading;
  readonly warnings: readonly SegyWarning[];
}

/** A stretch of traces within one part. */
interface Piece {
  readonly part: number;
  /** Within the part. */
  readonly first: number;
  readonly count: number;
  /** Where the piece begins in what was asked for. */
  readonly at: number;
}

class JoinedSegy implements SegyFile {
  readonly layout: SegyLayout;
  readonly lineBytes: LineBytes;
  readonly reading: SegyReading;
  readonly warnings: readonly SegyWarning[];
  private readonly parts: readonly SegyPart[];
  /** Trace number of the whole with which each part begins; one more for the end. */
  private readonly starts: readonly number[];

  constructor({ name, parts, first, reading, warnings }: JoinOptions) {
    const starts = [0];
    for (const { traces } of parts) starts.push(starts.at(-1)! + traces);
    this.parts = parts;
    this.starts = starts;
    this.layout = {
      ...first.layout,
      file: name,
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
      traces: starts.at(-1)!,
      parts: parts.map(({ file, bytes, traces }) => ({ file, bytes, traces })),
    };
    this.lineBytes = first.lineBytes;
    this.reading = reading;
    this.warnings = warnings;
  }

  private piecesOf(first: number, count: number): Piece[] {
    const { traces, file } = this.layout;
    if (first < 0 || count < 0 || first + count > traces)
      throw new JobError(
        "trace-out-of-range",
        `traces ${first} to ${first + count - 1} were asked for; ${file} has ${traces}`,
        { place: { file, traceIndex: first } },
      );
    const pieces: Piece[] = [];
    let part = this.partOf(first);
    for (let done = 0; done < count; part++) {
      const within = first + done - this.starts[part]!;
      const here = Math.min(count - done, this.parts[part]!.traces - within);
      if (here > 0) pieces.push({ part, first: within, count: here, at: done });
      done += here;
    }
    return pieces;
  }

  /** The last part that begins at or before a trace. */
  private partOf(trace: number): number {
    let [low, high] = [0, this.parts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle]! <= trace) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private use<T>(part: number, work: (segy: SegyFile) => Promise<T>): Promise<T> {
    const own = this.parts[part]!;
    const { traces } = own;
    return own.use(async (segy) => {
      if (segy.layout.traces !== traces)
        throw new JobError(
          "file-unreadable",
          `${segy.layout.file} has ${segy.layout.traces} traces; it had ${traces} when ${this.layout.file} was joined`,
          { place: { file: segy.layout.file }, advice: "Put the original file back." },
        );
      requireFitting(
        { layout: { ...this.layout, file: this.parts[0]!.file }, lineBytes: this.lineBytes },
        segy,
      );
      return work(segy);
    });
  }

  async readSamples(
    first: number,
    count: number,
    signal?: AbortSignal,
    into?: Float32Array,
  ): Promise<Float32Matrix> {
    const { samplesPerTrace } = this.layout;
    const pieces = this.piecesOf(first, count);
    const samples = float32Matrix(count, samplesPerTrace, into?.subarray(0, count * samplesPerTrace));
    for (const piece of pieces) {
      const end = piece.at + piece.count;
      const own = samples.data.subarray(piece.at * samplesPerTrace, end * samplesPerTrace);
      await this.use(piece.part, (segy) => segy.readSamples(piece.first, piece.count, signal, own));
    }
    return samples;
  }

  async readHeaderBytes(
    first: number,
    count: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const headers = new Uint8Array(count * traceHeaderBytes);
    for (const piece of this.piecesOf(first, count))
      headers.set(
        await this.use(piece.part, (segy) => segy.readHeaderBytes(piece.first, piece.count, signal)),
        piece.at * traceHeaderBytes,
      );
    return headers;
  }

  readTextBytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.use(0, (segy) => segy.readTextBytes());
  }

  readBinaryHeaderBytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.use(0, (segy) => segy.readBinaryHeaderBytes());
  }

  async readRawTraces(first: number, count: number, signal?: AbortSignal): Promise<readonly RawTraces[]> {
    const raw: RawTraces[] = [];
    for (const piece of this.piecesOf(first, count))
      raw.push(
        ...(await this.use(piece.part, (segy) => segy.readRawTraces(piece.first, piece.count, signal))),
      );
    return raw;
  }

  async readHeaderFields(index: number): Promise<Readonly<Record<string, number>>> {
    const [piece] = this.piecesOf(index, 1);
    return this.use(piece!.part, (segy) => segy.readHeaderFields(piece!.first));
  }

  headerFields(): Promise<readonly HeaderField[]> {
    return this.use(0, (segy) => segy.headerFields());
  }

  async readFieldColumns(
    first: number,
    count: number,
    fields: readonly HeaderField[],
    signal?: AbortSignal,
  ): Promise<FieldColumn[]> {
    const columns = fields.map((field) => (isInt32(field) ? new Int32Array(count) : new Float64Array(count)));
    for (const piece of this.piecesOf(first, count)) {
      const part = await this.use(piece.part, (segy) =>
        segy.readFieldColumns(piece.first, piece.count, fields, signal),
      );
      part.forEach((values, i) => {
        columns[i]!.set(values, piece.at);
      });
    }
    return columns;
  }

  /** The first part's: what the whole is like. */
  readBinaryHeader(): Promise<readonly BinaryHeaderValue[]> {
    return this.use(0, (segy) => segy.readBinaryHeader());
  }

  async readHeaders(first: number, count: number, signal?: AbortSignal): Promise<TraceHeaderColumns> {
    const columns = emptyColumns(count);
    for (const piece of this.piecesOf(first, count))
      setColumns(
        columns,
        await this.use(piece.part, (segy) => segy.readHeaders(piece.first, piece.count, signal)),
        piece.at,
      );
    return columns;
  }

  async readThrough({ onBlock, ...what }: ReadThrough): Promise<readonly SegyWarning[]> {
    const { first = 0, count = this.layout.traces } = what;
    const warnings: SegyWarning[] = [];
    for (const piece of this.piecesOf(first, count)) {
      const at = first + piece.at - piece.first;
      const own = await this.use(piece.part, (segy) =>
        segy.readThrough({
          ...what,
          first: piece.first,
          count: piece.count,
          onBlock: (block) => onBlock({ ...block, first: at + block.first }),
        }),
      );
      const { file } = this.parts[piece.part]!;
      warnings.push(...own.map((warning) => ({ ...warning, message: `${file}: ${warning.message}` })));
    }
    return warnings;
  }

  async scanHeaders(
    onProgress?: (traces: number) => void,
    signal?: AbortSignal,
  ): Promise<TraceHeaderColumns> {
    const columns = emptyColumns(this.layout.traces);
    for (const piece of this.piecesOf(0, this.layout.traces)) {
      signal?.throwIfAborted();
      const part = await this.use(piece.part, (segy) =>
        segy.scanHeaders((traces) => onProgress?.(piece.at + traces), signal),
      );
      setColumns(columns, part, piece.at);
    }
    return columns;
  }
}

/**
 * Parts as one file: their traces are numbered on from one to the next. A part is opened when it is needed, and checked then.
 * @throws InputError `segy-parts-differ`, JobError `file-unreadable`, as parts are opened
 */
export function joinSegyParts(options: JoinOptions): SegyFile {
  return new JoinedSegy(options);
}

/**
 * Opened files as one, in this order (`orderParts` gives one that makes sense).
 * @throws InputError `segy-parts-differ`
 */
export function joinSegyFiles(name: string, files: readonly [SegyFile, ...SegyFile[]]): SegyFile {
  const [first] = files;
  for (const other of files) requireFitting(first, other);
  return new JoinedSegy({
    name,
    first,
    reading: Object.assign({}, ...files.map(({ reading }) => reading)) as SegyReading,
    warnings: joinWarnings(files),
    parts: files.map((segy) => ({
      file: segy.layout.file,
      bytes: segy.layout.bytes,
      traces: segy.layout.traces,
      use: (work) => work(segy),
    })),
  });
}

/** Each code once, with the first file that has it and how many more do; and what parts may differ in, where they do. */
export function joinWarnings(files: readonly Pick<SegyFile, "layout" | "warnings">[]): SegyWarning[] {
  const found = new Map<string, { readonly file: string; readonly warning: SegyWarning; files: number }>();
  for (const { layout, warnings } of files)
    for (const warning of warnings) {
      const known = found.get(warning.code);
      if (known) known.files++;
      else found.set(warning.code, { file: layout.file, warning, files: 1 });
    }
  const joined = [...found.values()].map(({ file, warning, files: count }): SegyWarning => ({
    ...warning,
    message: `${file}${count > 1 ? ` and ${count - 1} more` : ""}: ${warning.message}`,
  }));
  const formats = new Set(files.map(({ layout }) => `${layout.format.name}, ${layout.byteOrder}-endian`));
  if (formats.size > 1)
    joined.push({
      code: "parts-formats-differ",
      message: `the files are of different formats (${[...formats].join("; ")}): look whether their amplitudes are of one scale`,
    });
  return joined;
}
