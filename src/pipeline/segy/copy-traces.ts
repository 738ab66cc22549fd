import { turnWords } from "./byte-order.ts";
import { copyBinaryHeader, fitsUint16 } from "./copy-binary-header.ts";
import type { ByteOrder, ByteSink, SampleFormatCode, SegyFile } from "./contract.ts";
import { sampleEncoders } from "./encode-samples.ts";
import { addProvenanceLine } from "./provenance-line.ts";
import { stateVerticalUnit } from "./stated-units.ts";
import { sampleFormat } from "./sample-formats.ts";
import { segyFault } from "./segy-faults.ts";
import { delayOf, setDelay } from "./shift-delay.ts";
import { textHeaderBytes } from "./text-encoding.ts";
import {
  hasPrivateBlock,
  inExtension1,
  placeOfExtension1,
  traceHeaderBytes,
  turnTraceHeader,
} from "./trace-header.ts";
import { doublesOf, readTraces, type RawTrace } from "./visit-traces.ts";
import { revisionToWrite, type Revision, type WrittenShape } from "./written-revision.ts";

/** What of a file is written anew, and how. What is absent stays as the file has it. */
export interface TraceCopy {
  /** Ascending indices. */
  readonly traces: Int32Array;
  readonly window?: { readonly firstSample: number; readonly samples: number };
  readonly formatCode?: SampleFormatCode;
  readonly byteOrder?: ByteOrder;
  readonly revision?: Revision;
  /** Samples are multiplied by 2^this before they are written; the trace weighting factor (bytes 169–170) says so. */
  readonly scaleBits?: number;
  /** One line each in the textual header. */
  readonly provenance: readonly string[];
  /** Changes a header before it is written. @param header all blocks, big-endian; @param trace index in the source */
  readonly amendHeader?: (trace: number, header: DataView) => void;
  /** Samples that come in place of a trace's own, all of them; undefined where its own stay. */
  readonly amendSamples?: (trace: number, own: () => Float64Array) => Promise<Float64Array> | undefined;
}

export interface CopyHouse {
  readonly onProgress?: (traces: number) => void;
  readonly signal?: AbortSignal | undefined;
  readonly yieldControl?: (() => Promise<void>) | undefined;
}

export interface CopiedTraces extends WrittenShape {
  readonly revision: Revision;
  readonly traces: number;
  readonly delayMs: number;
}

/** How a copy will be laid out, before anything is written. @throws InputError `segy-not-writable` */
export function shapeOfCopy(
  segy: SegyFile,
  copy: Pick<TraceCopy, "window" | "formatCode" | "byteOrder" | "revision">,
  extendedTexts = 0,
): WrittenShape & { readonly revision: Revision } {
  const { layout } = segy;
  const shape = {
    formatCode: copy.formatCode ?? layout.format.code,
    byteOrder: copy.byteOrder ?? layout.byteOrder,
    samplesPerTrace: copy.window?.samples ?? layout.samplesPerTrace,
    extendedTexts,
  };
  return { ...shape, revision: revisionToWrite(layout, shape, copy.revision) };
}

/** Writes the traces of one copy; made once a file. */
class TraceCopier {
  private readonly words: readonly number[];
  private readonly outBytes: number;
  private readonly headerBytes: number;
  private readonly firstSample: number;

  constructor(
    private readonly segy: SegyFile,
    private readonly copy: TraceCopy,
    private readonly shape: WrittenShape,
  ) {
    this.outBytes = sampleFormat(shape.formatCode)!.bytesPerSample;
    this.headerBytes = (segy.layout.traceHeaderBlocks ?? 1) * traceHeaderBytes;
    this.firstSample = copy.window?.firstSample ?? 0;
    const { coordinateBytes, cdpByte, offsetByte } = segy.layout;
    const { inline, crossline } = segy.lineBytes;
    const xy = coordinateBytes ? [coordinateBytes.x, coordinateBytes.y] : [];
    this.words = [inline, crossline, ...xy, cdpByte, offsetByte].map((byte) => byte - 1);
  }

