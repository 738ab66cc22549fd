import type { SectionView } from "../../services/section-contract.ts";
import type { SelectedTraces } from "../state/selection.ts";
import { margins } from "./draw-axes.ts";
import { mixLayer, type Mixture } from "./draw-layers.ts";
import { drawGround, drawMarks } from "./draw-scene.ts";
import { placeSelection } from "./draw-selection.ts";
import { placeWindows, windowAt } from "./draw-windows.ts";
import { readTheme } from "./scene-theme.ts";
import { panTool, type SectionTool } from "./scene-tools.ts";
import type {
  PlacedWindow,
  Scene,
  SceneInk,
  SceneSketch,
  SceneTheme,
  SectionLayer,
  SectionWindow,
} from "./scene-types.ts";
import {
  aspectOf,
  boxView,
  clampView,
  fitView,
  holdAspect,
  isInside,
  panView,
  sharesAt,
  toSample,
  toScreenX,
  toScreenY,
  toTrace,
  viewShowing,
  zoomView,
  type Extent,
  type Frame,
  type ViewBox,
} from "./view-transform.ts";

/** A place on the section under the cursor. */
export interface ScenePoint {
  /** On the canvas, CSS pixels. */
  readonly x: number;
  readonly y: number;
  /** Trace along the line and sample, whole numbers. */
  readonly trace: number;
  readonly sample: number;
  readonly window?: PlacedWindow;
}

export interface SceneListeners {
  onView(view: ViewBox, section: SectionView, frame: Frame): void;
  onPoint(point: ScenePoint | undefined): void;
  onPick(point: ScenePoint): void;
}

/** What a scene draws on: the canvas, and plain elements for what moves with the pointer, which cost no redrawing. */
export interface SceneElements {
  readonly canvas: HTMLCanvasElement;
  readonly vertical: HTMLElement;
  readonly horizontal: HTMLElement;
  readonly box: HTMLElement;
}

/**
 * A section with its axes. It draws by itself, at most once a frame, and knows nothing of React: moving about renders no
 * component.
 */
export class SectionScene {
  readonly #context: CanvasRenderingContext2D;
  #layers: readonly SectionLayer[] = [];
  #mixtures: Mixture[] = [];
  #opacity = 0.5;
  #mutes = true;
  #view: ViewBox = { x0: 0, x1: 1, y0: 0, y1: 1 };
  #windows: readonly SectionWindow[] = [];
  #placed: readonly PlacedWindow[] = [];
  #selected: number | undefined;
  #selection: SelectedTraces | undefined;
  #selectedBoxes: readonly ViewBox[] = [];
  #theme: SceneTheme;
  #size = { width: 0, height: 0, ratio: 1 };
  #cursor: { readonly x: number; readonly y: number } | undefined;
  #frameAsked = 0;
  #ink: SceneInk | undefined;
  #isMirrored = false;
  #sketch: SceneSketch | undefined;
  /** Held through zooming and resizing; undefined: free. */
  #aspect: number | undefined;
  #tool: SectionTool = panTool;

  constructor(
    private readonly elements: SceneElements,
    private readonly listeners: SceneListeners,
  ) {
    const context = elements.canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("this browser has no canvas to draw on");
    this.#context = context;
    this.#theme = readTheme(elements.canvas);
  }

  get extent(): Extent {
    const section = this.#layers[0]?.section;
    return section ? { traces: section.lineTraces, samples: section.samples } : { traces: 1, samples: 1 };
  }

  get isEmpty(): boolean {
    return this.#layers.length === 0;
  }

  get view(): ViewBox {
    return this.#view;
  }

  get frame(): Frame {
    const { width, height } = this.#size;
    return {
      left: margins.left,
      top: margins.top,
      width: Math.max(10, width - margins.left - margins.right),
      height: Math.max(10, height - margins.top - margins.bottom),
      isMirrored: this.#isMirrored,
    };
  }

