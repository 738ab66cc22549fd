import type { SourcedIntervals } from "./contract.ts";

/** One interval of a trace whose source is known. */
export interface Piece {
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  readonly classIndex: number;
}

/** Intervals in the making: rows are appended, one by one or many at once from other columns. */
export class IntervalColumns {
  #columns: SourcedIntervals;
  #count = 0;

  constructor(capacity: number) {
    this.#columns = emptyColumns(Math.max(16, capacity));
  }

  append(source: number, inline: number, crossline: number, piece: Piece): void {
    this.#reserve(1);
    const at = this.#count++;
    const to = this.#columns;
    to.sourceIndex[at] = source;
    to.inline[at] = inline;
    to.crossline[at] = crossline;
    to.startMs[at] = piece.startMs;
    to.endMs[at] = piece.endMs;
    to.classIndex[at] = piece.classIndex;
  }

  /** Rows `from … to − 1` as they are. */
  appendRows(rows: SourcedIntervals, from: number, to: number): void {
    if (to <= from) return;
    this.#reserve(to - from);
    for (const name of columnNames) this.#columns[name].set(rows[name].subarray(from, to), this.#count);
    this.#count += to - from;
  }

  /** The rows; without a copy, so nothing is appended any more. */
  finish(): SourcedIntervals {
    const { sourceIndex, inline, crossline, startMs, endMs, classIndex } = this.#columns;
    const count = this.#count;
    return {
      sourceIndex: sourceIndex.subarray(0, count),
      inline: inline.subarray(0, count),
      crossline: crossline.subarray(0, count),
      startMs: startMs.subarray(0, count),
      endMs: endMs.subarray(0, count),
      classIndex: classIndex.subarray(0, count),
    };
  }

  #reserve(more: number): void {
    const capacity = this.#columns.inline.length;
    if (this.#count + more <= capacity) return;
    const wider = emptyColumns(Math.max(2 * capacity, this.#count + more));
    for (const name of columnNames) wider[name].set(this.#columns[name].subarray(0, this.#count));
    this.#columns = wider;
  }
}

const columnNames = ["sourceIndex", "inline", "crossline", "startMs", "endMs", "classIndex"] as const;

function emptyColumns(rows: number): SourcedIntervals {
  return {
    sourceIndex: new Int32Array(rows),
    inline: new Int32Array(rows),
    crossline: new Int32Array(rows),
    startMs: new Float32Array(rows),
    endMs: new Float32Array(rows),
    classIndex: new Int32Array(rows),
  };
}