  /** @param to where the written trace goes; @returns its length */
  async write(trace: RawTrace, out: Uint8Array, to: number): Promise<number> {
    const header = this.header(trace);
    out.set(header, to);
    const at = to + header.length;
    await this.samples(trace, out, at);
    return header.length + this.shape.samplesPerTrace * this.outBytes;
  }

  private header({ index, header, byteOrder }: RawTrace): Uint8Array {
    const { layout, reading } = this.segy;
    const { copy, shape } = this;
    if (header.length > this.headerBytes || (shape.byteOrder !== byteOrder && hasPrivateBlock(header)))
      throw this.cannotTurn(index);
    // A file of several joined to one may have fewer blocks than the first.
    const bytes = new Uint8Array(this.headerBytes);
    bytes.set(turnTraceHeader(header, byteOrder, this.words));
    const view = new DataView(bytes.buffer);
    view.setUint16(114, shape.samplesPerTrace > 0xffff ? 0 : shape.samplesPerTrace);
    if (reading.coordinateScalar !== undefined)
      view.setInt16(layout.coordinateScalarByte - 1, reading.coordinateScalar);
    // Seismic Unix leaves the scalar out; SEG-Y wants it said.
    else if (layout.container === "su" && view.getInt16(layout.coordinateScalarByte - 1) === 0)
      view.setInt16(layout.coordinateScalarByte - 1, 1);
    const interval = layout.intervalMicroseconds;
    if (fitsUint16(interval)) view.setUint16(116, interval);
    if (this.firstSample > 0 || reading.delayMs !== undefined) this.moveDelay(index, view);
    const extension = placeOfExtension1(bytes);
    if (extension !== undefined) {
      if (view.getUint32(extension + inExtension1.samples) !== 0 || shape.samplesPerTrace > 0xffff)
        view.setUint32(extension + inExtension1.samples, shape.samplesPerTrace);
      if (fitsUint16(interval) && view.getFloat64(extension + inExtension1.interval) !== 0)
        view.setFloat64(extension + inExtension1.interval, interval);
    }
    if (copy.scaleBits) view.setInt16(168, view.getInt16(168) + copy.scaleBits);
    copy.amendHeader?.(index, view);
    return turnTraceHeader(bytes, shape.byteOrder, this.words);
  }

  private moveDelay(trace: number, view: DataView): void {
    const { layout, reading } = this.segy;
    const before = reading.delayMs ?? delayOf(view);
    const delayMs = before + (this.firstSample * layout.intervalMicroseconds) / 1000;
    if (!setDelay(view, delayMs))
      throw segyFault(
        "segy-not-writable",
        `trace ${trace} would begin at ${delayMs} ${layout.verticalUnit}, which its header (bytes 109–110, scalar in 215–216) cannot hold`,
        "Begin the window at a sample whose time or depth is a whole number.",
        { file: layout.file, traceIndex: trace },
      );
  }

  private cannotTurn(trace: number): Error {
    return segyFault(
      "segy-not-writable",
      `trace ${trace} has a header extension that cannot be written in byte order ${this.shape.byteOrder}: only its maker knows its fields, or the first file of the survey has none`,
      "Keep the byte order of the file, or write each file of the survey by itself.",
      { file: this.segy.layout.file, traceIndex: trace },
    );
  }

  /** Whether samples of a format go over bit for bit. */
  private isAsItLies(format: SampleFormatCode): boolean {
    return format === this.shape.formatCode && (this.copy.scaleBits ?? 0) === 0 && !this.segy.layout.reversed;
  }

