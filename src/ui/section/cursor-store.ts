import type { VerticalUnit } from "../../quantities/units.ts";
import { create } from "zustand";
import type { Probe } from "../../services/section-contract.ts";
import type { ScenePoint } from "./section-scene.ts";

/** What is under the cursor; only small components listen, so that the section is not rendered with each move. */
interface CursorState {
  readonly point: ScenePoint | undefined;
  readonly inline: number;
  readonly crossline: number;
  /** In the horizontal unit; 0 where the file holds none. */
  readonly x: number;
  readonly y: number;
  /** In the section's vertical unit. */
  readonly timeMs: number;
  readonly verticalUnit: VerticalUnit;
  /** Of this place or, for a moment, of the one before. */
  readonly probe: Probe | undefined;
}

export const noCursor: CursorState = {
  point: undefined,
  inline: 0,
  crossline: 0,
  x: 0,
  y: 0,
  timeMs: 0,
  verticalUnit: "ms",
  probe: undefined,
};

export const useCursor = create<CursorState>(() => noCursor);
