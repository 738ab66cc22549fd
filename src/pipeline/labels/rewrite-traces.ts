import type { LabelRestore, SourcedIntervals } from "./contract.ts";
import { IntervalColumns, type Piece } from "./interval-columns.ts";

/** First row at or after `from` that is not before (source, inline, crossline) in the order of the rows. */
export function lowerBound(
  { sourceIndex, inline, crossline }: SourcedIntervals,
  from: number,
  source: number,
  il: number,
  xl: number,
): number {
  const isBefore = (row: number): boolean =>
    (sourceIndex[row]! - source || inline[row]! - il || crossline[row]! - xl) < 0;
  // Neighbours are asked for one after the other: look near first, then by halves.
  let low = from;
  let step = 1;
  while (low + step <= sourceIndex.length && isBefore(low + step - 1)) {
    low += step;
    step *= 2;
  }
  let high = Math.min(sourceIndex.length, low + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First row after those of (source, inline, crossline), which begin at `from`. */
export function endOfTrace(rows: SourcedIntervals, from: number): number {
  const { sourceIndex, inline, crossline } = rows;
  let end = from;
  while (
    end < sourceIndex.length &&
    sourceIndex[end] === sourceIndex[from] &&
    inline[end] === inline[from] &&
    crossline[end] === crossline[from]
  )
    end++;
  return end;
}

/** Whether a row is of this trace in this source. */
export const isTrace = (
  rows: SourcedIntervals,
  row: number,
  source: number,
  il: number,
  xl: number,
): boolean => rows.sourceIndex[row] === source && rows.inline[row] === il && rows.crossline[row] === xl;

/** The intervals of one trace in one source, in order. */
export function piecesOf(rows: SourcedIntervals, from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  for (let row = from; row < to; row++)
    pieces.push({
      startMs: rows.startMs[row]!,
      endMs: rows.endMs[row]!,
      classIndex: rows.classIndex[row]!,
    });
  return pieces;
}

/**
 * New columns in which the named traces have, in each source, what `rewrite` makes of what was there.
 * @param traces sorted by (inline, crossline), each once
 * @returns also the rows that were on those traces
 */
export function rewriteTraces(
  rows: SourcedIntervals,
  sources: number,
  traces: LabelRestore["traces"],
  rewrite: (source: number, trace: number, pieces: Piece[]) => readonly Piece[],
): { readonly intervals: SourcedIntervals; readonly removed: SourcedIntervals } {
  const intervals = new IntervalColumns(rows.inline.length + 2 * traces.inline.length);
  const removed = new IntervalColumns(traces.inline.length);
  let copied = 0;
  for (let source = 0; source < sources; source++)
    for (let trace = 0; trace < traces.inline.length; trace++) {
      const il = traces.inline[trace]!;
      const xl = traces.crossline[trace]!;
      const from = lowerBound(rows, copied, source, il, xl);
      const to = isTrace(rows, from, source, il, xl) ? endOfTrace(rows, from) : from;
      intervals.appendRows(rows, copied, from);
      removed.appendRows(rows, from, to);
      for (const piece of rewrite(source, trace, piecesOf(rows, from, to)))
        intervals.append(source, il, xl, piece);
      copied = to;
    }
  intervals.appendRows(rows, copied, rows.inline.length);
  return { intervals: intervals.finish(), removed: removed.finish() };
}
