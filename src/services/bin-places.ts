import type { LinePositions } from "../pipeline/geometry/contract.ts";
import type { LineLattice } from "../pipeline/segy/contract.ts";
import { columnsOf } from "./paint-bins.ts";

/**
 * Bins that hold a trace, numbered in the order of the lattice, so that what is known of bins takes memory for those alone:
 * at most one a trace, however sparse the lattice.
 */
export class BinPlaces {
  readonly columns: number;
  readonly rows: number;
  /** Bins that hold a trace. */
  readonly bins: number;
  /** Number of the bin at each place of the lattice, `[inline, crossline]`; −1 for those without a trace. */
  readonly binAt: Int32Array;
  /** The first trace of each bin, by its place in the file. */
  readonly firstTrace: Int32Array;
  readonly #positions: LinePositions;
  readonly #lattice: LineLattice;

  /** @param lattice one that is laid out */
  constructor(positions: LinePositions, lattice: LineLattice) {
    this.#positions = positions;
    this.#lattice = lattice;
    this.columns = columnsOf(lattice);
    this.rows = lattice.slots / this.columns;
    this.binAt = new Int32Array(lattice.slots).fill(-1);
    let bins = 0;
    lattice.traces?.forEach((traces, slot) => {
      if (traces > 0) this.binAt[slot] = bins++;
    });
    this.bins = bins;
    this.firstTrace = new Int32Array(bins).fill(-1);
    for (let trace = 0; trace < positions.count; trace++) {
      const bin = this.binOf(trace);
      if (this.firstTrace[bin] === -1) this.firstTrace[bin] = trace;
    }
  }

  get traces(): number {
    return this.#positions.count;
  }

  get bytes(): number {
    return this.binAt.byteLength + this.firstTrace.byteLength;
  }

  /** The place of a trace on the lattice. */
  slotOf(trace: number): number {
    const { inlines, crosslines } = this.#lattice;
    return (
      ((this.#positions.inline[trace]! - inlines.min) / inlines.step) * this.columns +
      (this.#positions.crossline[trace]! - crosslines.min) / crosslines.step
    );
  }

  /** The bin of a trace; −1 for a number that is no trace of the survey. */
  binOf(trace: number): number {
    return trace >= 0 && trace < this.traces ? this.binAt[this.slotOf(trace)]! : -1;
  }

  /** Line numbers of a place of the lattice. */
  numbersAt(slot: number): { readonly inline: number; readonly crossline: number } {
    const { inlines, crosslines } = this.#lattice;
    return {
      inline: inlines.min + Math.floor(slot / this.columns) * inlines.step,
      crossline: crosslines.min + (slot % this.columns) * crosslines.step,
    };
  }

  /** The place of line numbers on the lattice; undefined beside it. */
  slotAt(inline: number, crossline: number): number | undefined {
    const { inlines, crosslines } = this.#lattice;
    const row = (inline - inlines.min) / inlines.step;
    const column = (crossline - crosslines.min) / crosslines.step;
    const isPlace = (at: number, end: number): boolean => Number.isInteger(at) && at >= 0 && at < end;
    return isPlace(row, this.rows) && isPlace(column, this.columns) ? row * this.columns + column : undefined;
  }
}
