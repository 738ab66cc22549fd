import type { ByteSource, SegyLayout, SegyReading, SegyWarning } from "./contract.ts";
import { scaleCoordinate } from "./coordinate-scalar.ts";
import { checkReading, GivenValues } from "./given-values.ts";
import { sampleFormat } from "./sample-formats.ts";
import { segyFault, type SegyWarningCode } from "./segy-faults.ts";
import { decodeText, detectTextEncoding, textHeaderBytes } from "./text-encoding.ts";
import { traceHeaderBytes } from "./trace-header.ts";

const binaryHeaderBytes = 400;
export const fileHeaderBytes = textHeaderBytes + binaryHeaderBytes;

/** Zero-based offsets within the file of the binary header's fields. */
const at = { interval: 3216, samples: 3220, format: 3224, revision: 3500, extendedTexts: 3504 } as const;
/** Zero-based offsets within a trace header. */
const inTrace = { scalar: 70, delay: 108, samples: 114, interval: 116, timeScalar: 214 } as const;

const knownCodes = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16]);

interface Headers {
  readonly view: DataView;
  readonly bytes: Uint8Array;
}

async function readFileHeaders(source: ByteSource): Promise<Headers> {
  const place = { file: source.name };
  if (source.sizeBytes === 0)
    throw segyFault(
      "segy-empty",
      `${source.name} is empty`,
      "Copy the file again; nothing can be read from it.",
      place,
    );
  const have = Math.min(source.sizeBytes, fileHeaderBytes);
  const bytes = await source.read(0, have);
  const isText = bytes.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
  const notSegy = (what: string): Error =>
    segyFault(
      "segy-not-segy",
      `${source.name} is not SEG-Y: ${what}`,
      "Choose a SEG-Y file (.sgy, .segy).",
      place,
    );
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47)
    throw notSegy("it is a PNG picture");
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4)
    throw notSegy("it is a zip archive");
  if (isText) throw notSegy("it is a plain text");
  if (have < fileHeaderBytes)
    throw segyFault(
      "segy-too-short",
      `${source.name} has ${source.sizeBytes} bytes; the headers of a SEG-Y alone take ${fileHeaderBytes}`,
      "Copy the file again.",
      { ...place, byteOffset: source.sizeBytes },
    );
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

type Format = NonNullable<ReturnType<typeof sampleFormat>>;

/** The format that the header names, or the one that a person gives where the header is wrong. */
function requireFormat(source: ByteSource, view: DataView, reading: SegyReading, given: GivenValues): Format {
  const code = view.getInt16(at.format);
  const place = { file: source.name, byteOffset: at.format };
  const isLittleEndian =
    !knownCodes.has(code) &&
    knownCodes.has(view.getInt16(at.format, true)) &&
    view.getUint16(at.samples, true) > 0;
  const own = reading.formatCode === undefined ? sampleFormat(code) : sampleFormat(reading.formatCode);
  if (own && !isLittleEndian) {
    // A code that no revision knows is no code of ours either; it is only said as what the file says.
    given.choose("formatCode", code as Format["code"], (value) => `sample format ${value}`, at.format);
    return own;
  }
  if (knownCodes.has(code))
    throw segyFault(
      "segy-format-unsupported",
      `${source.name} holds samples in format ${code}, which is not read`,
      "Formats 1 (IBM float), 3 (int16), 5 (IEEE float) and 8 (int8) are.",
      place,
    );
  if (isLittleEndian)
    throw segyFault(
      "segy-byte-order-unsupported",
      `${source.name} is little-endian SEG-Y, which is not read`,
      "Convert it to big-endian, as the standard has it.",
      place,
    );
  throw segyFault(
    "segy-not-segy",
    `${source.name} is not SEG-Y: its sample format code (bytes 3225–3226) is ${code}, which no revision knows`,
    "Choose a SEG-Y file (.sgy, .segy).",
    place,
  );
}

/** Revision as the binary header has it: 0, or the major number of an 8.8 fixed point (0x0100), or a plain 1. */
function requireRevision(source: ByteSource, view: DataView): number {
  const major = view.getUint8(at.revision);
  const minor = view.getUint8(at.revision + 1);
  if (major > 1)
    throw segyFault(
      "segy-revision-unsupported",
      `${source.name} is SEG-Y revision ${major}.${minor}, which is not read`,
      "Revisions 0 and 1 are.",
      { file: source.name, byteOffset: at.revision },
    );
  return major === 1 || minor === 1 ? 1 : 0;
}

/**
 * How many extended textual headers follow. Revision 0 has no such field, but files of it do: there the number counts only
 * where whole traces fill the rest of the file.
 */
function extendedTextCount(
  source: ByteSource,
  view: DataView,
  revision: number,
  bytesPerSample: number,
  samplesPerTrace: number,
): number {
  const count = view.getInt16(at.extendedTexts);
  const firstTrace = fileHeaderBytes + count * textHeaderBytes;
  const rest = source.sizeBytes - firstTrace;
  const bytesPerTrace = traceHeaderBytes + samplesPerTrace * bytesPerSample;
  if (revision === 0 && count !== -1) return count > 0 && rest >= 0 && rest % bytesPerTrace === 0 ? count : 0;
  if (count < 0 || rest < 0)
    throw segyFault(
      "segy-extended-text-unsupported",
      `${source.name} says that ${count} extended textual headers follow, which ${count < 0 ? "is not read" : "do not fit into the file"}`,
      "Write the number of extended textual headers into bytes 3505–3506.",
      { file: source.name, byteOffset: at.extendedTexts },
    );
  return count;
}

export interface ReadLayout {
  readonly layout: SegyLayout;
  readonly warnings: readonly SegyWarning[];
  /** What a person said that is not as the headers have it. */
  readonly differing: SegyReading;
}

