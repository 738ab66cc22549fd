import { drawAxes } from "./draw-axes.ts";
import { drawMixture, type Mixture } from "./draw-layers.ts";
import { drawMutes } from "./draw-mutes.ts";
import { drawSelection } from "./draw-selection.ts";
import { drawWindows } from "./draw-windows.ts";
import type { Scene } from "./scene-types.ts";

/** Amplitudes and classes in colours: what the ink of a scene comes over. */
export function drawGround(
  context: CanvasRenderingContext2D,
  scene: Scene,
  mixtures: readonly Mixture[],
): void {
  for (const mixture of mixtures) drawMixture(context, mixture, scene);
}

/** What lies over everything: mutes, selection, windows, axes. */
export function drawMarks(context: CanvasRenderingContext2D, scene: Scene): void {
  if (scene.mutes) drawMutes(context, scene);
  drawSelection(context, scene);
  drawWindows(context, scene);
  drawAxes(context, scene);
}
