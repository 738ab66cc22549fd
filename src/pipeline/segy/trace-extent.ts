import { fileHeaderBytes, type BinaryHeader } from "./binary-header.ts";
import { HeaderView } from "./byte-order.ts";
import type { ByteOrder, ByteSource } from "./contract.ts";
import type { ExtendedTexts } from "./extended-texts.ts";
import { looksLikeSecond } from "./header-likeness.ts";
import { textHeaderBytes } from "./text-encoding.ts";
import { placeOfExtension1, traceHeaderBytes } from "./trace-header.ts";

/** One way in which texts, trace headers and samples may fill a file. */
export interface Extent {
  readonly texts: number;
  /** Blocks of 240 bytes in a trace header. */
  readonly blocks: number;
  /** 0: nothing says it. */
  readonly samples: number;
  readonly firstTrace: number;
  readonly bytesPerTrace: number;
  /** Whole traces. */
  readonly traces: number;
  /** Bytes behind the whole traces that no trailer explains. */
  readonly rest: number;
  /** The header of the first trace, all blocks; shorter where the file ends in it. */
  readonly firstHeader: Uint8Array;
  /** Sample counts as the first trace says them: in its own field, and in extension 1. */
  readonly samplesOfTrace: number;
  readonly samplesOfExtension: number;
}

export interface ExtentEvidence {
  readonly source: ByteSource;
  readonly order: ByteOrder;
  readonly bytesPerSample: number;
  readonly header: BinaryHeader;
  /** Absent for files without file headers. */
  readonly texts?: ExtendedTexts;
  /** A person's. */
  readonly samplesGiven?: number;
}

/** Text header counts worth a try: what is announced, what is there, none. */
function textCounts({ header, texts }: ExtentEvidence): number[] {
  if (!texts) return [0];
  const declared = header.extendedTexts;
  if (declared === -1) {
    if (texts.toEnd !== undefined) return [texts.toEnd];
    return Array.from({ length: Math.min(texts.textLike, 16) + 1 }, (_, i) => texts.textLike - i);
  }
  return [...new Set([Math.max(0, declared), texts.textLike, texts.toEnd ?? 0, 0])];
}

/** Rest of `body` bytes behind the whole traces, less the data trailers that the header tells of. */
function fill(header: BinaryHeader, body: number, bytesPerTrace: number): { traces: number; rest: number } {
  const all = Math.floor(body / bytesPerTrace);
  const rest = body - all * bytesPerTrace;
  if (header.trailers === 0) return { traces: all, rest };
  const before = body - header.trailers * textHeaderBytes;
  if (header.trailers > 0 && before > 0 && before % bytesPerTrace === 0)
    return { traces: before / bytesPerTrace, rest: 0 };
  const counted = header.traces * bytesPerTrace;
  if (header.traces > 0 && counted <= body && (body - counted) % textHeaderBytes === 0)
    return { traces: header.traces, rest: 0 };
  return { traces: all, rest };
}

/** How much speaks for an extent. Whole traces that fill the file weigh most, then a second header where one should be. */
async function weigh(extent: Extent, evidence: ExtentEvidence): Promise<number> {
  const { header, source, order, texts } = evidence;
  if (extent.traces === 0) return -100;
  let points = extent.rest === 0 ? 8 : 0;
  if (header.firstTrace > 0 && extent.firstTrace === header.firstTrace) points += 3;
  if (header.traces > 0 && extent.traces === header.traces) points += 3;
  if (texts && extent.texts < texts.textLike) points -= 6;
  if (texts && header.revision.revision >= 1 && extent.texts === header.extendedTexts) points += 2;
  if (extent.blocks - 1 === header.furtherBlocks[0]) points += 2;
  if (extent.traces > 1) {
    const next = await source.read(extent.firstTrace + extent.bytesPerTrace, traceHeaderBytes);
    const likeness = looksLikeSecond(extent.firstHeader, next, order, {
      samples: extent.samples,
      intervalMicroseconds: header.intervalMicroseconds,
    });
    points += likeness === "yes" ? 4 : likeness === "no" ? -3 : 0;
  }
  return points;
}

async function extentsAt(
  evidence: ExtentEvidence,
  texts: number,
  firstTrace: number,
  blocks: number,
): Promise<Extent[]> {
  const { source, order, header, bytesPerSample, samplesGiven } = evidence;
  const there = Math.min(blocks * traceHeaderBytes, Math.max(0, source.sizeBytes - firstTrace));
  if (there < traceHeaderBytes) return [];
  const firstHeader = await source.read(firstTrace, there);
  const view = new HeaderView(firstHeader, order);
  const extension = placeOfExtension1(firstHeader);
  const samplesOfExtension = extension === undefined ? 0 : view.uint32(extension + 136);
  const samplesOfTrace = view.uint16(114);
  const counts =
    samplesGiven === undefined
      ? [header.extendedSamples, header.samples, samplesOfExtension, samplesOfTrace].filter(
          (count) => count > 0,
        )
      : [samplesGiven];
  return [...new Set(counts.length > 0 ? counts : [0])].map((samples) => {
    const bytesPerTrace = blocks * traceHeaderBytes + samples * bytesPerSample;
    const body = source.sizeBytes - firstTrace;
    return {
      ...{
        texts,
        blocks,
        samples,
        firstTrace,
        bytesPerTrace,
        firstHeader,
        samplesOfTrace,
        samplesOfExtension,
      },
      ...fill(header, body, bytesPerTrace),
    };
  });
}

/**
 * How the file is filled: of all combinations of what its headers say and what is seen in it, the one that most speaks for.
 * What the headers say comes first in each list, and the first of equals is taken.
 * @returns undefined where not even one trace header is there
 */
export async function findExtent(evidence: ExtentEvidence): Promise<Extent | undefined> {
  const { header, source, texts: hasTexts } = evidence;
  let best: { readonly extent: Extent; readonly points: number } | undefined;
  const blockCounts = [...new Set([...header.furtherBlocks, 0])].map((further) => further + 1);
  for (const texts of textCounts(evidence)) {
    const behindTexts = hasTexts ? fileHeaderBytes + texts * textHeaderBytes : 0;
    const firsts = new Set([behindTexts]);
    if (header.firstTrace >= behindTexts && header.firstTrace < source.sizeBytes)
      firsts.add(header.firstTrace);
    for (const firstTrace of firsts)
      for (const blocks of blockCounts)
        for (const extent of await extentsAt(evidence, texts, firstTrace, blocks)) {
          const points = await weigh(extent, evidence);
          if (!best || points > best.points) best = { extent, points };
        }
  }
  return best?.extent;
}