/**
 * Reads and checks the file headers and the first trace header. What a person says of the file comes before what they say.
 * @throws InputError with one of `segyErrorCodes`
 */
export async function readLayout(source: ByteSource, reading: SegyReading = {}): Promise<ReadLayout> {
  checkReading(reading, source.name);
  const { bytes, view } = await readFileHeaders(source);
  const given = new GivenValues(reading);
  const format = requireFormat(source, view, reading, given);
  const revision = requireRevision(source, view);
  const warnings: SegyWarning[] = [];
  const warn = (code: SegyWarningCode, message: string, byteOffset?: number): void => {
    warnings.push({ code, message, ...(byteOffset === undefined ? {} : { byteOffset }) });
  };

  const extendedTexts = extendedTextCount(
    source,
    view,
    revision,
    format.bytesPerSample,
    reading.samplesPerTrace ?? view.getUint16(at.samples),
  );
  const firstTrace = fileHeaderBytes + extendedTexts * textHeaderBytes;
  if (source.sizeBytes < firstTrace + traceHeaderBytes)
    throw segyFault(
      "segy-no-traces",
      `${source.name} holds headers and no whole trace`,
      "Copy the file again.",
      {
        file: source.name,
        byteOffset: firstTrace,
      },
    );
  const trace = await source.read(firstTrace, traceHeaderBytes);
  const traceView = new DataView(trace.buffer, trace.byteOffset, trace.byteLength);

  const samplesSaid = fromEither(
    view.getUint16(at.samples),
    traceView.getUint16(inTrace.samples),
    (own) => {
      if (reading.samplesPerTrace !== undefined) return;
      warn(
        "samples-from-trace-header",
        `the binary header gives no sample count; ${own} is the first trace's`,
        at.samples,
      );
    },
    (own, other) => {
      if (reading.samplesPerTrace !== undefined) return;
      warn(
        "samples-differ",
        `the binary header says ${own} samples a trace, the first trace ${other}`,
        firstTrace + inTrace.samples,
      );
    },
  );
  const samples = given.choose(
    "samplesPerTrace",
    samplesSaid,
    (value) => `${value} samples a trace`,
    at.samples,
  );
  if (samples === 0)
    throw segyFault(
      "segy-no-samples",
      `${source.name} does not say how many samples a trace has`,
      "Write the number into bytes 3221–3222.",
      {
        file: source.name,
        byteOffset: at.samples,
      },
    );
  const intervalSaid = fromEither(
    view.getUint16(at.interval),
    traceView.getUint16(inTrace.interval),
    (own) => {
      if (reading.intervalMicroseconds !== undefined) return;
      warn(
        "interval-from-trace-header",
        `the binary header gives no sample interval; ${own} µs is the first trace's`,
        at.interval,
      );
    },
    (own, other) => {
      if (reading.intervalMicroseconds !== undefined) return;
      warn(
        "interval-differs",
        `the binary header says ${own} µs, the first trace ${other} µs`,
        firstTrace + inTrace.interval,
      );
    },
  );
  const interval = given.choose(
    "intervalMicroseconds",
    intervalSaid,
    (value) => `${value} µs a sample`,
    at.interval,
  );
  if (interval === 0)
    throw segyFault(
      "segy-no-interval",
      `${source.name} does not say its sample interval`,
      "Write it into bytes 3217–3218, in microseconds.",
      {
        file: source.name,
        byteOffset: at.interval,
      },
    );

  const bytesPerTrace = traceHeaderBytes + samples * format.bytesPerSample;
  const body = source.sizeBytes - firstTrace;
  const traces = Math.floor(body / bytesPerTrace);
  const rest = body - traces * bytesPerTrace;
  if (rest > 0)
    throw segyFault(
      "segy-truncated",
      `${source.name} ends in the middle of a trace: ${traces} whole traces of ${bytesPerTrace} bytes, then ${rest} bytes at byte ${firstTrace + traces * bytesPerTrace}`,
      "Copy the file again; if it came so, its sample count or format code may be wrong.",
      { file: source.name, byteOffset: firstTrace + traces * bytesPerTrace, traceIndex: traces },
    );

  const texts = await source.read(0, textHeaderBytes);
  const extra =
    extendedTexts > 0 ? await source.read(fileHeaderBytes, extendedTexts * textHeaderBytes) : undefined;
  const encoding = detectTextEncoding(texts);
  const timeScalar = traceView.getInt16(inTrace.timeScalar);
  const delayMs = given.choose(
    "delayMs",
    scaleCoordinate(traceView.getInt16(inTrace.delay), timeScalar),
    (value) => `the first sample at ${value} ms`,
    firstTrace + inTrace.delay,
  );
  return {
    warnings: [...warnings, ...given.warnings],
    differing: given.differing,
    layout: {
      file: source.name,
      bytes: source.sizeBytes,
      revision,
      byteOrder: "big",
      format,
      samplesPerTrace: samples,
      intervalMicroseconds: interval,
      delayMs,
      traces,
      text: {
        encoding,
        lines: [
          ...decodeText(bytes.subarray(0, textHeaderBytes), encoding),
          ...(extra ? decodeText(extra, detectTextEncoding(extra)) : []),
        ],
      },
      firstTraceByteOffset: firstTrace,
      bytesPerTrace,
    },
  };
}

/** The binary header's value, or the trace's where it is 0; a conflict is told. */
function fromEither(
  own: number,
  trace: number,
  onMissing: (trace: number) => void,
  onConflict: (own: number, trace: number) => void,
): number {
  if (own === 0 && trace !== 0) onMissing(trace);
  if (own !== 0 && trace !== 0 && own !== trace) onConflict(own, trace);
  return own === 0 ? trace : own;
}
