import { csvText } from "../pipeline/csv-text.ts";
import type { CoordinateFit, LinePositions } from "../pipeline/geometry/contract.ts";
import type { LineLattice } from "../pipeline/segy/contract.ts";
import type { BinPlaces } from "./bin-places.ts";
import type { BinsWindow } from "./bins-contract.ts";
import type { ColouredBins } from "./bins-source.ts";
import { residualOf } from "./paint-bins.ts";

const binsPerText = 10_000;

type Cell = string | number | null;

/** What a line of the file says of a bin beside its place and its traces. */
interface Columns {
  readonly names: readonly string[];
  /** @param bin its number */
  cells(bin: number): readonly Cell[];
}

function valueColumns({ values, title, unit }: ColouredBins): Columns {
  const heading = unit === undefined ? title : `${title} (${unit})`;
  // As many figures as the numbers have: they are kept in 32 bits.
  const number = (value: number): Cell => (Number.isNaN(value) ? null : Number(value.toPrecision(7)));
  if (values.kind === "numbers")
    return {
      names: [heading, "taken from"],
      cells: (bin) => [number(values.values[bin]!), values.counts[bin]!],
    };
  return {
    names: [heading, "share", "taken from"],
    cells: (bin) => {
      const index = values.index[bin]!;
      return index < 0
        ? [null, null, values.counts[bin]!]
        : [values.names[index]!, number(values.share[bin]!), values.counts[bin]!];
    },
  };
}

function residualColumns(
  positions: LinePositions,
  lattice: LineLattice,
  fit: CoordinateFit,
  places: BinPlaces,
): Columns {
  const largest = new Float64Array(places.bins);
  for (let trace = 0; trace < positions.count; trace++) {
    const bin = places.binOf(trace);
    largest[bin] = Math.max(largest[bin]!, residualOf(positions, lattice, fit, trace));
  }
  return { names: ["distance from the fit"], cells: (bin) => [Number(largest[bin]!.toPrecision(9))] };
}

/** What a file of bins is made from. */
export interface BinsToWrite {
  readonly positions: LinePositions;
  readonly lattice: LineLattice;
  readonly places: BinPlaces;
  readonly window: BinsWindow;
  /** The values of a colouring, or distances from a fit; absent: how many traces the bins hold. */
  readonly coloured?: ColouredBins | undefined;
  readonly fit?: CoordinateFit | undefined;
}

/**
 * Bins as CSV, in pieces: a line for each that holds a trace, X and Y of its first one. Where traces are all that is asked for,
 * bins without any are there too, with 0.
 * @param footer lines at the end, each a cell that begins with #
 */
export function binsCsv(
  { positions, lattice, places, window, coloured, fit }: BinsToWrite,
  footer: readonly string[],
): string[] {
  const traces = new Uint32Array(places.bins);
  for (let trace = 0; trace < positions.count; trace++) traces[places.binOf(trace)]!++;
  const columns = coloured
    ? valueColumns(coloured)
    : fit
      ? residualColumns(positions, lattice, fit, places)
      : undefined;
  const pieces = [csvText([["inline", "crossline", "x", "y", "traces", ...(columns?.names ?? [])]])];
  let rows: Cell[][] = [];
  const flush = (): void => {
    pieces.push(csvText(rows));
    rows = [];
  };
  for (let row = window.row; row < window.rowEnd; row++)
    for (let column = window.column; column < window.columnEnd; column++) {
      const slot = row * places.columns + column;
      const bin = places.binAt[slot]!;
      const { inline, crossline } = places.numbersAt(slot);
      const first = bin < 0 ? -1 : places.firstTrace[bin]!;
      if (bin >= 0)
        rows.push([
          inline,
          crossline,
          positions.cdpX[first]!,
          positions.cdpY[first]!,
          traces[bin]!,
          ...(columns?.cells(bin) ?? []),
        ]);
      else if (!columns) rows.push([inline, crossline, null, null, 0]);
      if (rows.length >= binsPerText) flush();
    }
  rows.push(...footer.map((line) => [`# ${line}`]));
  flush();
  return pieces;
}
