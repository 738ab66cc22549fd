import { binColour, noValueAlpha, noValueColour, type Rgb } from "./bin-colours.ts";
import type { BinPlaces } from "./bin-places.ts";
import type { BinValues } from "./bin-tallies.ts";
import type { BinsPixels, BinsScale, BinsWindow } from "./bins-contract.ts";
import { rasterOf, type Raster } from "./paint-bins.ts";

const scaleSteps = 256;
const opaque = 255;

/** Calls back for every bin of a window that holds a trace, with the pixel that stands for it. */
export function forEachBin(
  places: BinPlaces,
  window: BinsWindow,
  { width, stride }: Raster,
  see: (bin: number, pixel: number) => void,
): void {
  for (let row = window.row; row < window.rowEnd; row++) {
    const into = Math.floor((row - window.row) / stride) * width;
    for (let column = window.column; column < window.columnEnd; column++) {
      const bin = places.binAt[row * places.columns + column]!;
      if (bin >= 0) see(bin, into + Math.floor((column - window.column) / stride));
    }
  }
}

export function put(data: Uint8ClampedArray, pixel: number, [red, green, blue]: Rgb, alpha: number): void {
  data[4 * pixel] = red;
  data[4 * pixel + 1] = green;
  data[4 * pixel + 2] = blue;
  data[4 * pixel + 3] = alpha;
}

/** Place of a value on a scale, 0 … 1; the middle where the scale has no length. */
const shareOf = (value: number, { low, high }: BinsScale): number =>
  high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;

/**
 * Bins by their values. Those without a trace stay transparent, those without a value get a veil of grey. A pixel that stands
 * for several bins shows the mean of their numbers, their commonest class, or the worst of their flags.
 */
export function paintBinValues(
  values: BinValues,
  scale: BinsScale,
  places: BinPlaces,
  window: BinsWindow,
): BinsPixels {
  const raster = rasterOf(window);
  const pixels = raster.width * raster.height;
  const data = new Uint8ClampedArray(4 * pixels);
  forEachBin(places, window, raster, (_, pixel) => {
    if (data[4 * pixel + 3] === 0) put(data, pixel, noValueColour, Math.round(noValueAlpha * opaque));
  });
  if (values.kind === "numbers") {
    const colours = Array.from({ length: scaleSteps }, (_, step) =>
      binColour(values.palette, step / (scaleSteps - 1)),
    );
    const sums = new Float64Array(pixels);
    const counts = new Uint32Array(pixels);
    forEachBin(places, window, raster, (bin, pixel) => {
      const value = values.values[bin]!;
      if (Number.isNaN(value)) return;
      sums[pixel]! += value;
      counts[pixel]!++;
    });
    for (let pixel = 0; pixel < pixels; pixel++) {
      if (counts[pixel] === 0) continue;
      const share = shareOf(sums[pixel]! / counts[pixel]!, scale);
      put(data, pixel, colours[Math.round(share * (scaleSteps - 1))]!, opaque);
    }
  } else {
    const shown = values.shown === "worst" ? worstOf : commonestOf;
    const index = shown(values, places, window, raster);
    for (let pixel = 0; pixel < pixels; pixel++)
      if (index[pixel]! >= 0) put(data, pixel, values.colours[index[pixel]!]!, opaque);
  }
  const { width, height, stride } = raster;
  return { data, width, height, stride, row: window.row, column: window.column };
}

type Classes = Extract<BinValues, { kind: "classes" }>;

function worstOf({ index }: Classes, places: BinPlaces, window: BinsWindow, raster: Raster): Int16Array {
  const worst = new Int16Array(raster.width * raster.height).fill(-1);
  forEachBin(places, window, raster, (bin, pixel) => {
    if (index[bin]! > worst[pixel]!) worst[pixel] = index[bin]!;
  });
  return worst;
}

function commonestOf(
  { index, names }: Classes,
  places: BinPlaces,
  window: BinsWindow,
  raster: Raster,
): Int16Array {
  const pixels = raster.width * raster.height;
  if (raster.stride === 1) return worstOf({ index } as Classes, places, window, raster);
  // A pixel stands for fewer bins than 16 bits count: lattices have at most 2^26 of them, pictures about 2^20 pixels.
  const counts = new Uint16Array(pixels * names.length);
  forEachBin(places, window, raster, (bin, pixel) => {
    if (index[bin]! >= 0) counts[pixel * names.length + index[bin]!]!++;
  });
  const commonest = new Int16Array(pixels).fill(-1);
  for (let pixel = 0; pixel < pixels; pixel++) {
    let most = 0;
    for (let c = 0; c < names.length; c++) {
      const own = counts[pixel * names.length + c]!;
      if (own <= most) continue;
      most = own;
      commonest[pixel] = c;
    }
  }
  return commonest;
}
