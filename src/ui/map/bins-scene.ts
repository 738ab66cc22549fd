import type { BinsView, LatticePoint } from "../../services/bins-contract.ts";
import type { PaintedBins, PaintedVeil } from "../../services/section-face.ts";
import { ticksIn } from "../section/axis-ticks.ts";
import { readTheme } from "../section/scene-theme.ts";
import type { SceneTheme } from "../section/scene-types.ts";
import {
  clampToFit,
  fitBins,
  fromScreen,
  planeOf,
  toBins,
  toMap,
  toScreen,
  type BinAxes,
  type BinPlane,
  type MapView,
} from "./bins-view.ts";
import type { Box, MapPoint } from "./map-projection.ts";
import type { MapTool } from "./map-store.ts";

export type BinsRaster = PaintedBins<ImageBitmap>;
export type BinsVeilRaster = PaintedVeil<ImageBitmap>;

/** What is drawn: all bins, and closer ones over them where pixels stand for several. */
export interface BinsPicture {
  readonly bins: BinsView;
  readonly axes: BinAxes;
  readonly rasters: readonly BinsRaster[];
  /** Over what is selected. */
  readonly veils: readonly BinsVeilRaster[];
}

const margins = { left: 78, right: 14, top: 12, bottom: 38 } as const;

export const boxIn = (width: number, height: number, header = 0): Box => ({
  left: margins.left,
  top: header + margins.top,
  width: Math.max(10, width - margins.left - margins.right),
  height: Math.max(10, height - header - margins.top - margins.bottom),
});

/** Ticks of an axis of line numbers stand at the middle of their bins. */
function ticksAlong(
  picture: BinsPicture,
  axis: "x" | "y",
  from: number,
  to: number,
  most: number,
): { readonly at: number; readonly label: string }[] {
  if (picture.axes === "places") return ticksIn(from, to, most);
  const { geometry } = picture.bins;
  const { min, max } = axis === "x" ? geometry.crosslines : geometry.inlines;
  const { step } = axis === "x" ? geometry.crosslineSteps : geometry.inlineSteps;
  const [first, last] = [min + (from - 0.5) * step, min + (to - 0.5) * step];
  return ticksIn(Math.max(min, first), Math.min(max, last), most, 1).map(({ at, label }) => ({
    at: (at - min) / step + 0.5,
    label,
  }));
}

