import type { LabelIntervals } from "./contract.ts";
import { firstSampleAt, type SampleAxis } from "./samples-of-pieces.ts";
import { UNLABELLED } from "./unlabelled.ts";

/** Labels of one survey as they apply to it, with classes as places in a scheme that both sides share. */
export type ComparedIntervals = LabelIntervals;

/** Intervals of one trace among columns: rows `from … to − 1`. */
interface TraceRows {
  readonly inline: number;
  readonly crossline: number;
  readonly a: readonly [from: number, to: number];
  readonly b: readonly [from: number, to: number];
}

/** Goes through the traces of both, in order. */
function* tracesOfBoth(a: ComparedIntervals, b: ComparedIntervals): Generator<TraceRows> {
  const endOf = ({ inline, crossline }: ComparedIntervals, from: number): number => {
    let end = from;
    while (end < inline.length && inline[end] === inline[from] && crossline[end] === crossline[from]) end++;
    return end;
  };
  let [i, j] = [0, 0];
  while (i < a.inline.length || j < b.inline.length) {
    const order =
      i >= a.inline.length
        ? 1
        : j >= b.inline.length
          ? -1
          : a.inline[i]! - b.inline[j]! || a.crossline[i]! - b.crossline[j]!;
    const inA = order <= 0 ? endOf(a, i) : i;
    const inB = order >= 0 ? endOf(b, j) : j;
    const [side, row] = order <= 0 ? [a, i] : [b, j];
    yield { inline: side.inline[row]!, crossline: side.crossline[row]!, a: [i, inA], b: [j, inB] };
    i = inA;
    j = inB;
  }
}

/** One stretch that is the same in both from its start to its end; −1: without a label there. */
type OnStretch = (classA: number, classB: number, from: number, to: number) => void;

/** Cuts a trace where either side changes; `edge` says where a time lies on the axis that is asked for. */
function stretches(
  a: ComparedIntervals,
  b: ComparedIntervals,
  { a: [fromA, toA], b: [fromB, toB] }: TraceRows,
  edge: (timeMs: number) => number,
  onStretch: OnStretch,
): void {
  let at = -Infinity;
  for (let i = fromA, j = fromB; i < toA || j < toB;) {
    // What each side says next: what it is in, or what comes.
    const startA = i < toA ? Math.max(at, edge(a.startMs[i]!)) : Infinity;
    const startB = j < toB ? Math.max(at, edge(b.startMs[j]!)) : Infinity;
    const start = Math.min(startA, startB);
    const isInA = startA === start;
    const isInB = startB === start;
    const endA = i < toA ? edge(a.endMs[i]!) : Infinity;
    const endB = j < toB ? edge(b.endMs[j]!) : Infinity;
    const end = Math.min(isInA ? endA : startA, isInB ? endB : startB);
    if (end > start)
      onStretch(isInA ? a.classIndex[i]! : UNLABELLED, isInB ? b.classIndex[j]! : UNLABELLED, start, end);
    at = Math.max(end, start);
    if (i < toA && endA <= at) i++;
    if (j < toB && endB <= at) j++;
  }
}

/** How much became another class; without a label counts as a class (−1). */
export interface ClassChange {
  readonly from: number;
  readonly to: number;
  readonly traces: number;
  /** In the vertical unit, all traces together. */
  readonly totalMs: number;
}

/** What differs between labels, class pair by class pair; add the surveys one after the other. */
export class LabelDifference {
  readonly #changes = new Map<string, { from: number; to: number; traces: number; totalMs: number }>();
  /** Traces on which anything is another. */
  traces = 0;

  add(a: ComparedIntervals, b: ComparedIntervals): void {
    for (const trace of tracesOfBoth(a, b)) {
      const here = new Map<string, { from: number; to: number; ms: number }>();
      stretches(
        a,
        b,
        trace,
        (time) => time,
        (from, to, start, end) => {
          if (from === to) return;
          const key = `${from}>${to}`;
          here.set(key, { from, to, ms: (here.get(key)?.ms ?? 0) + (end - start) });
        },
      );
      if (here.size > 0) this.traces++;
      for (const [key, { from, to, ms }] of here) {
        const sum = this.#changes.get(key) ?? { from, to, traces: 0, totalMs: 0 };
        sum.traces++;
        sum.totalMs += ms;
        this.#changes.set(key, sum);
      }
    }
  }

  /** The largest first. */
  changes(): ClassChange[] {
    return [...this.#changes.values()].sort(
      (x, y) => y.totalMs - x.totalMs || x.from - y.from || x.to - y.to,
    );
  }
}

/** Samples by the class that each side gives them, `[classes, classes]` row by row, and those that one side leaves open. */
export interface SampleCounts {
  readonly both: Float64Array;
  onlyA: number;
  onlyB: number;
}

export const noSamples = (classes: number): SampleCounts => ({
  both: new Float64Array(classes * classes),
  onlyA: 0,
  onlyB: 0,
});

/** Counts the samples of one survey, line by line: `countsOf` says where a trace's go. */
export function countSamples(
  a: ComparedIntervals,
  b: ComparedIntervals,
  axis: SampleAxis,
  classes: number,
  countsOf: (inline: number, crossline: number) => SampleCounts,
): void {
  for (const trace of tracesOfBoth(a, b)) {
    const counts = countsOf(trace.inline, trace.crossline);
    stretches(
      a,
      b,
      trace,
      (time) => firstSampleAt(time, axis),
      (classA, classB, start, end) => {
        if (classB === UNLABELLED) counts.onlyA += end - start;
        else if (classA === UNLABELLED) counts.onlyB += end - start;
        else counts.both[classA * classes + classB]! += end - start;
      },
    );
  }
}
