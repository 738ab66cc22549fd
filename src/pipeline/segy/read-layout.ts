import {
  at,
  fileHeaderBytes,
  orderOfConstant,
  readBinaryHeader,
  type BinaryHeader,
} from "./binary-header.ts";
import { HeaderView } from "./byte-order.ts";
import { checkExtent, checkWholeTraces } from "./check-extent.ts";
import type {
  ByteOrder,
  ByteSource,
  SampleFormat,
  SegyLayout,
  SegyReading,
  SegyWarning,
} from "./contract.ts";
import { scaleCoordinate } from "./coordinate-scalar.ts";
import { detectByteOrder } from "./detect-byte-order.ts";
import { lookForTexts, type ExtendedTexts } from "./extended-texts.ts";
import { floatsInsteadOfFixedPoint } from "./fixed-point-evidence.ts";
import { checkUnits, chooseUnits } from "./given-units.ts";
import { checkReading, GivenValues } from "./given-values.ts";
import { placesOf, type HeaderPlaces } from "./header-places.ts";
import { chooseInterval, intervalInDepth } from "./sample-interval.ts";
import { formatsInWords, sampleFormat } from "./sample-formats.ts";
import { segyFault, type Warn } from "./segy-faults.ts";
import { detectSeismicUnix } from "./seismic-unix.ts";
import { decodeCharacters, decodeText, detectTextEncoding, textHeaderBytes } from "./text-encoding.ts";
import { findExtent, type Extent } from "./trace-extent.ts";
import { traceHeaderBytes } from "./trace-header.ts";
import { findUnits } from "./units-evidence.ts";

export interface ReadLayout {
  readonly layout: SegyLayout;
  readonly warnings: readonly SegyWarning[];
  /** What a person said that is not as the headers have it. */
  readonly differing: SegyReading;
  /** Where the file itself has its numbers: the standard's bytes, or its layout stanza's. */
  readonly own: HeaderPlaces;
  readonly extendedTexts: number;
}

/** The file headers, of what may be SEG-Y: 3600 bytes, or as many as there are. */
async function readHead(source: ByteSource): Promise<Uint8Array> {
  const place = { file: source.name };
  if (source.sizeBytes === 0)
    throw segyFault(
      "segy-empty",
      `${source.name} is empty`,
      "Copy the file again; nothing can be read from it.",
      place,
    );
  const bytes = await source.read(0, Math.min(source.sizeBytes, fileHeaderBytes));
  const isText = bytes.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
  const what =
    bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47
      ? "a PNG picture"
      : bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4
        ? "a zip archive"
        : isText
          ? "a plain text"
          : undefined;
  if (what)
    throw segyFault(
      "segy-not-segy",
      `${source.name} is not SEG-Y: it is ${what}`,
      "Choose a SEG-Y file (.sgy, .segy).",
      place,
    );
  return bytes;
}

/** Seismic Unix has no file headers: everything is in the traces'. */
const noBinaryHeader: BinaryHeader = {
  revision: { revision: 0 },
  formatCode: 5,
  samples: 0,
  intervalMicroseconds: 0,
  measurementSystem: 0,
  impulsePolarity: 0,
  extendedInterval: 0,
  extendedSamples: 0,
  extendedTexts: 0,
  furtherBlocks: [0],
  traces: 0,
  firstTrace: 0,
  trailers: 0,
};

/** What is known before anything is read of the traces. */
interface Opening {
  readonly order: ByteOrder;
  readonly header: BinaryHeader;
  readonly format: SampleFormat;
  /** Absent for Seismic Unix. */
  readonly texts?: ExtendedTexts;
}

async function openAsSegy(
  source: ByteSource,
  head: Uint8Array,
  given: GivenValues,
  reading: SegyReading,
  warn: Warn,
): Promise<Opening> {
  const place = { file: source.name };
  if (head.length < fileHeaderBytes)
    throw segyFault(
      "segy-too-short",
      `${source.name} has ${source.sizeBytes} bytes; the headers of a SEG-Y alone take ${fileHeaderBytes}`,
      "Copy the file again.",
      { ...place, byteOffset: source.sizeBytes },
    );
  // What lies between file headers and traces can be seen in any byte order, but for how many texts are announced.
  const behindTexts = fileHeaderBytes + (await lookForTexts(source, 0)).textLike * textHeaderBytes;
  const near = await source.read(
    behindTexts,
    Math.min(traceHeaderBytes, Math.max(0, source.sizeBytes - behindTexts)),
  );
  const order =
    given.chooseByteOrder(detectByteOrder(head, near, source.sizeBytes, reading.formatCode)) ?? "big";
  const header = readBinaryHeader(head, order);
  // A code that no revision knows is no code of ours either; it is only said as what the file says.
  const said = header.formatCode as SampleFormat["code"];
  const code = given.choose("formatCode", said, (value) => `sample format ${value}`, at.format);
  const format = sampleFormat(code);
  if (!format)
    throw segyFault(
      "segy-not-segy",
      `${source.name} is not SEG-Y: its sample format code (bytes 3225–3226) is ${header.formatCode}, which no revision knows`,
      `Choose a SEG-Y file (.sgy, .segy), or say its format if it is one: ${formatsInWords}.`,
      { ...place, byteOffset: at.format },
    );
  const constant = orderOfConstant(head);
  if (constant && constant !== order)
    warn(
      "byte-order-constant-differs",
      `bytes 3297–3300 say that the file is ${constant}-endian; it is read as ${order}`,
      at.orderConstant,
    );
  const { revision, unknown } = header.revision;
  if (unknown)
    warn(
      "revision-unknown",
      `there is no revision ${unknown}; the file is read as revision ${revision}`,
      at.revision,
    );
  return { order, header, format, texts: await lookForTexts(source, header.extendedTexts) };
}