  /** What is drawn now, for a picture of it. */
  scene(frame = this.frame, theme = this.#theme): Scene | undefined {
    if (this.#layers.length === 0) return undefined;
    return {
      layers: this.#layers,
      overlayOpacity: this.#opacity,
      mutes: this.#mutes,
      ink: this.#ink,
      view: this.#view,
      frame,
      windows: this.#placed,
      ...(this.#selected === undefined ? {} : { selectedWindow: this.#selected }),
      selection: this.#selectedBoxes,
      theme,
    };
  }

  get mixtures(): readonly Mixture[] {
    return this.#mixtures;
  }

  resize(width: number, height: number, ratio: number): void {
    this.#size = { width, height, ratio };
    this.elements.canvas.width = Math.round(width * ratio);
    this.elements.canvas.height = Math.round(height * ratio);
    this.setView(this.#view);
    this.#ask();
  }

  /** @param view where another line begins; the view stays where it is for the same one */
  setLayers(layers: readonly SectionLayer[], view?: ViewBox): void {
    const before = this.#layers[0]?.section;
    this.#layers = layers;
    const section = layers[0]?.section;
    if (section && section.key !== before?.key) {
      this.#placed = placeWindows(section, this.#windows);
      this.#selectedBoxes = placeSelection(section, this.#selection);
      this.setView(view ?? fitView(this.extent));
    }
    this.#mix();
    this.#ask();
  }

  /** What draws over the amplitudes. */
  setInk(ink: SceneInk | undefined): void {
    this.#ink = ink;
    this.#ask();
  }

  get tool(): SectionTool {
    return this.#tool;
  }

  /** What another tool had begun is given up. */
  setTool(tool: SectionTool): void {
    if (tool === this.#tool) return;
    this.#tool.cancel(this);
    this.#tool = tool;
  }

  /** Draws what a tool is about to make, over all else; the exported picture does not have it. */
  setSketch(sketch: SceneSketch | undefined): void {
    this.#sketch = sketch;
    this.#ask();
  }

  redraw(): void {
    this.#ask();
  }

  /** Turns the line round. */
  setMirrored(isMirrored: boolean): void {
    this.#isMirrored = isMirrored;
    this.#placeCrosshair();
    this.#ask();
  }

  /** Holds how much higher a sample is than a trace is wide, from now on; undefined lets it go. */
  setAspect(aspect: number | undefined): void {
    this.#aspect = aspect;
    this.setView(this.#view);
  }

  get aspect(): number {
    return aspectOf(this.#view, this.frame);
  }

  /** Zooms so that what is at a place of the canvas stays there. */
  zoomAt(x: number, y: number, factorX: number, factorY: number): void {
    const down = this.#aspect === undefined ? factorY : factorX;
    this.setView(zoomView(this.#view, ...sharesAt(this.frame, x, y), factorX, down, this.extent));
  }

  /** Zooms into what lies between two places of the canvas; nothing for a box too small to be meant. */
  zoomInto(from: readonly [number, number], to: readonly [number, number]): void {
    const view = boxView(this.#view, this.frame, from, to, this.extent);
    if (view) this.setView(view);
  }

  /** Moves what is seen, in pixels to the right and down. */
  panBy(right: number, down: number): void {
    const { width, height } = this.frame;
    const across = (this.#isMirrored ? -right : right) / width;
    this.setView(panView(this.#view, across, down / height, this.extent));
  }

  setMutes(shown: boolean): void {
    this.#mutes = shown;
    this.#ask();
  }

  setOpacity(opacity: number): void {
    if (opacity === this.#opacity) return;
    this.#opacity = opacity;
    this.#mix();
    this.#ask();
  }

  setWindows(windows: readonly SectionWindow[], selected?: number): void {
    const section = this.#layers[0]?.section;
    if (windows !== this.#windows) this.#placed = section ? placeWindows(section, windows) : [];
    this.#windows = windows;
    this.#selected = selected;
    this.#ask();
  }

  setSelection(selection: SelectedTraces | undefined): void {
    const section = this.#layers[0]?.section;
    this.#selection = selection;
    this.#selectedBoxes = section ? placeSelection(section, selection) : [];
    this.#ask();
  }

  /** Moves the view so that a highlighted window is seen. */
  showWindow(index: number): void {
    const placed = this.#placed.find((candidate) => candidate.index === index);
    if (placed) this.setView(viewShowing(this.#view, placed.box, this.extent));
  }

  setView(view: ViewBox): void {
    const section = this.#layers[0]?.section;
    if (!section) return;
    const { frame, extent } = this;
    this.#view =
      this.#aspect === undefined ? clampView(view, extent) : holdAspect(view, frame, this.#aspect, extent);
    this.listeners.onView(this.#view, section, frame);
    this.#placeCrosshair();
    this.#ask();
  }

  fit(): void {
    this.setView(fitView(this.extent));
  }

  themeChanged(): void {
    this.#theme = readTheme(this.elements.canvas);
    this.#ask();
  }

  pointAt(x: number, y: number): ScenePoint | undefined {
    const scene = this.scene();
    if (!scene || !isInside(scene.frame, x, y)) return undefined;
    const { traces, samples } = this.extent;
    const trace = Math.min(traces - 1, Math.max(0, Math.floor(toTrace(this.#view, scene.frame, x))));
    const sample = Math.min(samples - 1, Math.max(0, Math.floor(toSample(this.#view, scene.frame, y))));
    const window = windowAt(scene, x, y);
    return { x, y, trace, sample, ...(window ? { window } : {}) };
  }

  /** Moves the crosshair; undefined takes it away. */
  setCursor(cursor: { readonly x: number; readonly y: number } | undefined): void {
    if (!cursor && !this.#cursor) return;
    this.#cursor = cursor;
    this.listeners.onPoint(cursor && this.pointAt(cursor.x, cursor.y));
    this.#placeCrosshair();
  }

  pick(x: number, y: number): void {
    const point = this.pointAt(x, y);
    if (point) this.listeners.onPick(point);
  }

  /** Shows the box that is being drawn for zooming, by two of its corners. */
  setBox(box: readonly [number, number, number, number] | undefined): void {
    const { style } = this.elements.box;
    style.display = box ? "block" : "none";
    if (!box) return;
    const [x0, y0, x1, y1] = box;
    style.transform = `translate(${Math.min(x0, x1)}px, ${Math.min(y0, y1)}px)`;
    style.width = `${Math.abs(x1 - x0)}px`;
    style.height = `${Math.abs(y1 - y0)}px`;
  }

  dispose(): void {
    cancelAnimationFrame(this.#frameAsked);
  }

  #mix(): void {
    this.#mixtures = this.#layers.map((layer, i) => mixLayer(layer, this.#opacity, this.#mixtures[i]));
  }

  /** Draws in the next frame; asked for several times, once. */
  #ask(): void {
    if (this.#frameAsked !== 0) return;
    this.#frameAsked = requestAnimationFrame(() => {
      this.#frameAsked = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const context = this.#context;
    const { width, height, ratio } = this.#size;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = this.#theme.ground;
    context.fillRect(0, 0, width, height);
    const scene = this.scene();
    if (!scene) return;
    drawGround(context, scene, this.#mixtures);
    scene.ink?.draw(context, scene, ratio);
    drawMarks(context, scene);
    this.#sketch?.(context, scene);
  }

  /** Through the middle of the trace and the sample that are read out. */
  #placeCrosshair(): void {
    const { vertical, horizontal } = this.elements;
    const point = this.#cursor && this.pointAt(this.#cursor.x, this.#cursor.y);
    for (const line of [vertical, horizontal]) line.style.display = point ? "block" : "none";
    if (!point) return;
    const { frame } = this;
    const x = Math.round(toScreenX(this.#view, frame, point.trace + 0.5));
    const y = Math.round(toScreenY(this.#view, frame, point.sample + 0.5));
    vertical.style.transform = `translate(${x}px, ${frame.top}px)`;
    vertical.style.height = `${frame.height}px`;
    horizontal.style.transform = `translate(${frame.left}px, ${y}px)`;
    horizontal.style.width = `${frame.width}px`;
  }
}
