import type { SectionView } from "../../services/section-contract.ts";
import type { AmplitudeBitmap, OverlayBitmap } from "./sections-client.ts";
import type { Frame, ViewBox } from "./view-transform.ts";

/** Pictures of one piece of a line, at one density of traces. */
export interface SectionLayer {
  readonly section: SectionView;
  readonly amplitude: AmplitudeBitmap;
  readonly overlay?: OverlayBitmap;
}

/** A rectangle on a section that something was said about: traces by their place in the file, times (or depths) in the section's vertical unit. */
export interface SectionWindow {
  readonly traceIndex: number;
  /** Traces that it covers; 1 where absent. */
  readonly traces?: number;
  readonly startMs: number;
  readonly endMs: number;
  /** For the tooltip: "boundary called normal". */
  readonly title?: string;
  /** More lines for the tooltip. */
  readonly details?: readonly string[];
}

/** Where a window lies on the section that is shown. */
export interface PlacedWindow {
  readonly window: SectionWindow;
  /** Its place in the list that was asked for. */
  readonly index: number;
  readonly box: ViewBox;
}

/** Colours of the chrome; the data's own are never themed. */
export interface SceneTheme {
  readonly ground: string;
  readonly ink: string;
  readonly dim: string;
  readonly line: string;
  readonly accent: string;
  readonly warn: string;
  readonly panel: string;
  readonly font: string;
}

/** Draws by itself over the amplitudes, or instead of them. */
export interface SceneInk {
  /** Whether no amplitudes are drawn in colours below it. */
  readonly isAlone: boolean;
  /** Draws what it has for this scene; tells `listen` when it has something better. */
  draw(context: CanvasRenderingContext2D, scene: Scene, pixelRatio: number): void;
  /** Draws this very scene, as sharp as asked for; says what it left out. */
  drawExactly(
    context: CanvasRenderingContext2D,
    scene: Scene,
    pixelRatio: number,
  ): Promise<string | undefined>;
  /** Returns how to stop. */
  listen(redraw: () => void): () => void;
}

/** Draws something that is not there yet. */
export type SceneSketch = (context: CanvasRenderingContext2D, scene: Scene) => void;

/** All that one drawing of a section is made from. */
export interface Scene {
  /** The whole line at its base density; later layers lie over it. */
  readonly layers: readonly SectionLayer[];
  readonly overlayOpacity: number;
  readonly ink?: SceneInk;
  /** Whether muted zones are marked. */
  readonly mutes: boolean;
  readonly view: ViewBox;
  readonly frame: Frame;
  readonly windows: readonly PlacedWindow[];
  readonly selectedWindow?: number;
  /** Where the traces or windows lie that a person picked out, in traces along the line and samples. */
  readonly selection: readonly ViewBox[];
  readonly theme: SceneTheme;
}
