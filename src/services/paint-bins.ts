import { placeByFit, type CoordinateFit, type LinePositions } from "../pipeline/geometry/contract.ts";
import type { LineLattice } from "../pipeline/segy/contract.ts";
import { binColours, residualColour, type Rgb } from "./bin-colours.ts";
import type { BinsPixels, BinsWindow } from "./bins-contract.ts";

/** A canvas is drawn from no larger a picture: about what a screen shows, so that drawing it takes no time. */
const mostPixels = 1024;

export const columnsOf = ({ crosslines }: LineLattice): number =>
  (crosslines.max - crosslines.min) / crosslines.step + 1;

export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
}

export function rasterOf({ row, rowEnd, column, columnEnd }: BinsWindow): Raster {
  const stride = Math.max(1, Math.ceil(Math.max(rowEnd - row, columnEnd - column) / mostPixels));
  return {
    stride,
    width: Math.ceil((columnEnd - column) / stride),
    height: Math.ceil((rowEnd - row) / stride),
  };
}

function coloured(
  levels: Uint8Array,
  colours: readonly (Rgb | undefined)[],
  { width, height, stride }: Raster,
  { row, column }: BinsWindow,
): BinsPixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < levels.length; i++) {
    const colour = colours[levels[i]!];
    if (!colour) continue;
    data[4 * i] = colour[0];
    data[4 * i + 1] = colour[1];
    data[4 * i + 2] = colour[2];
    data[4 * i + 3] = 255;
  }
  return { data, width, height, stride, row, column };
}

/** Bins by what they hold: where one pixel stands for several, duplicated shows before missing, and missing before present. */
export function paintOccupancy(lattice: LineLattice, window: BinsWindow): BinsPixels {
  const raster = rasterOf(window);
  const columns = columnsOf(lattice);
  const levels = new Uint8Array(raster.width * raster.height);
  for (let row = window.row; row < window.rowEnd; row++) {
    const into = Math.floor((row - window.row) / raster.stride) * raster.width;
    for (let column = window.column; column < window.columnEnd; column++) {
      const traces = lattice.traces?.[row * columns + column] ?? 0;
      const level = traces === 0 ? 2 : traces === 1 ? 1 : 3;
      const at = into + Math.floor((column - window.column) / raster.stride);
      if (level > levels[at]!) levels[at] = level;
    }
  }
  return coloured(
    levels,
    [undefined, binColours.present, binColours.missing, binColours.duplicated],
    raster,
    window,
  );
}

/** Pre-stack surveys hold several traces in every bin: how many is no fault, and all that hold some are present. */
export function paintFold(lattice: LineLattice, window: BinsWindow): BinsPixels {
  const folds = lattice.traces?.map((traces) => Math.min(1, traces));
  return paintOccupancy({ ...lattice, ...(folds ? { traces: folds } : {}) }, window);
}

/** Distance of a trace from where its numbers put it. */
export function residualOf(
  { inline, crossline, cdpX, cdpY }: LinePositions,
  { inlines, crosslines }: LineLattice,
  fit: CoordinateFit,
  trace: number,
): number {
  const [x, y] = placeByFit(fit, inlines.step, crosslines.step, inline[trace]!, crossline[trace]!);
  return Math.hypot(cdpX[trace]! - x, cdpY[trace]! - y);
}

/** Bins by the largest distance of their traces from the fit; `full` and what is beyond has the last colour. */
export function paintResiduals(
  positions: LinePositions,
  lattice: LineLattice,
  fit: CoordinateFit,
  full: number,
  window: BinsWindow,
): BinsPixels {
  const raster = rasterOf(window);
  const levels = new Uint8Array(raster.width * raster.height);
  const { inlines, crosslines } = lattice;
  for (let trace = 0; trace < positions.count; trace++) {
    const row = (positions.inline[trace]! - inlines.min) / inlines.step;
    const column = (positions.crossline[trace]! - crosslines.min) / crosslines.step;
    if (row < window.row || row >= window.rowEnd || column < window.column || column >= window.columnEnd)
      continue;
    const share = Math.min(1, residualOf(positions, lattice, fit, trace) / full);
    const level = 1 + Math.round(254 * share);
    const at =
      Math.floor((row - window.row) / raster.stride) * raster.width +
      Math.floor((column - window.column) / raster.stride);
    if (level > levels[at]!) levels[at] = level;
  }
  const colours = [undefined, ...Array.from({ length: 255 }, (_, level) => residualColour(level / 254))];
  return coloured(levels, colours, raster, window);
}