  private async samples(trace: RawTrace, out: Uint8Array, to: number): Promise<void> {
    const { shape, copy, firstSample, outBytes } = this;
    const { index, format, byteOrder } = trace;
    const count = shape.samplesPerTrace;
    const own = (): Float64Array => doublesOf(trace, this.segy);
    const amended = copy.amendSamples?.(index, own);
    if (!amended && this.isAsItLies(format.code)) {
      out.set(trace.samples.subarray(firstSample * outBytes, (firstSample + count) * outBytes), to);
      if (byteOrder !== shape.byteOrder) {
        turnWords(out, to, count, outBytes, byteOrder);
        turnWords(out, to, count, outBytes, shape.byteOrder);
      }
      return;
    }
    const values = (await amended) ?? own();
    const factor = 2 ** (copy.scaleBits ?? 0);
    const encode = sampleEncoders[shape.formatCode];
    const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
    for (let i = 0; i < count; i++)
      if (!encode(view, to + i * outBytes, values[firstSample + i]! * factor))
        throw segyFault(
          "segy-value-out-of-range",
          `sample ${firstSample + i} of trace ${index} is ${values[firstSample + i]!}${factor === 1 ? "" : ` (times ${factor})`}, which ${sampleFormat(shape.formatCode)!.name} cannot hold`,
          "Choose another sample format, or let samples be scaled; NaN and infinity need an IEEE format, or imputation.",
          { file: this.segy.layout.file, traceIndex: index },
        );
    turnWords(out, to, count, outBytes, shape.byteOrder);
  }
}

/** Bytes handed to the sink at once, about. */
const blockBytes = 4 << 20;

/**
 * Writes traces of a file as a SEG-Y of its own: textual headers byte for byte but for the provenance, binary header and trace
 * headers with all their bytes but for what must be another (sample count, format, delay of a window …). Samples whose format
 * stays are copied bit for bit. Memory: two blocks, whatever the sizes.
 * @throws InputError `segy-not-writable`, `segy-value-out-of-range`
 */
export async function copyTraces(
  segy: SegyFile,
  copy: TraceCopy,
  sink: ByteSink,
  house: CopyHouse = {},
): Promise<CopiedTraces> {
  const source = await segy.readTextBytes();
  // What the file itself says of time or depth stays in its texts; a person's word is written into them.
  let text: Uint8Array =
    segy.reading.verticalUnit === undefined
      ? source
      : stateVerticalUnit(source, segy.layout.text.encoding, segy);
  for (const line of copy.provenance) text = addProvenanceLine(text, segy.layout.text.encoding, line);
  const shape = shapeOfCopy(segy, copy, text.length / textHeaderBytes - 1);
  const traces = copy.traces.length;
  await sink.write(text.subarray(0, textHeaderBytes));
  await sink.write(await copyBinaryHeader(segy, { ...shape, traces }));
  if (text.length > textHeaderBytes) await sink.write(text.subarray(textHeaderBytes));

  const copier = new TraceCopier(segy, copy, shape);
  const headerBytes = (segy.layout.traceHeaderBlocks ?? 1) * traceHeaderBytes;
  const bytesPerTrace = headerBytes + shape.samplesPerTrace * sampleFormat(shape.formatCode)!.bytesPerSample;
  const out = new Uint8Array(Math.max(1, Math.floor(blockBytes / bytesPerTrace)) * bytesPerTrace);
  let filled = 0;
  let done = 0;
  const flush = async (): Promise<void> => {
    if (filled > 0) await sink.write(out.subarray(0, filled));
    filled = 0;
  };
  for await (const block of readTraces(segy, copy.traces, house.signal)) {
    for (const trace of block) {
      filled += await copier.write(trace, out, filled);
      if (filled + bytesPerTrace > out.length) await flush();
    }
    done += block.length;
    house.onProgress?.(done);
    await house.yieldControl?.();
  }
  await flush();
  const { delayMs, intervalMicroseconds } = segy.layout;
  return {
    ...shape,
    traces,
    delayMs: delayMs + ((copy.window?.firstSample ?? 0) * intervalMicroseconds) / 1000,
  };
}
