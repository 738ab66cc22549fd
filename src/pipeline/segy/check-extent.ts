import type { BinaryHeader } from "./binary-header.ts";
import { HeaderView } from "./byte-order.ts";
import type { ByteOrder, ByteSource, SampleFormat } from "./contract.ts";
import {
  comparableBytes,
  distanceToNextHeader,
  looksLikeHeader,
  looksLikeSecond,
} from "./header-likeness.ts";
import { segyFault, type Warn } from "./segy-faults.ts";
import { isTextLike } from "./text-encoding.ts";
import type { Extent } from "./trace-extent.ts";
import { traceHeaderBytes } from "./trace-header.ts";

/** So far a second trace header is searched where none is where it should be. */
const searchedBytes = 1 << 20;

/** @throws InputError `segy-no-traces`, `segy-no-samples`, `segy-samples-impossible` */
export function checkExtent(source: ByteSource, extent: Extent | undefined): Extent {
  const place = { file: source.name };
  if (!extent)
    throw segyFault(
      "segy-no-traces",
      `${source.name} holds headers and no whole trace`,
      "Copy the file again.",
      {
        ...place,
        byteOffset: source.sizeBytes,
      },
    );
  if (extent.samples === 0)
    throw segyFault(
      "segy-no-samples",
      `${source.name} does not say how many samples a trace has`,
      "Write the number into bytes 3221–3222, or say it when you open the file.",
      { ...place, byteOffset: 3220 },
    );
  const body = source.sizeBytes - extent.firstTrace;
  if (extent.traces === 0)
    throw segyFault(
      "segy-samples-impossible",
      `${source.name} has ${body} bytes from its first trace on; a trace of ${extent.samples} samples takes ${extent.bytesPerTrace}`,
      "Copy the file again; if it came so, its sample count or format code is wrong: say the right one when you open the file.",
      { ...place, byteOffset: extent.firstTrace },
    );
  return extent;
}

export interface WholeTraces {
  readonly source: ByteSource;
  readonly order: ByteOrder;
  readonly header: BinaryHeader;
  readonly format: SampleFormat;
  readonly extent: Extent;
}

/** A few sample counts of a chain of traces, each as long as its own header says; undefined where they do not make one. */
async function chainOfLengths({ source, order, format, extent }: WholeTraces): Promise<number[] | undefined> {
  const lengths: number[] = [];
  let from = extent.firstTrace;
  while (lengths.length < 8 && from < source.sizeBytes) {
    if (from + traceHeaderBytes > source.sizeBytes) return undefined;
    const header = await source.read(from, traceHeaderBytes);
    const view = new HeaderView(header, order);
    const samples = view.uint16(114);
    // The interval stays where lengths change: without it any bytes would make a chain.
    if (
      samples === 0 ||
      view.uint16(116) === 0 ||
      view.uint16(116) !== new HeaderView(extent.firstHeader, order).uint16(116)
    )
      return undefined;
    lengths.push(samples);
    from += extent.blocks * traceHeaderBytes + samples * format.bytesPerSample;
  }
  return lengths.length > 2 && new Set(lengths).size > 1 && from <= source.sizeBytes ? lengths : undefined;
}

/**
 * Whether traces are where this extent has them; says what is behind the last whole one.
 * @throws InputError `segy-variable-length`, `segy-traces-misaligned`
 */
export async function checkWholeTraces(whole: WholeTraces, warn: Warn): Promise<void> {
  const { source, order, header, extent } = whole;
  if (extent.traces > 1) {
    const next = await source.read(extent.firstTrace + extent.bytesPerTrace, traceHeaderBytes);
    const likeness = looksLikeSecond(extent.firstHeader, next, order, {
      samples: extent.samples,
      intervalMicroseconds: header.intervalMicroseconds,
    });
    if (likeness === "no") await explainSecondHeader(whole, warn);
  }
  const end = extent.firstTrace + extent.traces * extent.bytesPerTrace;
  if (header.traces > 0 && header.traces !== extent.traces)
    warn(
      "trace-count-differs",
      `bytes 3513–3520 say that there are ${header.traces} traces; the file holds ${extent.traces}`,
      3512,
    );
  if (extent.rest === 0) return;
  const rest = await source.read(end, Math.min(extent.rest, 3200));
  if (isFilling(rest, whole))
    warn(
      "trailing-bytes",
      `${extent.rest} bytes behind the last trace are none of it; they are left out`,
      end,
    );
  else {
    const lost = header.traces > extent.traces ? header.traces - extent.traces : 1;
    warn(
      "truncated",
      `${source.name} ends in the middle of trace ${extent.traces}: ${extent.rest} of its ${extent.bytesPerTrace} bytes are there. ${extent.traces} whole traces are read, ${lost === 1 ? "one is lost, and all that followed it" : `${lost} are lost`}`,
      end,
    );
  }
}

/** The second trace header is not where it should be: says so, or refuses where it is plain what the file is instead. */
async function explainSecondHeader(whole: WholeTraces, warn: Warn): Promise<void> {
  const { source, order, extent, format } = whole;
  const second = extent.firstTrace + extent.bytesPerTrace;
  const lengths = await chainOfLengths(whole);
  if (lengths)
    throw segyFault(
      "segy-variable-length",
      `${source.name} has traces of different lengths (${lengths.slice(0, 4).join(", ")} … samples), which is not read`,
      "Write it with traces of one length: the longest, the others filled up with zeros (Seismic Unix: suvlength).",
      { file: source.name, byteOffset: second, traceIndex: 1 },
    );
  const bytes = await source.read(
    extent.firstTrace,
    Math.min(searchedBytes, source.sizeBytes - extent.firstTrace),
  );
  const distance = distanceToNextHeader(bytes, order);
  if (distance !== undefined) {
    const samples = (distance - extent.blocks * traceHeaderBytes) / format.bytesPerSample;
    throw segyFault(
      "segy-traces-misaligned",
      `${source.name}: traces of ${extent.samples} samples (${format.name}) take ${extent.bytesPerTrace} bytes, but the second one begins ${distance} bytes behind the first`,
      `The sample count or the format code is wrong: ${Number.isInteger(samples) ? `it would be ${samples} samples of this format; ` : ""}say the right ones when you open the file.`,
      { file: source.name, byteOffset: second, traceIndex: 1 },
    );
  }
  warn(
    "trace-headers-differ",
    "the second trace header differs from the first in sample count or interval; if the samples look wrong, sample count or format code may be",
    second,
  );
}

/** Shorter pieces of text are not told from the start of a trace header. */
const shortestText = 80;

/**
 * Bytes that no trace begins with: all alike where the first header is not, text, or what could be compared to a trace header
 * and is none.
 */
function isFilling(rest: Uint8Array, { order, extent }: WholeTraces): boolean {
  if (rest.every((byte, i) => byte === extent.firstHeader[i])) return false;
  if (rest.length > 8 && rest.every((byte) => byte === rest[0])) return true;
  if (rest.length >= shortestText && isTextLike(rest)) return true;
  return rest.length >= comparableBytes && looksLikeHeader(extent.firstHeader, rest, order) === "no";
}
