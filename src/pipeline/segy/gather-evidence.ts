import { fileHeaderBytes } from "./binary-header.ts";
import type {
  ByteSource,
  CoordinateBytes,
  DecidedBy,
  Evidence,
  EvidenceCandidate,
  FormatCandidate,
  LineBytes,
  LineCandidate,
  SegyEvidence,
  SegyFile,
  SegyLayout,
  SegyReading,
  SegyWarning,
} from "./contract.ts";
import { neighbourDistance, rankCoordinateBytes } from "./coordinate-candidates.ts";
import { rankByteOrders, type RankedOrder } from "./detect-byte-order.ts";
import { rankFormats } from "./format-candidates.ts";
import { findGathers, rankCdpBytes, rankOffsetBytes } from "./gather-candidates.ts";
import { standardPlaces } from "./header-places.ts";
import { inPercent, roundShare } from "./header-numbers.ts";
import { takeHeaderSample } from "./header-sample.ts";
import { rankLineBytes, suspectLineBytes } from "./line-candidates.ts";
import { sampleFormat } from "./sample-formats.ts";
import { rankCoordinateScalars, suspectScalar } from "./scalar-evidence.ts";
import type { SegyWarningCode } from "./segy-faults.ts";
import { rankTextEncodings, textHeaderBytes } from "./text-encoding.ts";
import { delayCandidates, intervalCandidates, sampleCountCandidates } from "./time-evidence.ts";
import { traceHeaderBytes } from "./trace-header.ts";

