import { at, readBinaryHeader } from "./binary-header.ts";
import { HeaderView } from "./byte-order.ts";
import type { EvidenceCandidate, SegyLayout } from "./contract.ts";
import { scaleCoordinate } from "./coordinate-scalar.ts";
import { inPercent, roundShare } from "./header-numbers.ts";
import type { HeaderSample } from "./header-sample.ts";
import { inExtension1, placeOfExtension1 } from "./trace-header.ts";

/** What headers of one place say, and how many of them. */
interface Saying {
  readonly value: number;
  readonly where: string;
  /** Of the headers that could say it, 0 … 1. */
  readonly share: number;
}

/** Equal values are one candidate, spoken for by all places that say it. */
function candidatesOf(
  sayings: readonly Saying[],
  weigh: (value: number, places: readonly Saying[]) => { readonly score: number; readonly because?: string },
): EvidenceCandidate<number>[] {
  return [...new Set(sayings.map(({ value }) => value))]
    .map((value) => {
      const places = sayings.filter((saying) => saying.value === value);
      const { score, because } = weigh(value, places);
      return {
        value,
        score: roundShare(score),
        because: [
          ...places.map(({ where, share }) => (share < 1 ? `${where} in ${inPercent(share)}` : where)),
          ...(because ? [because] : []),
        ].join("; "),
      };
    })
    .sort((a, b) => b.score - a.score);
}

/** The commonest values of a 2-byte field of the trace headers, at most four. */
function commonValues(values: ArrayLike<number>, where: string): Saying[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) counts.set(values[i]!, (counts.get(values[i]!) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4)
    .map(([value, count]) => ({ value, where, share: count / values.length }));
}

const unsigned = (values: Int32Array): Uint16Array => Uint16Array.from(values);

export interface FileHeaders {
  /** The 3600 bytes; absent for Seismic Unix. */
  readonly head: Uint8Array | undefined;
  /** The first trace header, all its blocks. */
  readonly firstTrace: Uint8Array;
}

function ofExtension1(
  { firstTrace }: FileHeaders,
  layout: SegyLayout,
): { interval: number; samples: number } {
  const extension = placeOfExtension1(firstTrace);
  if (extension === undefined) return { interval: 0, samples: 0 };
  const view = new HeaderView(firstTrace, layout.byteOrder);
  return {
    interval: view.float64(extension + inExtension1.interval),
    samples: view.uint32(extension + inExtension1.samples),
  };
}

const isUseful = ({ value }: Saying): boolean => value > 0 && Number.isFinite(value);

/** Sample intervals in µs that the headers say. Those of the binary header come first, unless they are negative as signed numbers. */
export function intervalCandidates(
  headers: FileHeaders,
  layout: SegyLayout,
  sample: HeaderSample,
): readonly EvidenceCandidate<number>[] {
  const file = headers.head && readBinaryHeader(headers.head, layout.byteOrder);
  return candidatesOf(
    [
      {
        value: file?.extendedInterval ?? 0,
        where: `bytes ${at.extendedInterval + 1}–${at.extendedInterval + 8}`,
        share: 1,
      },
      { value: file?.intervalMicroseconds ?? 0, where: "binary header (3217–3218)", share: 1 },
      { value: ofExtension1(headers, layout).interval, where: "trace header extension 1", share: 1 },
      ...commonValues(unsigned(sample.half(117)), "trace headers (117–118)"),
    ].filter(isUseful),
    (value, places) => {
      const isNegative = value > 0x7fff && value <= 0xffff;
      const isUsual = value >= 100 && value <= 20_000;
      const inFile = places.some(({ where }) => !where.startsWith("trace"));
      const inTraces = Math.max(
        0,
        ...places.filter(({ where }) => where.startsWith("trace")).map(({ share }) => share),
      );
      return {
        score: (isUsual ? 0.4 : isNegative ? 0 : 0.2) + (inFile ? 0.35 : 0) + 0.25 * inTraces,
        ...(isNegative ? { because: `${value - 0x10000} to whoever reads it as signed` } : {}),
      };
    },
  );
}

/** Sample counts that the headers say, with how much of the file they fill with whole traces. */
export function sampleCountCandidates(
  headers: FileHeaders,
  layout: SegyLayout,
  sample: HeaderSample,
): readonly EvidenceCandidate<number>[] {
  const file = headers.head && readBinaryHeader(headers.head, layout.byteOrder);
  const body = layout.bytes - layout.firstTraceByteOffset;
  const header = layout.bytesPerTrace - layout.samplesPerTrace * layout.format.bytesPerSample;
  return candidatesOf(
    [
      {
        value: file?.extendedSamples ?? 0,
        where: `bytes ${at.extendedSamples + 1}–${at.extendedSamples + 4}`,
        share: 1,
      },
      { value: file?.samples ?? 0, where: "binary header (3221–3222)", share: 1 },
      { value: ofExtension1(headers, layout).samples, where: "trace header extension 1", share: 1 },
      ...commonValues(unsigned(sample.half(115)), "trace headers (115–116)"),
      { value: layout.samplesPerTrace, where: "as the traces lie", share: 1 },
    ].filter(isUseful),
    (value) => {
      const bytesPerTrace = header + value * layout.format.bytesPerSample;
      const isFilled = body % bytesPerTrace === 0;
      return {
        score: (value === layout.samplesPerTrace ? 0.6 : 0) + (isFilled ? 0.4 : 0),
        because: isFilled ? "whole traces fill the file" : "whole traces do not fill the file",
      };
    },
  );
}

/** Times of the first sample, ms, that the trace headers say: with their scalar (215–216) and without. */
export function delayCandidates(
  sample: HeaderSample,
  hasScalar: boolean,
): readonly EvidenceCandidate<number>[] {
  const [delays, scalars] = [sample.half(109), sample.half(215)];
  const scaled = Float64Array.from(delays, (delay, i) => scaleCoordinate(delay, hasScalar ? scalars[i]! : 0));
  const isScaled = scaled.some((delay, i) => delay !== delays[i]);
  return candidatesOf(
    [
      ...commonValues(
        scaled,
        isScaled ? "trace headers (109–110) with their scalar (215–216)" : "trace headers (109–110)",
      ),
      ...(isScaled ? commonValues(delays, "trace headers (109–110) without their scalar") : []),
    ],
    (_, places) => ({
      score: Math.max(
        ...places.map(({ where, share }) => (where.endsWith("without their scalar") ? 0.3 : 1) * share),
      ),
    }),
  );
}
