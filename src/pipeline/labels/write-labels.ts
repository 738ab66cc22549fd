import { csvText } from "../csv-text.ts";
import type { VerticalUnit } from "../../quantities/units.ts";
import type { LabelIntervals } from "./contract.ts";
import { shortestFloat32 } from "./shortest-number.ts";

/** Labels of one survey as they apply to it, on their way into a file. */
export interface LabelsToWrite {
  readonly classes: readonly string[];
  /** Sorted by (inline, crossline, start), without overlaps. */
  readonly intervals: LabelIntervals;
  readonly verticalUnit: VerticalUnit;
}

const rowsPerPiece = 4096;

/** CSV intervals, piece by piece, as `parseLabelCsv` reads them: the same intervals to the bit. */
export function* labelCsv({ classes, intervals, verticalUnit }: LabelsToWrite): Generator<string> {
  yield csvText([["inline", "crossline", `start_${verticalUnit}`, `end_${verticalUnit}`, "class"]]);
  const { inline, crossline, startMs, endMs, classIndex } = intervals;
  for (let first = 0; first < inline.length; first += rowsPerPiece)
    yield csvText(
      Array.from({ length: Math.min(rowsPerPiece, inline.length - first) }, (_, i) => {
        const row = first + i;
        return [
          inline[row]!,
          crossline[row]!,
          shortestFloat32(startMs[row]!),
          shortestFloat32(endMs[row]!),
          classes[classIndex[row]!]!,
        ];
      }),
    );
}

/** Columns of a text table of points: where they are by numbers of lines, or by X and Y. */
export type PointColumns = "lines" | "coordinates";

/** How points and horizons are written. */
export interface PointLayout {
  readonly columns: PointColumns;
  /** Of Z; s only where the labels are in time. */
  readonly zUnit: "ms" | "s" | "m" | "ft";
  /** Column names and what the file is, as OpendTect writes them; XYZ and `.pts` have none. */
  readonly hasHeader: boolean;
}

/** CDP X and Y of a trace; undefined where the survey has none there. */
export type PlaceOf = (inline: number, crossline: number) => readonly [x: number, y: number] | undefined;

/** One point on its way out. */
export interface PointToWrite {
  readonly inline: number;
  readonly crossline: number;
  readonly atMs: number;
}

/**
 * Points as lines of text: `inline crossline Z` or `X Y Z`, apart by tabs. Those without coordinates are left out where
 * coordinates are written.
 */
export function* pointLines(
  points: Iterable<PointToWrite>,
  layout: PointLayout,
  placeOf: PlaceOf,
  about: readonly string[] = [],
): Generator<string> {
  if (layout.hasHeader) {
    const names = layout.columns === "lines" ? ["Inline", "Crossline"] : ["X", "Y"];
    yield [
      ...about.map((line) => `# ${line}`),
      ...[...names, `Z (${layout.zUnit})`].map((name, i) => `# ${i + 1}: ${name}`),
      "# - - - - - - - - - -",
      "",
    ].join("\n");
  }
  let lines: string[] = [];
  for (const { inline, crossline, atMs } of points) {
    const place = layout.columns === "lines" ? [inline, crossline] : placeOf(inline, crossline);
    if (!place) continue;
    // Shifting the point alone keeps all digits of ms when they are written as seconds.
    const z = layout.zUnit === "s" ? `${shortestFloat32(atMs)}e-3` : shortestFloat32(atMs);
    lines.push(`${place[0]}\t${place[1]}\t${layout.zUnit === "s" ? String(Number(z)) : z}\n`);
    if (lines.length < rowsPerPiece) continue;
    yield lines.join("");
    lines = [];
  }
  if (lines.length > 0) yield lines.join("");
}

/** A point on every labelled sample of a class: what training sets of points are made of. */
export function* samplePoints(
  { intervals }: LabelsToWrite,
  classIndex: number,
  samplesIn: (startMs: number, endMs: number) => Iterable<number>,
): Generator<PointToWrite> {
  for (let row = 0; row < intervals.inline.length; row++)
    if (intervals.classIndex[row] === classIndex)
      for (const atMs of samplesIn(intervals.startMs[row]!, intervals.endMs[row]!))
        yield { inline: intervals.inline[row]!, crossline: intervals.crossline[row]!, atMs };
}

/** The upper or the lower side of a class on each trace that has it: of several intervals, of the first or of the last. */
export function* horizonPoints(
  { intervals }: LabelsToWrite,
  classIndex: number,
  side: "top" | "base",
): Generator<PointToWrite> {
  const { inline, crossline, startMs, endMs } = intervals;
  let last = -1;
  const point = (row: number): PointToWrite => ({
    inline: inline[row]!,
    crossline: crossline[row]!,
    atMs: side === "top" ? startMs[row]! : endMs[row]!,
  });
  for (let row = 0; row < inline.length; row++) {
    if (intervals.classIndex[row] !== classIndex) continue;
    const isNewTrace = last < 0 || inline[last] !== inline[row] || crossline[last] !== crossline[row];
    if (side === "base" && isNewTrace && last >= 0) yield point(last);
    if (side === "top" && isNewTrace) yield point(row);
    last = row;
  }
  if (side === "base" && last >= 0) yield point(last);
}
