import type { AmplitudeOptions, SectionView, WiggleLook } from "../../services/section-contract.ts";
import { valueOf } from "../shared/answers.ts";
import { ordinal } from "../shared/words.ts";
import { LatestOnly } from "./latest-only.ts";
import type { Scene, SceneInk } from "./scene-types.ts";
import type { Sections, WiggleBitmap } from "./sections-client.ts";
import { toScreenX, toScreenY } from "./view-transform.ts";

/** How wiggles look, whatever place they are drawn for. */
export interface WiggleStyle {
  /** Over amplitudes in colours, or alone. */
  readonly isAlone: boolean;
  readonly isFilled: boolean;
  readonly excursion: number;
  readonly amplitudes: AmplitudeOptions;
}

interface Asked {
  readonly key: string;
  readonly amplitudes: AmplitudeOptions;
  readonly look: WiggleLook;
}

interface Drawn {
  readonly look: WiggleLook;
  readonly picture: WiggleBitmap;
}

/** Colours as the browser writes them: "#rrggbb". */
function inkOf(context: CanvasRenderingContext2D, colour: string): WiggleLook["ink"] {
  context.fillStyle = colour;
  const hex = typeof context.fillStyle === "string" ? context.fillStyle : "#000000";
  const part = (at: number): number => parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** The section that is seen: a closer piece of the line where it covers the view, else the line. */
function sectionSeen({ layers, view }: Scene): SectionView {
  const covers = ({ first, stride, traces }: SectionView): boolean =>
    first <= view.x0 + 1e-6 && first + traces * stride >= view.x1 - 1e-6;
  return (layers.findLast(({ section }) => covers(section)) ?? layers[0]!).section;
}

/**
 * Wiggle traces, drawn by the worker for what is seen. While the view moves, the last picture moves with it until the next one is
 * there; one is drawn at a time.
 */
export class WiggleInk implements SceneInk {
  isAlone = false;
  readonly #sections: Pick<Sections, "wiggles">;
  readonly #onEvery: (every: number) => void;
  readonly #requests = new LatestOnly();
  readonly #listeners = new Set<() => void>();
  #style: WiggleStyle | undefined;
  #asked = "";
  #drawn: Drawn | undefined;
  #isDisposed = false;

  /** @param onEvery told every how many traces one is drawn, when that changes */
  constructor(sections: Pick<Sections, "wiggles">, onEvery: (every: number) => void) {
    this.#sections = sections;
    this.#onEvery = onEvery;
  }

  setStyle(style: WiggleStyle): void {
    this.#style = style;
    this.isAlone = style.isAlone;
    this.#tell();
  }

  readonly listen = (redraw: () => void): (() => void) => {
    this.#listeners.add(redraw);
    return () => this.#listeners.delete(redraw);
  };

  draw(context: CanvasRenderingContext2D, scene: Scene, pixelRatio: number): void {
    const asked = this.#ask(context, scene, pixelRatio);
    if (!asked) return;
    const name = JSON.stringify(asked);
    if (name !== this.#asked) {
      this.#asked = name;
      this.#requests.run(() => this.#request(asked));
    }
    if (this.#drawn) place(context, scene, this.#drawn);
  }

  async drawExactly(
    context: CanvasRenderingContext2D,
    scene: Scene,
    pixelRatio: number,
  ): Promise<string | undefined> {
    const asked = this.#ask(context, scene, pixelRatio);
    if (!asked) return undefined;
    const picture = await valueOf(this.#sections.wiggles(asked.key, asked.amplitudes, asked.look));
    place(context, scene, { look: asked.look, picture });
    picture.bitmap.close();
    return picture.every > 1 ? `wiggles: every ${ordinal(picture.every)} trace` : undefined;
  }

  /** Nothing is drawn any more. */
  dispose(): void {
    this.#isDisposed = true;
    this.#drawn?.picture.bitmap.close();
    this.#drawn = undefined;
  }

  #ask(context: CanvasRenderingContext2D, scene: Scene, pixelRatio: number): Asked | undefined {
    if (!this.#style) return undefined;
    const { view, frame, theme, layers } = scene;
    const { isAlone, isFilled, excursion, amplitudes } = this.#style;
    const section = sectionSeen(scene);
    const base = layers[0]!.section;
    return {
      key: section.key,
      amplitudes: { ...amplitudes, ...(section === base ? {} : { clipOf: base.key }) },
      look: {
        part: view,
        width: Math.round(frame.width * pixelRatio),
        height: Math.round(frame.height * pixelRatio),
        pixelRatio,
        excursion,
        isFilled,
        isMirrored: frame.isMirrored ?? false,
        // Over colours, which no theme tints, ink is black.
        ink: isAlone ? inkOf(context, theme.ink) : [0, 0, 0],
      },
    };
  }

  async #request({ key, amplitudes, look }: Asked): Promise<void> {
    if (this.#isOver()) return;
    try {
      const picture = await valueOf(this.#sections.wiggles(key, amplitudes, look));
      if (this.#isOver()) {
        picture.bitmap.close();
        return;
      }
      const before = this.#drawn;
      this.#drawn = { look, picture };
      before?.picture.bitmap.close();
      if (before?.picture.every !== picture.every) this.#onEvery(picture.every);
      this.#tell();
    } catch {
      // The amplitudes under them say what is wrong; the next view asks again.
      this.#asked = "";
    }
  }

  #isOver(): boolean {
    return this.#isDisposed;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Draws a picture where its part of the section is now. */
function place(context: CanvasRenderingContext2D, { view, frame }: Scene, { look, picture }: Drawn): void {
  const { part } = look;
  if (look.isMirrored !== (frame.isMirrored ?? false)) return;
  const edges = [toScreenX(view, frame, part.x0), toScreenX(view, frame, part.x1)];
  const left = Math.min(...edges);
  const top = toScreenY(view, frame, part.y0);
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  context.imageSmoothingEnabled = true;
  context.drawImage(
    picture.bitmap,
    left,
    top,
    Math.max(...edges) - left,
    toScreenY(view, frame, part.y1) - top,
  );
  context.restore();
}
