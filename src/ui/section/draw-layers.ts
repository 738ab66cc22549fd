import type { Scene, SectionLayer } from "./scene-types.ts";
import { toScreenX, toScreenY } from "./view-transform.ts";

/** Above so many screen pixels a sample, samples are shown as the blocks they are. */
const blocksFrom = 5;

/** Amplitudes and classes mixed once, so that moving about draws one picture and not two. */
export interface Mixture {
  readonly layer: SectionLayer;
  readonly opacity: number;
  readonly picture: CanvasImageSource;
}

export function mixLayer(layer: SectionLayer, opacity: number, spare?: Mixture): Mixture {
  const { amplitude, overlay } = layer;
  if (!overlay || opacity === 0) return { layer, opacity, picture: amplitude.bitmap };
  const canvas =
    spare?.picture instanceof HTMLCanvasElement ? spare.picture : document.createElement("canvas");
  if (canvas.width !== amplitude.width) canvas.width = amplitude.width;
  if (canvas.height !== amplitude.height) canvas.height = amplitude.height;
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) return { layer, opacity, picture: amplitude.bitmap };
  context.imageSmoothingEnabled = false;
  context.globalAlpha = 1;
  context.drawImage(amplitude.bitmap, 0, 0);
  context.globalAlpha = opacity;
  context.drawImage(overlay.bitmap, 0, 0, amplitude.width, amplitude.height);
  return { layer, opacity, picture: canvas };
}

/** Draws the part of a layer that is seen: amplitudes with what lies over them, or that alone. */
export function drawMixture(
  context: CanvasRenderingContext2D,
  { layer, opacity, picture: mixed }: Mixture,
  { view, frame, ink }: Scene,
): void {
  const { section, amplitude, overlay } = layer;
  const picture = ink?.isAlone ? overlay?.bitmap : mixed;
  const alpha = ink?.isAlone ? opacity : 1;
  if (!picture) return;
  const { first, stride } = section;
  // Edges of what is seen, in the picture's own pixels.
  const left = Math.max(0, (view.x0 - first) / stride);
  const right = Math.min(amplitude.width, (view.x1 - first) / stride);
  const top = Math.max(0, view.y0 / amplitude.rowStride);
  const bottom = Math.min(amplitude.height, view.y1 / amplitude.rowStride);
  if (right <= left || bottom <= top) return;
  const x = toScreenX(view, frame, first + left * stride);
  const y = toScreenY(view, frame, top * amplitude.rowStride);
  const width = Math.abs(toScreenX(view, frame, first + right * stride) - x);
  const height = toScreenY(view, frame, bottom * amplitude.rowStride) - y;
  context.save();
  context.translate(x, y);
  if (frame.isMirrored) context.scale(-1, 1);
  context.imageSmoothingEnabled = width / (right - left) < blocksFrom;
  context.imageSmoothingQuality = "low";
  context.globalAlpha = alpha;
  context.drawImage(picture, left, top, right - left, bottom - top, 0, 0, width, height);
  context.restore();
}
