import type { Rgb } from "./bin-colours.ts";
import type { BinPlaces } from "./bin-places.ts";
import type { BinsVeil, BinsWindow } from "./bins-contract.ts";
import { forEachBin, put } from "./paint-bin-values.ts";
import { rasterOf } from "./paint-bins.ts";

/** More pieces than this take long to draw: then the veil stands alone, and is thicker. */
const mostPieces = 20_000;
const thinVeil = 56;
const thickVeil = 150;

type IsIn = (column: number, row: number) => boolean;

/** Straight pieces between bins that are in and those that are not; undefined where there are too many. */
function outlineOf(isIn: IsIn, { columns, rows }: BinPlaces): Int32Array | undefined {
  const ends: number[] = [];
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column < columns; column++) {
      const from = column;
      while (column < columns && isIn(column, row - 1) !== isIn(column, row)) column++;
      if (column > from) ends.push(from, row, column, row);
      if (ends.length > 4 * mostPieces) return undefined;
    }
  for (let column = 0; column <= columns; column++)
    for (let row = 0; row < rows; row++) {
      const from = row;
      while (row < rows && isIn(column - 1, row) !== isIn(column, row)) row++;
      if (row > from) ends.push(column, from, column, row);
      if (ends.length > 4 * mostPieces) return undefined;
    }
  return Int32Array.from(ends);
}

/** Bins that hold one of the traces under a veil, and their outline on the whole lattice. */
export function paintVeil(
  traceIndex: Int32Array,
  colour: Rgb,
  places: BinPlaces,
  window: BinsWindow,
): BinsVeil {
  const isSelected = new Uint8Array(places.bins);
  for (const trace of traceIndex) {
    const bin = places.binOf(trace);
    if (bin >= 0) isSelected[bin] = 1;
  }
  const { columns, rows } = places;
  const edges = outlineOf(
    (column, row) =>
      column >= 0 &&
      row >= 0 &&
      column < columns &&
      row < rows &&
      isSelected[places.binAt[row * columns + column]!] === 1,
    places,
  );
  const raster = rasterOf(window);
  const { width, height, stride } = raster;
  const data = new Uint8ClampedArray(4 * width * height);
  forEachBin(places, window, raster, (bin, pixel) => {
    if (isSelected[bin] === 1) put(data, pixel, colour, edges ? thinVeil : thickVeil);
  });
  return {
    data,
    width,
    height,
    stride,
    row: window.row,
    column: window.column,
    edges: edges ?? new Int32Array(0),
  };
}
