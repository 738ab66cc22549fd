import type { BinsView, BinsWindow } from "../../services/bins-contract.ts";
import type { Box, MapPoint } from "./map-projection.ts";

/** What the axes of a map of bins count. */
export type BinAxes = "numbers" | "places";

/** What is seen, in the map's own units, up is up: line numbers in steps from the least (edges of bins), or CDP X and Y. */
export interface MapView {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** From bins to the map: `x = a·column + c·row + e`, `y = b·column + d·row + f`, at the edges of bins. */
export interface BinPlane {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Bins have places where a fit has two directions. */
export const hasPlaces = ({ geometry: { fit } }: BinsView): boolean =>
  fit?.inlineVector !== undefined && fit.crosslineVector !== undefined;

export function planeOf({ geometry: { fit } }: BinsView, axes: BinAxes): BinPlane {
  if (axes === "numbers" || !fit?.inlineVector || !fit.crosslineVector)
    return { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
  const { origin, inlineVector: across, crosslineVector: along } = fit;
  // A trace stands in the middle of its bin.
  return {
    a: along.x,
    b: along.y,
    c: across.x,
    d: across.y,
    e: origin.x - (along.x + across.x) / 2,
    f: origin.y - (along.y + across.y) / 2,
  };
}

export const toMap = ({ a, b, c, d, e, f }: BinPlane, column: number, row: number): MapPoint => [
  a * column + c * row + e,
  b * column + d * row + f,
];

/** Column and row, with fractions, at a place of the map. */
export function toBins({ a, b, c, d, e, f }: BinPlane, [x, y]: MapPoint): MapPoint {
  const determinant = a * d - b * c;
  return [(d * (x - e) - c * (y - f)) / determinant, (a * (y - f) - b * (x - e)) / determinant];
}

export const toScreen = ({ x0, x1, y0, y1 }: MapView, box: Box, [x, y]: MapPoint): MapPoint => [
  box.left + ((x - x0) / (x1 - x0)) * box.width,
  box.top + ((y1 - y) / (y1 - y0)) * box.height,
];

export const fromScreen = ({ x0, x1, y0, y1 }: MapView, box: Box, [x, y]: MapPoint): MapPoint => [
  x0 + ((x - box.left) / box.width) * (x1 - x0),
  y1 - ((y - box.top) / box.height) * (y1 - y0),
];

const corners = ({ rows, columns }: BinsView): MapPoint[] => [
  [0, 0],
  [columns, 0],
  [0, rows],
  [columns, rows],
];

/** A bin is shown no taller or wider than this: a single line is a band, not a wall. */
const largestBin = 48;
const room = 1.06;

/** The view of all bins: places keep one scale both ways. */
export function fitBins(bins: BinsView, axes: BinAxes, box: Box): MapView {
  const plane = planeOf(bins, axes);
  const points = corners(bins).map(([column, row]) => toMap(plane, column, row));
  const bounds = (at: 0 | 1): [number, number] => [
    Math.min(...points.map((point) => point[at])),
    Math.max(...points.map((point) => point[at])),
  ];
  const [x, y] = [bounds(0), bounds(1)];
  let [width, height] = [(x[1] - x[0]) * room, (y[1] - y[0]) * room];
  if (axes === "numbers") {
    width = Math.max(width, box.width / largestBin);
    height = Math.max(height, box.height / largestBin);
  } else {
    const scale = Math.min(box.width / width, box.height / height);
    [width, height] = [box.width / scale, box.height / scale];
  }
  const [midX, midY] = [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
  return { x0: midX - width / 2, x1: midX + width / 2, y0: midY - height / 2, y1: midY + height / 2 };
}

/** Keeps the middle of the view on the survey, and neither further away than twice the whole nor closer than a few bins. */
export function clampToFit(view: MapView, whole: MapView, closest: number): MapView {
  const span = Math.min(2, Math.max(closest, (view.x1 - view.x0) / (whole.x1 - whole.x0)));
  const [width, height] = [span * (whole.x1 - whole.x0), span * (whole.y1 - whole.y0)];
  const inside = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
  const x = inside((view.x0 + view.x1) / 2, whole.x0, whole.x1);
  const y = inside((view.y0 + view.y1) / 2, whole.y0, whole.y1);
  return { x0: x - width / 2, x1: x + width / 2, y0: y - height / 2, y1: y + height / 2 };
}

/** @param at stays where it is, on the map; @param factor above 1: closer */
export const zoomMap = (view: MapView, [x, y]: MapPoint, factor: number): MapView => ({
  x0: x + (view.x0 - x) / factor,
  x1: x + (view.x1 - x) / factor,
  y0: y + (view.y0 - y) / factor,
  y1: y + (view.y1 - y) / factor,
});

/** By shares of what is seen; up is up. */
export function panMap(view: MapView, across: number, up: number): MapView {
  const [dx, dy] = [across * (view.x1 - view.x0), up * (view.y1 - view.y0)];
  return { x0: view.x0 + dx, x1: view.x1 + dx, y0: view.y0 + dy, y1: view.y1 + dy };
}

/** The bins that a view shows, as a window of the lattice; undefined where it shows none. */
export function windowSeen(
  bins: BinsView,
  axes: BinAxes,
  { x0, x1, y0, y1 }: MapView,
): BinsWindow | undefined {
  const plane = planeOf(bins, axes);
  const seen = [
    [x0, y0],
    [x1, y0],
    [x0, y1],
    [x1, y1],
  ].map(([x, y]) => toBins(plane, [x!, y!]));
  const range = (at: 0 | 1, size: number): [number, number] => [
    Math.max(0, Math.floor(Math.min(...seen.map((point) => point[at])))),
    Math.min(size, Math.ceil(Math.max(...seen.map((point) => point[at])))),
  ];
  const [column, columnEnd] = range(0, bins.columns);
  const [row, rowEnd] = range(1, bins.rows);
  return row < rowEnd && column < columnEnd ? { row, rowEnd, column, columnEnd } : undefined;
}

/** Line numbers of a bin. */
export const numbersAt = (
  { geometry }: BinsView,
  column: number,
  row: number,
): { readonly inline: number; readonly crossline: number } => ({
  inline: geometry.inlines.min + row * geometry.inlineSteps.step,
  crossline: geometry.crosslines.min + column * geometry.crosslineSteps.step,
});
