import type { AmplitudeRange } from "../pipeline/display/contract.ts";
import type { Float32Matrix } from "../quantities/matrix.ts";
import type { SectionView, WiggleLook, WigglePixels } from "./section-contract.ts";
import { spreadRange } from "./section-paint.ts";

/** Neighbouring wiggles are no closer than this, in CSS pixels: every n-th trace is drawn. */
const leastSpacing = 4;

/** The columns that are drawn, and how far apart. */
interface Spacing {
  /** Every how many columns. */
  readonly every: number;
  /** Between neighbouring wiggles, in pixels of the picture. */
  readonly pixels: number;
}

function spacingOf(
  { stride }: Pick<SectionView, "stride">,
  { part, width, pixelRatio }: WiggleLook,
): Spacing {
  const perColumn = (stride / (part.x1 - part.x0)) * width;
  const every = Math.max(1, Math.ceil((leastSpacing * pixelRatio) / perColumn - 1e-9));
  return { every, pixels: every * perColumn };
}

/** Covers pixels of a row from `from` to `to`: alpha is the share of a pixel that lies within; the stronger one stays. */
function cover(alphas: Uint8Array, row: number, width: number, from: number, to: number): void {
  const left = Math.max(0, from);
  const right = Math.min(width, to);
  for (let x = Math.floor(left); x < right; x++) {
    const share = Math.min(right, x + 1) - Math.max(left, x);
    const alpha = Math.round(255 * share);
    const at = row * width + x;
    if (alpha > alphas[at]!) alphas[at] = alpha;
  }
}

/**
 * Wiggle traces for one place on the screen, `[rows of time, across]`, transparent between them. A trace swings about its own middle
 * by `(z − m) / h · excursion` spacings, z being the displayed amplitude (`factor` times the sample), m and h the middle and half
 * of the range, and no further than the excursion; peaks are to the right, filled from the middle where that is asked for. Between
 * samples it is straight; where several fall into one row of pixels, the row is covered from the least to the largest. It breaks
 * where a sample is no number.
 * @param samples `[traces, samples]`
 */
export function drawWiggles(
  { columns: count, rows: traces, data }: Float32Matrix,
  section: Pick<SectionView, "first" | "stride">,
  { range, factor = 1 }: { readonly range: AmplitudeRange; readonly factor?: number },
  look: WiggleLook,
): WigglePixels {
  const { part, width, height, pixelRatio, excursion, isFilled, isMirrored, ink } = look;
  const spacing = spacingOf(section, look);
  const { low, high } = spreadRange(range);
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const swing = excursion * spacing.pixels;
  const alphas = new Uint8Array(width * height);
  const perRow = (part.y1 - part.y0) / height;
  // Sample k stands at the middle of its row of the raster.
  const firstSample = part.y0 - 0.5;
  const line = 0.5 * pixelRatio;
  const offsets = new Float64Array(count);

  /** The trace at a place between samples, NaN beside it. */
  const offsetAt = (place: number): number => {
    if (place < 0 || place > count - 1) return NaN;
    const before = Math.floor(place);
    const rest = place - before;
    return rest === 0 ? offsets[before]! : offsets[before]! * (1 - rest) + offsets[before + 1]! * rest;
  };
  let least = Infinity;
  let largest = -Infinity;
  const meet = (offset: number): void => {
    // NaN is neither.
    if (offset < least) least = offset;
    if (offset > largest) largest = offset;
  };
  for (let column = 0; column < traces; column += spacing.every) {
    const across = (section.first + (column + 0.5) * section.stride - part.x0) / (part.x1 - part.x0);
    const zero = (isMirrored ? 1 - across : across) * width;
    if (zero < -swing - line || zero > width + swing + line) continue;
    for (let k = 0, at = column * count; k < count; k++, at++) {
      const share = (factor * data[at]! - middle) / half;
      offsets[k] = share - share === 0 ? swing * Math.max(-1, Math.min(1, share)) : NaN;
    }
    for (let row = 0; row < height; row++) {
      const top = firstSample + row * perRow;
      const bottom = top + perRow;
      least = Infinity;
      largest = -Infinity;
      meet(offsetAt(top));
      meet(offsetAt(bottom));
      for (let k = Math.max(0, Math.ceil(top)); k < bottom && k < count; k++) meet(offsets[k]!);
      if (largest < least) continue;
      cover(alphas, row, width, zero + least - line, zero + largest + line);
      if (isFilled && largest > 0) cover(alphas, row, width, zero, zero + largest);
    }
  }
  return { ...inked(alphas, ink), width, height, every: spacing.every * section.stride };
}

function inked(alphas: Uint8Array, [red, green, blue]: WiggleLook["ink"]) {
  const data = new Uint8ClampedArray(new ArrayBuffer(4 * alphas.length));
  const words = new Uint32Array(data.buffer);
  const colour = (blue << 16) | (green << 8) | red;
  for (let i = 0; i < alphas.length; i++) if (alphas[i]! > 0) words[i] = ((alphas[i]! << 24) | colour) >>> 0;
  return { data };
}
