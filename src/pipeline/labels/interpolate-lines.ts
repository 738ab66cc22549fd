import type { LabelIntervals, Strokes } from "./contract.ts";

/** What is between two labelled lines. */
export interface InterpolatedLines {
  /** By class index. */
  readonly strokes: ReadonlyMap<number, Strokes>;
  /** Traces that were given labels. */
  readonly traces: number;
  /** Places along the lines where both say something, but not the same classes in the same order. */
  readonly unlike: number;
}

interface Row {
  readonly startMs: number;
  readonly endMs: number;
  readonly classIndex: number;
}

/** The intervals of one line by the number that goes along it, each trace's in order. */
function byPlace(intervals: LabelIntervals, axis: "inline" | "crossline", line: number): Map<number, Row[]> {
  const along = axis === "inline" ? intervals.crossline : intervals.inline;
  const places = new Map<number, Row[]>();
  intervals[axis].forEach((number, row) => {
    if (number !== line) return;
    const there = places.get(along[row]!) ?? [];
    there.push({
      startMs: intervals.startMs[row]!,
      endMs: intervals.endMs[row]!,
      classIndex: intervals.classIndex[row]!,
    });
    places.set(along[row]!, there);
  });
  return places;
}

/**
 * Labels for the lines between two that are labelled: where both have the same classes in the same order, starts and ends go
 * over linearly from one to the other. Elsewhere nothing is made up.
 * @param intervals hold both lines, each trace's in order and disjoint
 * @param axis which number is constant along these lines
 * @param lines numbers of the lines to label, between the two
 */
export function interpolateLines(
  intervals: LabelIntervals,
  axis: "inline" | "crossline",
  [first, second]: readonly [number, number],
  lines: readonly number[],
): InterpolatedLines {
  const there = byPlace(intervals, axis, first);
  const beyond = byPlace(intervals, axis, second);
  const strokes = new Map<number, Strokes>();
  const between = lines.filter((line) => (line - first) * (line - second) < 0);
  let unlike = 0;
  let traces = 0;
  for (const [place, rows] of there) {
    const others = beyond.get(place);
    if (!others) continue;
    const isAlike =
      rows.length === others.length && rows.every((row, i) => row.classIndex === others[i]!.classIndex);
    if (!isAlike) {
      unlike++;
      continue;
    }
    traces += between.length;
    for (const line of between) {
      const share = (line - first) / (second - first);
      rows.forEach((row, i) => {
        const other = others[i]!;
        const own = strokes.get(row.classIndex) ?? { inline: [], crossline: [], startMs: [], endMs: [] };
        own.inline.push(axis === "inline" ? line : place);
        own.crossline.push(axis === "inline" ? place : line);
        own.startMs.push(row.startMs + share * (other.startMs - row.startMs));
        own.endMs.push(row.endMs + share * (other.endMs - row.endMs));
        strokes.set(row.classIndex, own);
      });
    }
  }
  return { strokes, traces, unlike };
}