function drawAxes(
  context: CanvasRenderingContext2D,
  picture: BinsPicture,
  view: MapView,
  box: Box,
  theme: SceneTheme,
): void {
  const [right, bottom] = [box.left + box.width, box.top + box.height];
  context.font = `11px ${theme.font}`;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
  context.textBaseline = "top";
  for (const { at, label } of ticksAlong(picture, "x", view.x0, view.x1, Math.max(2, box.width / 90))) {
    const x = Math.round(toScreen(view, box, [at, 0])[0]) + 0.5;
    context.fillStyle = theme.line;
    context.fillRect(x - 0.5, bottom, 1, 5);
    context.fillStyle = theme.dim;
    context.textAlign = x > right - 24 ? "right" : "center";
    context.fillText(label, Math.min(x, right + 10), bottom + 7);
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { at, label } of ticksAlong(picture, "y", view.y0, view.y1, Math.max(2, box.height / 46))) {
    const y = Math.round(toScreen(view, box, [0, at])[1]) + 0.5;
    context.fillStyle = theme.line;
    context.fillRect(box.left - 5, y - 0.5, 5, 1);
    context.fillStyle = theme.dim;
    context.fillText(label, box.left - 8, y);
  }
  const { unit } = picture.bins;
  const inUnit = unit ? ` (${unit})` : "";
  const [across, up] = picture.axes === "places" ? [`X${inUnit}`, `Y${inUnit}`] : ["Crossline", "Inline"];
  context.fillStyle = theme.dim;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  context.fillText(across, box.left + box.width / 2, bottom + 33);
  context.save();
  context.translate(12, box.top + box.height / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = "middle";
  context.fillText(up, 0, 0);
  context.restore();
}

/** The way from the lattice to CSS pixels. */
function toPixels(plane: BinPlane, view: MapView, box: Box): DOMMatrix {
  const [scaleX, scaleY] = [box.width / (view.x1 - view.x0), box.height / (view.y1 - view.y0)];
  const [x, y] = toScreen(view, box, toMap(plane, 0, 0));
  return new DOMMatrix([plane.a * scaleX, -plane.b * scaleY, plane.c * scaleX, -plane.d * scaleY, x, y]);
}

/** A line that stands out on any colour: dark under the accent. */
function strokeTwice(context: CanvasRenderingContext2D, path: Path2D, theme: SceneTheme): void {
  context.lineJoin = "round";
  context.strokeStyle = "rgb(0 0 0 / 70%)";
  context.lineWidth = 3.5;
  context.stroke(path);
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.5;
  context.stroke(path);
}

const outlines = new WeakMap<Int32Array, Path2D>();

/** In the lattice's own units; made once, since it may be long. */
function outlineOf(edges: Int32Array): Path2D {
  let path = outlines.get(edges);
  if (!path) {
    path = new Path2D();
    for (let i = 0; i < edges.length; i += 4) {
      path.moveTo(edges[i]!, edges[i + 1]!);
      path.lineTo(edges[i + 2]!, edges[i + 3]!);
    }
    outlines.set(edges, path);
  }
  return path;
}

/** Draws bins and axes into a part of a canvas whose units are CSS pixels times `ratio`. */
export function drawBins(
  context: CanvasRenderingContext2D,
  picture: BinsPicture,
  view: MapView,
  box: Box,
  theme: SceneTheme,
  ratio: number,
): void {
  const plane = planeOf(picture.bins, picture.axes);
  const [scaleX, scaleY] = [box.width / (view.x1 - view.x0), box.height / (view.y1 - view.y0)];
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  for (const { bitmap, stride, row, column } of [...picture.rasters, ...picture.veils]) {
    const [x, y] = toScreen(view, box, toMap(plane, column, row));
    const [a, b, c, d] = [
      plane.a * stride * scaleX,
      -plane.b * stride * scaleY,
      plane.c * stride * scaleX,
      -plane.d * stride * scaleY,
    ];
    context.setTransform(ratio * a, ratio * b, ratio * c, ratio * d, ratio * x, ratio * y);
    // Bins smaller than pixels are mixed, so that none is lost; larger ones have edges.
    context.imageSmoothingEnabled = Math.min(Math.hypot(a, b), Math.hypot(c, d)) * ratio < 1;
    context.drawImage(bitmap, 0, 0);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const { edges } of picture.veils) {
    const path = new Path2D();
    path.addPath(outlineOf(edges), toPixels(plane, view, box));
    strokeTwice(context, path, theme);
  }
  context.restore();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawAxes(context, picture, view, box, theme);
}

/** A bin under the pointer. */
export interface BinPoint {
  /** On the canvas, CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly row: number;
  readonly column: number;
}

export interface BinsListeners {
  onView(view: MapView): void;
  onPoint(point: BinPoint | undefined): void;
  onPick(point: BinPoint, isCrossline: boolean): void;
  /** A rectangle or a polygon was drawn, at least three corners. */
  onShape(polygon: readonly LatticePoint[], tool: MapTool): void;
}

/** As near to a polygon's first corner a click closes it, in pixels. */
const closingReach = 9;

/** A map of bins that draws itself, at most once a frame, and knows nothing of React. */
export class BinsScene {
  readonly #context: CanvasRenderingContext2D;
  #picture: BinsPicture | undefined;
  #view: MapView = { x0: 0, x1: 1, y0: 0, y1: 1 };
  #isWhole = true;
  #theme: SceneTheme;
  #size = { width: 10, height: 10, ratio: 1 };
  #frameAsked = 0;
  #tool: MapTool = "open";
  /** Corners of a polygon that is being drawn, on the lattice, and where the pointer is. */
  #draft: LatticePoint[] = [];
  #pointer: MapPoint | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly zoomBox: HTMLElement,
    private readonly listeners: BinsListeners,
  ) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("this browser has no canvas to draw on");
    this.#context = context;
    this.#theme = readTheme(canvas);
  }

  get view(): MapView {
    return this.#view;
  }

  get box(): Box {
    return boxIn(this.#size.width, this.#size.height);
  }

  resize(width: number, height: number, ratio: number): void {
    this.#size = { width, height, ratio };
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.#refit();
  }

  setPicture(picture: BinsPicture | undefined): void {
    const before = this.#picture;
    this.#picture = picture;
    if (picture?.bins !== before?.bins || picture?.axes !== before?.axes) this.#isWhole = true;
    this.#refit();
  }

  setView(view: MapView): void {
    if (!this.#picture) return;
    const { bins, axes } = this.#picture;
    const whole = fitBins(bins, axes, this.box);
    this.#view = clampToFit(view, whole, Math.min(1, 8 / Math.max(bins.rows, bins.columns)));
    this.#isWhole = false;
    this.listeners.onView(this.#view);
    this.#ask();
  }

  fit(): void {
    this.#isWhole = true;
    this.#refit();
  }

  themeChanged(): void {
    this.#theme = readTheme(this.canvas);
    this.#ask();
  }

  get tool(): MapTool {
    return this.#tool;
  }

  setTool(tool: MapTool): void {
    this.#tool = tool;
    this.dropDraft();
  }

  get isDrafting(): boolean {
    return this.#draft.length > 0;
  }

  /** Adds a corner to the polygon; one near its first corner closes it. */
  addCorner(x: number, y: number): void {
    const picture = this.#picture;
    if (!picture) return;
    const [first] = this.#draft;
    const [firstX, firstY] = first ? this.#screenOf(first) : [NaN, NaN];
    if (this.#draft.length > 2 && Math.hypot(x - firstX, y - firstY) < closingReach) {
      this.closeDraft();
      return;
    }
    this.#draft.push(this.#latticeAt(picture, x, y));
    this.#ask();
  }

  dropCorner(): void {
    this.#draft.pop();
    this.#ask();
  }

  dropDraft(): void {
    this.#draft = [];
    this.#ask();
  }

  /** Ends the polygon where it has three corners. */
  closeDraft(): void {
    if (this.#draft.length < 3) return;
    const polygon = this.#draft;
    this.dropDraft();
    this.listeners.onShape(polygon, "polygon");
  }

  /** A rectangle on the screen, by two of its corners. */
  takeRectangle(x0: number, y0: number, x1: number, y1: number): void {
    const picture = this.#picture;
    if (!picture) return;
    const corners = [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ] as const;
    this.listeners.onShape(
      corners.map(([x, y]) => this.#latticeAt(picture, x, y)),
      "rectangle",
    );
  }

  /** The bin at a place of the canvas; undefined beside the survey. */
  binAt(x: number, y: number): BinPoint | undefined {
    const { box } = this;
    const picture = this.#picture;
    if (!picture || x < box.left || y < box.top || x > box.left + box.width || y > box.top + box.height)
      return undefined;
    const [column, row] = toBins(
      planeOf(picture.bins, picture.axes),
      fromScreen(this.#view, box, [x, y]),
    ).map(Math.floor);
    if (column! < 0 || row! < 0 || column! >= picture.bins.columns || row! >= picture.bins.rows)
      return undefined;
    return { x, y, column: column!, row: row! };
  }

  placeAt(x: number, y: number): MapPoint {
    return fromScreen(this.#view, this.box, [x, y]);
  }

  setCursor(at: MapPoint | undefined): void {
    this.#pointer = at;
    if (this.isDrafting) this.#ask();
    this.listeners.onPoint(at && this.binAt(...at));
  }

  pick(x: number, y: number, isCrossline: boolean): void {
    const point = this.binAt(x, y);
    if (point) this.listeners.onPick(point, isCrossline);
  }

  /** Shows the box that is being drawn for zooming or selecting, by two of its corners. */
  setBox(corners: readonly [number, number, number, number] | undefined): void {
    const { style } = this.zoomBox;
    style.display = corners ? "block" : "none";
    if (!corners) return;
    const [x0, y0, x1, y1] = corners;
    style.transform = `translate(${Math.min(x0, x1)}px, ${Math.min(y0, y1)}px)`;
    style.width = `${Math.abs(x1 - x0)}px`;
    style.height = `${Math.abs(y1 - y0)}px`;
  }

  dispose(): void {
    cancelAnimationFrame(this.#frameAsked);
  }

  #latticeAt({ bins, axes }: BinsPicture, x: number, y: number): LatticePoint {
    return toBins(planeOf(bins, axes), fromScreen(this.#view, this.box, [x, y]));
  }

  #screenOf([column, row]: LatticePoint): MapPoint {
    const { bins, axes } = this.#picture!;
    return toScreen(this.#view, this.box, toMap(planeOf(bins, axes), column, row));
  }

  /** The polygon so far, and the piece to the pointer. */
  #drawDraft(): void {
    if (!this.isDrafting || !this.#picture) return;
    const context = this.#context;
    const corners = this.#draft.map((corner) => this.#screenOf(corner));
    const path = new Path2D();
    for (const [x, y] of this.#pointer ? [...corners, this.#pointer] : corners) path.lineTo(x, y);
    strokeTwice(context, path, this.#theme);
    context.fillStyle = this.#theme.accent;
    corners.forEach(([x, y], i) => {
      const size = i === 0 ? 9 : 5;
      context.fillRect(x - size / 2, y - size / 2, size, size);
    });
  }

  #refit(): void {
    if (this.#picture && this.#isWhole) {
      this.#view = fitBins(this.#picture.bins, this.#picture.axes, this.box);
      this.listeners.onView(this.#view);
    }
    this.#ask();
  }

  #ask(): void {
    if (this.#frameAsked !== 0) return;
    this.#frameAsked = requestAnimationFrame(() => {
      this.#frameAsked = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const { width, height, ratio } = this.#size;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.fillStyle = this.#theme.ground;
    this.#context.fillRect(0, 0, width, height);
    if (this.#picture) drawBins(this.#context, this.#picture, this.#view, this.box, this.#theme, ratio);
    this.#drawDraft();
  }
}
