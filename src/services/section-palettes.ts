import { oklabColour, type Rgb } from "./oklab.ts";
import type { PaletteName } from "./section-contract.ts";

/** A colour on a straight line through OKLab, `share` 0 … 1. */
const mixed = (
  [l0, a0, b0]: readonly [number, number, number],
  [l1, a1, b1]: readonly [number, number, number],
  share: number,
): Rgb => oklabColour(l0 + (l1 - l0) * share, a0 + (a1 - a0) * share, b0 + (b1 - b0) * share);

/**
 * From dark blue through grey to light yellow, evenly in lightness. Colours differ along b alone, the axis that red-blind and
 * green-blind eyes see as others do; the a of both ends is that of the axis' own tint.
 */
const blueYellow = (amplitude: number): Rgb =>
  mixed([0.25, -0.01, -0.1], [0.93, -0.038, 0.14], (amplitude + 1) / 2);

/**
 * Blue troughs, orange peaks, white between: lightness falls evenly from the middle, alike on both sides, chroma rises and falls
 * as a sine. Blue and orange are told apart by all common kinds of colour vision.
 */
function blueOrange(amplitude: number): Rgb {
  const size = Math.abs(amplitude);
  const chroma = 0.115 * Math.sin(0.78 * Math.PI * size);
  const hue = ((amplitude < 0 ? 255 : 60) * Math.PI) / 180;
  return oklabColour(0.965 - 0.605 * size, chroma * Math.cos(hue), chroma * Math.sin(hue));
}

type StopsName = Exclude<PaletteName, "blue-yellow" | "blue-orange">;

/**
 * Stops from the largest negative to the largest positive amplitude. Lightness rises evenly to the middle and falls evenly
 * from it (grey: rises all the way), so that no step in the data looks larger than another; a test holds them to it.
 */
const stops: Readonly<Record<StopsName, readonly Rgb[]>> = {
  grey: [
    [0, 0, 0],
    [255, 255, 255],
  ],
  // ColorBrewer RdBu, told apart by all common kinds of colour vision.
  "red-white-blue": [
    [103, 0, 31],
    [178, 24, 43],
    [214, 96, 77],
    [244, 165, 130],
    [253, 219, 199],
    [247, 247, 247],
    [209, 229, 240],
    [146, 197, 222],
    [67, 147, 195],
    [33, 102, 172],
    [5, 48, 97],
  ],
  // Blue troughs, brown peaks.
  seismic: [
    [0, 24, 97],
    [18, 70, 135],
    [52, 118, 170],
    [116, 168, 202],
    [186, 212, 228],
    [246, 244, 241],
    [234, 208, 180],
    [212, 160, 112],
    [182, 108, 58],
    [134, 58, 20],
    [80, 14, 4],
  ],
};

/** Cividis: dark blue for doubt, yellow for certainty; even in lightness, the same to all kinds of colour vision. */
const confidenceStops: readonly Rgb[] = [
  [0, 34, 78],
  [67, 78, 108],
  [125, 124, 120],
  [188, 175, 111],
  [254, 232, 56],
];

function along(colours: readonly Rgb[], share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (colours.length - 1);
  const left = Math.min(colours.length - 2, Math.floor(at));
  const [a, b] = [colours[left]!, colours[left + 1]!];
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(a[channel] + (b[channel] - a[channel]) * (at - left));
  return [mix(0), mix(1), mix(2)];
}

/** Colour of an amplitude from −1 to 1 (times the clip). */
export function amplitudeColour(palette: PaletteName, amplitude: number): Rgb {
  if (palette === "blue-yellow") return blueYellow(amplitude);
  if (palette === "blue-orange") return blueOrange(amplitude);
  return along(stops[palette], (amplitude + 1) / 2);
}

/** Colour of a confidence from 0 to 1. */
export const confidenceColour = (confidence: number): Rgb => along(confidenceStops, confidence);

/** A colour as one word of an RGBA picture: every machine this runs on is little-endian. */
export const rgbaWord = ([red, green, blue]: Rgb, alpha = 255): number =>
  ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** Colours at `−1 … 1` in even steps, as RGBA words. */
export function amplitudeWords(palette: PaletteName, steps: number): Uint32Array {
  return Uint32Array.from({ length: steps }, (_, i) =>
    rgbaWord(amplitudeColour(palette, (2 * i) / (steps - 1) - 1)),
  );
}