async function open(
  source: ByteSource,
  head: Uint8Array,
  given: GivenValues,
  reading: SegyReading,
  warn: Warn,
): Promise<Opening> {
  const isNamedSo = /\.su$/i.test(source.name);
  const couldBeSegy = (): boolean =>
    head.length === fileHeaderBytes &&
    (["big", "little"] as const).some((order) => sampleFormat(new HeaderView(head, order).int16(at.format)));
  if (isNamedSo || !couldBeSegy()) {
    const order = await detectSeismicUnix(source);
    if (order) {
      const chosen = given.chooseByteOrder(order) ?? order;
      const code = given.choose("formatCode", 5, (value) => `sample format ${value}`, 0);
      return { order: chosen, header: noBinaryHeader, format: sampleFormat(code)! };
    }
  }
  return openAsSegy(source, head, given, reading, warn);
}

/** The sample count, with a word where the headers disagree on it. */
function sayOfSamples(extent: Extent, header: BinaryHeader, isGiven: boolean, warn: Warn): void {
  if (isGiven || extent.samples === 0) return;
  const inFile = header.extendedSamples || header.samples;
  const inTrace = extent.samplesOfExtension || extent.samplesOfTrace;
  if (inFile === 0)
    warn(
      "samples-from-trace-header",
      `the binary header gives no sample count; ${extent.samples} is the first trace's`,
      at.samples,
    );
  else if (inTrace !== 0 && inFile !== inTrace)
    warn(
      "samples-differ",
      `the binary header says ${inFile} samples a trace, the first trace ${inTrace}; ${extent.samples} are read`,
      extent.firstTrace + 114,
    );
}

function sayOfTexts(extent: Extent, { header, texts }: Opening, warn: Warn): void {
  const declared = header.extendedTexts;
  if (!texts) return;
  if (declared === -1 && header.revision.revision >= 1 && texts.toEnd === undefined)
    warn(
      "text-end-missing",
      `bytes 3505–3506 say that extended textual headers go on to ((SEG:EndText)), which is not there; ${extent.texts} are read`,
      at.extendedTexts,
    );
  // Revision 0 has no such field; what lies there is only believed where it fits.
  else if (
    declared !== -1 &&
    extent.texts !== declared &&
    (header.revision.revision >= 1 || extent.texts > 0)
  )
    warn(
      "extended-text-count-differs",
      `bytes 3505–3506 say that ${declared} extended textual headers follow; ${extent.texts} are read`,
      at.extendedTexts,
    );
  if (extent.blocks - 1 !== header.furtherBlocks[0])
    warn(
      "trace-header-count-differs",
      `bytes 3507–3508 say that a trace has ${header.furtherBlocks[0]} further header blocks; ${extent.blocks - 1} are read`,
      at.traceHeaders,
    );
  if (header.firstTrace > 0 && header.firstTrace !== extent.firstTrace)
    warn(
      "trace-offset-differs",
      `bytes 3521–3528 say that traces begin at byte ${header.firstTrace}; they are read from ${extent.firstTrace}`,
      at.firstTrace,
    );
}

interface Texts {
  readonly text: SegyLayout["text"];
  /** All extended headers as one string, for stanzas that go over several. */
  readonly extended: string;
}

async function readTexts(
  source: ByteSource,
  head: Uint8Array,
  count: number,
  given: GivenValues,
): Promise<Texts> {
  const main = head.subarray(0, textHeaderBytes);
  const encoding = given.chooseTextEncoding(detectTextEncoding(main));
  const lines = decodeText(main, encoding);
  let extended = "";
  const blocks = count > 0 ? await source.read(fileHeaderBytes, count * textHeaderBytes) : new Uint8Array(0);
  for (let from = 0; from < blocks.length; from += textHeaderBytes) {
    const block = blocks.subarray(from, from + textHeaderBytes);
    const own = detectTextEncoding(block);
    lines.push(...decodeText(block, own));
    extended += decodeCharacters(block, own);
  }
  return { text: { encoding, lines }, extended };
}