export interface EvidenceOptions {
  /** What a profile says, of what is said of the file: the rest is a person's. */
  readonly profile?: SegyReading | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface GatheredEvidence {
  readonly evidence: SegyEvidence;
  /** Where line numbers may be, as `findLineCandidates` ranks them. */
  readonly candidates: readonly LineCandidate[];
  /** Where other values than those read clearly explain the file better. Nothing is changed by it. */
  readonly warnings: readonly SegyWarning[];
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Other bytes explain a survey only from here on, and must be so much better to be told of. */
const goodScore = 0.8;
const clearlyBetter = 0.25;
/** Formats are told apart by less: the header's word is part of their score. */
const betterFormat = 0.1;
const fewSamples = 1000;

function suspect(code: SegyWarningCode, message: string): SegyWarning {
  return { code, message };
}

function suspectCoordinates({ chosen, by, candidates }: Evidence<CoordinateBytes>): readonly SegyWarning[] {
  const [best] = candidates;
  const own = candidates.find(({ value }) => isSame(value, chosen))?.score ?? 0;
  if (by !== "file" || !best || best.score < goodScore || best.score - own < clearlyBetter) return [];
  return [
    suspect(
      "coordinate-bytes-suspected",
      `bytes ${chosen.x} and ${chosen.y} do not look like CDP X and Y; bytes ${best.value.x} and ${best.value.y} do: ${best.because}`,
    ),
  ];
}

function suspectFormat(
  { chosen, by, candidates }: SegyEvidence["format"],
  { traces, samplesPerTrace }: SegyLayout,
): readonly SegyWarning[] {
  // A few numbers look like anything.
  if (traces * samplesPerTrace < fewSamples) return [];
  const [best] = candidates;
  const own = candidates.find(({ formatCode }) => formatCode === chosen);
  if (by !== "file" || !best || !own || best.formatCode === chosen || best.score - own.score < betterFormat)
    return [];
  const name = (code: number): string => sampleFormat(code)?.name ?? String(code);
  return [
    suspect(
      "format-suspected",
      `the samples look hardly like seismic data as ${name(chosen)}; as ${name(best.formatCode)} (${best.formatCode}) they do`,
    ),
  ];
}

/** The file's own byte orders; that of Seismic Unix shows in how traces fill the file, and was found before. */
async function ordersOf(source: ByteSource, segy: SegyFile): Promise<readonly RankedOrder[]> {
  const { layout } = segy;
  if (layout.container === "su")
    return [
      {
        order: layout.byteOrder,
        score: 1,
        formatCode: 5,
        because: "traces of the sample count in their headers fill the file",
      },
    ];
  const head = await source.read(0, fileHeaderBytes);
  const near = await source.read(layout.firstTraceByteOffset, traceHeaderBytes);
  return rankByteOrders(head, near, layout.bytes, segy.reading.formatCode);
}

function formatWords(candidate: FormatCandidate | undefined): string {
  return candidate
    ? `${inPercent(candidate.usual)} of the samples are of a usual size, spread ${inPercent(candidate.spread)}, coherence ${inPercent(candidate.coherence)}`
    : "the binary header says so";
}

/**
 * Why a file is read as it is: for each value what the headers and the samples say, ranked, what was chosen and by whom.
 * Reads the file's head, up to 4000 trace headers and a few dozen traces.
 * @param source of the same file; where a survey lies in several, that of the first
 */
export async function gatherEvidence(
  source: ByteSource,
  segy: SegyFile,
  { profile = {}, signal }: EvidenceOptions = {},
): Promise<GatheredEvidence> {
  const { layout, reading } = segy;
  const isSu = layout.container === "su";
  const sample = await takeHeaderSample(segy, signal);
  const head = isSu ? undefined : await source.read(0, fileHeaderBytes);
  const firstTrace = await source.read(
    layout.firstTraceByteOffset,
    (layout.traceHeaderBlocks ?? 1) * traceHeaderBytes,
  );

  const by = (field: keyof SegyReading): DecidedBy =>
    reading[field] === undefined ? "file" : isSame(reading[field], profile[field]) ? "profile" : "person";
  const decide = <Value>(
    field: keyof SegyReading,
    chosen: Value,
    candidates: readonly EvidenceCandidate<Value>[],
    otherwise: string,
  ): Evidence<Value> => {
    const own = candidates.find(({ value }) => isSame(value, chosen));
    return {
      chosen,
      by: by(field),
      because:
        by(field) === "file"
          ? (own?.because ?? otherwise)
          : `as ${by(field) === "profile" ? "the profile" : "a person"} says`,
      candidates,
    };
  };

  const orders = await ordersOf(source, segy);
  const byteOrder = decide(
    "byteOrder",
    layout.byteOrder,
    orders.map(({ order, score, because }) => ({ value: order, score: roundShare(score), because })),
    "no order makes sense of the headers; the standard's is taken",
  );
  const formats = await rankFormats(source, segy, orders, reading, signal);
  const own = formats.find(
    ({ formatCode, byteOrder: order }) => formatCode === layout.format.code && order === layout.byteOrder,
  );
  const ofFormat = decide("formatCode", layout.format.code, [], formatWords(own));
  const format = { ...ofFormat, candidates: formats };
  const text = decide(
    "textEncoding",
    layout.text.encoding,
    head
      ? rankTextEncodings(head.subarray(0, textHeaderBytes)).map(({ encoding, share }) => ({
          value: encoding,
          score: roundShare(share),
          because: `${inPercent(share)} of its bytes are letters, digits, blanks or common punctuation`,
        }))
      : [],
    "there is no textual header",
  );

  const headers = { head, firstTrace };
  const samplesPerTrace = decide(
    "samplesPerTrace",
    layout.samplesPerTrace,
    sampleCountCandidates(headers, layout, sample),
    "as the traces lie",
  );
  const intervalMicroseconds = decide(
    "intervalMicroseconds",
    layout.intervalMicroseconds,
    intervalCandidates(headers, layout, sample),
    "the headers say so",
  );
  const delayMs = decide(
    "delayMs",
    layout.delayMs,
    delayCandidates(sample, !isSu),
    "the first trace says so",
  );

  const candidates = rankLineBytes(sample);
  const lineBytes = decide<LineBytes>(
    "lineBytes",
    segy.lineBytes,
    candidates.map(({ inline, crossline, score, regularity, density, coordinateFit }) => ({
      value: { inline, crossline },
      score: roundShare(score),
      because: [
        `${inPercent(regularity)} of the steps are those of lines`,
        `${inPercent(density)} of the bins are filled`,
        ...(coordinateFit === undefined
          ? []
          : [`planes over the coordinates explain ${inPercent(coordinateFit)}`]),
      ].join("; "),
    })),
    "the standard's bytes",
  );
  const lines = linesOf(
    [segy.lineBytes, ...candidates.filter(({ score }) => score >= goodScore)].map(
      ({ inline, crossline }) => ({
        inline: sample.word(inline),
        crossline: sample.word(crossline),
      }),
    ),
  );
  const taken = [segy.lineBytes.inline, segy.lineBytes.crossline];

  const coordinateBytes =
    layout.coordinateBytes &&
    decide(
      "coordinateBytes",
      layout.coordinateBytes,
      rankCoordinateBytes(sample, {
        ...(lines ? { lines } : {}),
        lineBytes: taken,
        scalar: layout.coordinateScalar,
      }),
      "the standard's bytes",
    );
  const places = layout.coordinateBytes ?? standardPlaces.coordinateBytes;
  const [x, y] = [sample.word(places.x), sample.word(places.y)];
  const coordinateScalar = decide(
    "coordinateScalar",
    layout.coordinateScalar,
    layout.coordinateBytes
      ? rankCoordinateScalars(sample, { x, y, scalarByte: standardPlaces.scalarByte })
      : [],
    "the first trace says so",
  );
  const gathers = findGathers(sample, lines, layout.cdpByte);
  const cdpByte = decide(
    "cdpByte",
    layout.cdpByte,
    rankCdpBytes(sample, {
      gathers: gathers?.by === "ensemble" ? undefined : gathers,
      taken: [...taken, places.x, places.y],
    }),
    "the standard's byte",
  );
  const offsetByte = decide(
    "offsetByte",
    layout.offsetByte,
    rankOffsetBytes(sample, gathers, [...taken, layout.cdpByte]),
    gathers ? "the standard's byte" : "the standard's byte; there are no gathers that could show another",
  );

  const distance =
    coordinateBytes && coordinateScalar.candidates.length > 0
      ? neighbourDistance(sample, x, y, layout.coordinateScalar)
      : 0;
  return {
    evidence: {
      byteOrder,
      format,
      textEncoding: text,
      samplesPerTrace,
      intervalMicroseconds,
      delayMs,
      lineBytes,
      ...(coordinateBytes ? { coordinateBytes } : {}),
      coordinateScalar,
      cdpByte,
      offsetByte,
    },
    candidates,
    warnings: [
      ...suspectFormat(format, layout),
      // Whoever says where line numbers are is not asked whether that is so.
      ...(reading.lineBytes ? [] : suspectLineBytes(segy.lineBytes, candidates)),
      ...(coordinateBytes ? suspectCoordinates(coordinateBytes) : []),
      ...(coordinateScalar.by === "file"
        ? suspectScalar(layout.coordinateScalar, coordinateScalar.candidates, distance)
        : []),
    ],
  };
}

interface Lines {
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
}

/** The first of these in which a number varies: what coordinates and gathers are judged by. */
const linesOf = (all: readonly Lines[]): Lines | undefined =>
  all.find(({ inline, crossline }) => [inline, crossline].some((values) => new Set(values).size > 1));
