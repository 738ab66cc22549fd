import { drawAxes, margins } from "./draw-axes.ts";
import { drawMixture, mixLayer, type Mixture } from "./draw-layers.ts";
import { drawWindows, placeWindows, windowAt } from "./draw-windows.ts";
import { readTheme } from "./scene-theme.ts";
import type { PlacedWindow, Scene, SceneTheme, SectionLayer, SectionWindow } from "./scene-types.ts";
import {
  clampView,
  fitView,
  isInside,
  toSample,
  toScreenX,
  toScreenY,
  toTrace,
  viewShowing,
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
  onView(view: ViewBox): void;
  onPoint(point: ScenePoint | undefined): void;
  onPick(point: ScenePoint): void;
}

/**
 * A section on two canvases: pictures and axes below, the crosshair above. It draws by itself, at most once a frame, and
 * knows nothing of React: moving about costs no rendering of components.
 */
export class SectionScene {
  readonly #below: CanvasRenderingContext2D;
  readonly #above: CanvasRenderingContext2D;
  #layers: readonly SectionLayer[] = [];
  #mixtures: Mixture[] = [];
  #opacity = 0.5;
  #view: ViewBox = { x0: 0, x1: 1, y0: 0, y1: 1 };
  #windows: readonly SectionWindow[] = [];
  #placed: readonly PlacedWindow[] = [];
  #selected: number | undefined;
  #theme: SceneTheme;
  #size = { width: 0, height: 0, ratio: 1 };
  #cursor: { readonly x: number; readonly y: number } | undefined;
  /** Corners of the box that is being drawn for zooming. */
  #box: readonly [number, number, number, number] | undefined;
  #frameAsked = 0;
  #dirty = { below: true, above: true };

  constructor(
    private readonly canvases: { readonly below: HTMLCanvasElement; readonly above: HTMLCanvasElement },
    private readonly listeners: SceneListeners,
  ) {
    const below = canvases.below.getContext("2d", { alpha: false });
    const above = canvases.above.getContext("2d");
    if (!below || !above) throw new Error("this browser has no canvas to draw on");
    this.#below = below;
    this.#above = above;
    this.#theme = readTheme(canvases.below);
  }

  get extent(): Extent {
    const section = this.#layers[0]?.section;
    return section ? { traces: section.lineTraces, samples: section.samples } : { traces: 1, samples: 1 };
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
    };
  }

  /** What is drawn now, for a picture of it. */
  scene(frame = this.frame, theme = this.#theme): Scene | undefined {
    if (this.#layers.length === 0) return undefined;
    return {
      layers: this.#layers,
      overlayOpacity: this.#opacity,
      view: this.#view,
      frame,
      windows: this.#placed,
      ...(this.#selected === undefined ? {} : { selectedWindow: this.#selected }),
      theme,
    };
  }

  get mixtures(): readonly Mixture[] {
    return this.#mixtures;
  }

  resize(width: number, height: number, ratio: number): void {
    this.#size = { width, height, ratio };
    for (const canvas of [this.canvases.below, this.canvases.above]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.#ask("both");
  }

  /** @param view where another line begins; the view stays where it is for the same one */
  setLayers(layers: readonly SectionLayer[], view?: ViewBox): void {
    const before = this.#layers[0]?.section;
    this.#layers = layers;
    const section = layers[0]?.section;
    if (section && section.key !== before?.key) {
      this.#placed = placeWindows(section, this.#windows);
      this.#view = clampView(view ?? fitView(this.extent), this.extent);
      this.listeners.onView(this.#view);
    }
    this.#mix();
    this.#ask("both");
  }

  setOpacity(opacity: number): void {
    if (opacity === this.#opacity) return;
    this.#opacity = opacity;
    this.#mix();
    this.#ask("below");
  }

  setWindows(windows: readonly SectionWindow[], selected?: number): void {
    const section = this.#layers[0]?.section;
    if (windows !== this.#windows) this.#placed = section ? placeWindows(section, windows) : [];
    this.#windows = windows;
    this.#selected = selected;
    this.#ask("below");
  }

  /** Moves the view so that a highlighted window is seen. */
  showWindow(index: number): void {
    const placed = this.#placed.find((candidate) => candidate.index === index);
    if (placed) this.setView(viewShowing(this.#view, placed.box, this.extent));
  }

  setView(view: ViewBox): void {
    this.#view = clampView(view, this.extent);
    this.listeners.onView(this.#view);
    this.#ask("both");
  }

  fit(): void {
    this.setView(fitView(this.extent));
  }

  themeChanged(): void {
    this.#theme = readTheme(this.canvases.below);
    this.#ask("both");
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
    this.#ask("above");
  }

  pick(x: number, y: number): void {
    const point = this.pointAt(x, y);
    if (point) this.listeners.onPick(point);
  }

  setBox(box: readonly [number, number, number, number] | undefined): void {
    this.#box = box;
    this.#ask("above");
  }

  dispose(): void {
    cancelAnimationFrame(this.#frameAsked);
  }

  #mix(): void {
    this.#mixtures = this.#layers.map((layer, i) => mixLayer(layer, this.#opacity, this.#mixtures[i]));
  }

  #ask(what: "below" | "above" | "both"): void {
    if (what !== "above") this.#dirty.below = true;
    if (what !== "below") this.#dirty.above = true;
    if (this.#frameAsked !== 0) return;
    this.#frameAsked = requestAnimationFrame(() => {
      this.#frameAsked = 0;
      const { below, above } = this.#dirty;
      this.#dirty = { below: false, above: false };
      if (below) this.#drawBelow();
      if (above) this.#drawAbove();
    });
  }

  #drawBelow(): void {
    const context = this.#below;
    const { width, height, ratio } = this.#size;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = this.#theme.ground;
    context.fillRect(0, 0, width, height);
    const scene = this.scene();
    if (!scene) return;
    for (const mixture of this.#mixtures) drawMixture(context, mixture, scene);
    drawWindows(context, scene);
    drawAxes(context, scene);
  }

  #drawAbove(): void {
    const context = this.#above;
    const { width, height, ratio } = this.#size;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { frame } = this;
    if (this.#box) {
      const [x0, y0, x1, y1] = this.#box;
      context.fillStyle = "rgb(240 180 41 / 14%)";
      context.strokeStyle = this.#theme.accent;
      context.fillRect(x0, y0, x1 - x0, y1 - y0);
      context.strokeRect(x0, y0, x1 - x0, y1 - y0);
    }
    const point = this.#cursor && this.pointAt(this.#cursor.x, this.#cursor.y);
    if (!point) return;
    // Through the middle of the trace and the sample that are read out.
    const x = Math.round(toScreenX(this.#view, frame, point.trace + 0.5));
    const y = Math.round(toScreenY(this.#view, frame, point.sample + 0.5));
    context.fillStyle = "rgb(0 0 0 / 45%)";
    context.fillRect(x - 1, frame.top, 3, frame.height);
    context.fillRect(frame.left, y - 1, frame.width, 3);
    context.fillStyle = this.#theme.accent;
    context.fillRect(x, frame.top, 1, frame.height);
    context.fillRect(frame.left, y, frame.width, 1);
  }
}