/**
 * Reads and checks the file headers and the first trace header. What a person says of the file comes before what they say.
 * @throws InputError with one of `segyErrorCodes`
 */
export async function readLayout(source: ByteSource, reading: SegyReading = {}): Promise<ReadLayout> {
  checkReading(reading, source.name);
  checkUnits(reading, source.name);
  const warnings: SegyWarning[] = [];
  const warn: Warn = (code, message, byteOffset) => {
    warnings.push({ code, message, ...(byteOffset === undefined ? {} : { byteOffset }) });
  };
  const head = await readHead(source);
  const given = new GivenValues(reading);
  const opening = await open(source, head, given, reading, warn);
  const { order, header, texts } = opening;
  const isSegy = texts !== undefined;

  const extent = checkExtent(
    source,
    await findExtent({
      source,
      order,
      bytesPerSample: opening.format.bytesPerSample,
      header,
      ...(texts ? { texts } : {}),
      ...(reading.samplesPerTrace === undefined ? {} : { samplesGiven: reading.samplesPerTrace }),
    }),
  );
  sayOfTexts(extent, opening, warn);
  const samplesSaid =
    header.extendedSamples || header.samples || extent.samplesOfExtension || extent.samplesOfTrace;
  if (reading.samplesPerTrace !== undefined)
    given.choose("samplesPerTrace", samplesSaid, (value) => `${value} samples a trace`, at.samples);
  sayOfSamples(extent, header, reading.samplesPerTrace !== undefined || !isSegy, warn);
  await checkWholeTraces({ source, order, header, format: opening.format, extent }, warn);
  const interval = chooseInterval(source, { order, header, extent, isSegy }, given, reading, warn);
  const format = isSegy
    ? await floatsInsteadOfFixedPoint(source, opening.format, extent, order, warn)
    : opening.format;

  const view = new HeaderView(extent.firstHeader, order);
  const delayMs = given.choose(
    "delayMs",
    scaleCoordinate(view.int16(108), isSegy ? view.int16(214) : 0),
    (value) => `the first sample at ${value} ms`,
    extent.firstTrace + 108,
  );
  const { text, extended } = isSegy
    ? await readTexts(source, head, extent.texts, given)
    : { text: { encoding: "ascii" as const, lines: [] }, extended: "" };
  const own = placesOf(extended, warn);
  // Seismic Unix has other numbers where SEG-Y has coordinates of bins.
  const coordinateBytes = given.chooseCoordinateBytes(isSegy ? own.coordinateBytes : undefined);
  const scalarAt = own.scalarByte - 1;
  const coordinateScalar = given.chooseScalar(view.int16(scalarAt), extent.firstTrace + scalarAt);
  if (coordinateBytes && coordinateScalar === 0)
    warn(
      "coordinate-scalar-zero",
      "the coordinate scalar of the first trace is 0; it is taken as 1",
      extent.firstTrace + scalarAt,
    );
  const found = findUnits(
    {
      measurementSystem: header.measurementSystem,
      impulsePolarity: header.impulsePolarity,
      coordinateUnits: view.int16(88),
      traceCode: view.int16(28),
      lines: text.lines,
      firstTrace: extent.firstTrace,
    },
    extended,
    warn,
  );
  const { units, ...person } = chooseUnits(found, reading);
  const intervalMicroseconds = intervalInDepth(interval, units.verticalUnit, given, reading, warn);
  const layout: SegyLayout = {
    file: source.name,
    bytes: source.sizeBytes,
    revision: header.revision.revision,
    ...(isSegy ? {} : { container: "su" as const }),
    ...(extent.blocks > 1 ? { traceHeaderBlocks: extent.blocks } : {}),
    byteOrder: order,
    format,
    samplesPerTrace: extent.samples,
    intervalMicroseconds,
    delayMs,
    ...units,
    evidence: found.evidence,
    traces: extent.traces,
    text,
    firstTraceByteOffset: extent.firstTrace,
    bytesPerTrace: extent.bytesPerTrace,
    ...(coordinateBytes ? { coordinateBytes } : {}),
    cdpByte: given.chooseByte("cdpByte", own.cdpByte),
    offsetByte: given.chooseByte("offsetByte", own.offsetByte),
    coordinateScalarByte: own.scalarByte,
    coordinateScalar,
  };
  return {
    warnings: [...warnings, ...given.warnings, ...person.warnings],
    differing: { ...given.differing, ...person.differing },
    own,
    extendedTexts: extent.texts,
    layout,
  };
}
