import type { EvidenceCandidate } from "./contract.ts";
import {
  forNeighbours,
  inPercent,
  isOfHalves,
  roundShare,
  varyingColumns,
  type NumberColumn,
} from "./header-numbers.ts";
import type { HeaderSample } from "./header-sample.ts";

const standardCdp = 21;
const standardOffset = 37;
/** Fields that count traces, or traces in a gather: they go on as regularly as what is looked for. */
const counters = new Set([1, 5, 13, 25]);
/** Field record and source point: what shots are known by. */
const shotBytes = [9, 17];
const largestCdp = 100_000_000;
const largestOffset = 1_000_000;
const mostCandidates = 5;
const leastScore = 0.4;

/** For each trace which bin or gather it is of, numbered from 0; undefined where no two traces share one. */
export interface Gathers {
  readonly of: Int32Array;
  readonly count: number;
  /** What they are known by, in words. */
  readonly by: string;
}

function gathersBy(keys: readonly Int32Array[], count: number, by: string): Gathers | undefined {
  const places = new Map<string, number>();
  const of = Int32Array.from({ length: count }, (_, i) => {
    const key = keys.map((column) => column[i]).join(" ");
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return place;
  });
  return places.size > 1 && 2 * places.size <= count ? { of, count: places.size, by } : undefined;
}

/** Bins that hold several traces, ensembles or shots: the first of these that the headers have. */
export function findGathers(
  sample: HeaderSample,
  lines: { readonly inline: Int32Array; readonly crossline: Int32Array } | undefined,
  cdpByte: number,
): Gathers | undefined {
  const { count } = sample;
  return (
    (lines && gathersBy([lines.inline, lines.crossline], count, "bin")) ??
    gathersBy([sample.word(cdpByte)], count, "ensemble") ??
    gathersBy([sample.word(shotBytes[0]!)], count, "field record") ??
    gathersBy([sample.word(shotBytes[1]!)], count, "source point")
  );
}

/** Share of neighbours between which a number stays, or goes on by its step or a few. */
function evenness(column: NumberColumn, sample: HeaderSample): number {
  const step = Math.abs(column.step);
  let [even, all] = [0, 0];
  forNeighbours(sample, (i, before) => {
    const difference = Math.abs(column.values[i]! - column.values[before]!);
    all++;
    if (difference === 0 || (difference % step === 0 && difference <= 3 * step)) even++;
  });
  return all === 0 ? 0 : even / all;
}

/** Share of gathers (or bins) in which a number is the same in all traces. */
function constancy({ values }: NumberColumn, { of, count }: Gathers): number {
  const seen = new Map<number, number>();
  const broken = new Set<number>();
  of.forEach((gather, i) => {
    const known = seen.get(gather);
    if (known === undefined) seen.set(gather, values[i]!);
    else if (known !== values[i]) broken.add(gather);
  });
  return 1 - broken.size / count;
}

const best = <Value>(candidates: readonly EvidenceCandidate<Value>[]): EvidenceCandidate<Value>[] =>
  candidates
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score)
    .slice(0, mostCandidates);

/**
 * Where the ensemble (CDP) number may be: words at even offsets that go on by a step along lines, and are the same in all
 * traces of a gather where there are gathers. Best first, at most five.
 * @param gathers by bins or shots, not by the number that is looked for
 */
export function rankCdpBytes(
  sample: HeaderSample,
  { gathers, taken }: { readonly gathers: Gathers | undefined; readonly taken: readonly number[] },
): readonly EvidenceCandidate<number>[] {
  if (sample.count < 2) return [];
  return best(
    varyingColumns(sample)
      .filter(({ min, max, byte }) => min >= 0 && max <= largestCdp && byte !== standardOffset)
      .map((column) => {
        const even = evenness(column, sample);
        const parts = [even];
        const because = [`goes on by ${Math.abs(column.step)} or stays in ${inPercent(even)} of the steps`];
        // A number that few traces share is known; one that only two values has tells little.
        const many = Math.min(1, column.distinct / Math.max(2, Math.min(sample.count, 10)));
        parts.push(many);
        because.push(`${column.distinct} different`);
        if (gathers) {
          const constant = constancy(column, gathers);
          parts.push(constant);
          because.push(`the same within ${inPercent(constant)} of the gathers by ${gathers.by}`);
        }
        const explained = parts.reduce((sum, part) => sum + part, 0) / parts.length;
        const isTaken = counters.has(column.byte) || taken.includes(column.byte);
        return {
          value: column.byte,
          score: roundShare(
            0.92 * explained +
              (column.byte === standardCdp ? 0.08 : 0) -
              (isTaken ? 0.1 : 0) -
              (isOfHalves(column.byte) ? 0.2 : 0),
          ),
          because: because.join("; "),
        };
      }),
  );
}

/** Share of steps between the different values, in order of size, that are the usual one. */
function ladder({ values }: NumberColumn): number {
  const distinct = Int32Array.from(new Set(values)).sort();
  const steps = new Map<number, number>();
  for (let i = 1; i < distinct.length; i++) {
    const step = distinct[i]! - distinct[i - 1]!;
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  return distinct.length < 2 ? 0 : Math.max(...steps.values()) / (distinct.length - 1);
}

/**
 * Where the offset may be, in a file with gathers: words at even offsets that differ within a gather, take the same values in
 * the other gathers, and rise by a regular step. Best first, at most five; without gathers no byte explains anything.
 */
export function rankOffsetBytes(
  sample: HeaderSample,
  gathers: Gathers | undefined,
  taken: readonly number[],
): readonly EvidenceCandidate<number>[] {
  if (!gathers || sample.count < 2) return [];
  const { count } = sample;
  const largestGather = Math.max(...sizesOf(gathers));
  return best(
    varyingColumns(sample)
      .filter(({ min, max }) => Math.max(Math.abs(min), Math.abs(max)) <= largestOffset)
      .map((column) => {
        const pairs = new Set<number>();
        // Exact: both are far below 2^26.
        gathers.of.forEach((gather, i) => pairs.add(gather * 4 * largestOffset + column.values[i]!));
        const different = pairs.size / count;
        // Of all values times all gathers, how many there are: the same values everywhere give all.
        const repeats = Math.min(1, largestGather / column.distinct);
        const even = ladder(column);
        const explained = (2 * different + 2 * repeats + even) / 5;
        const isTaken = counters.has(column.byte) || taken.includes(column.byte);
        return {
          value: column.byte,
          score: roundShare(
            0.92 * explained +
              (column.byte === standardOffset ? 0.08 : 0) -
              (isTaken ? 0.1 : 0) -
              (isOfHalves(column.byte) ? 0.2 : 0),
          ),
          because: `${inPercent(different)} of the traces have their own within the ${gathers.by}; ${column.distinct} different in gathers of up to ${largestGather}; ${inPercent(even)} of the steps are the usual one`,
        };
      }),
  );
}

function sizesOf({ of, count }: Gathers): Int32Array {
  const sizes = new Int32Array(count);
  for (const gather of of) sizes[gather]!++;
  return sizes;
}
