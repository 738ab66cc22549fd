import type { Float32Matrix } from "../quantities/matrix.ts";
import type { AmplitudeRange } from "../pipeline/display/contract.ts";
import type { PaletteName, Picture, Pixels } from "./section-contract.ts";
import { amplitudeWords, rgbaWord } from "./section-palettes.ts";

/** A picture higher than this is not drawn by every browser: longer traces are thinned. */
const mostRows = 8192;
const colourSteps = 1021;
const midGrey = rgbaWord([127, 127, 127]);

interface Canvas extends Pixels {
  /** The same memory as `data`, a word a pixel. */
  readonly words: Uint32Array;
}

function blankPixels(traces: number, samples: number): Canvas {
  const rowStride = Math.max(1, Math.ceil(samples / mostRows));
  const height = Math.ceil(samples / rowStride);
  const buffer = new ArrayBuffer(4 * traces * height);
  return {
    data: new Uint8ClampedArray(buffer),
    words: new Uint32Array(buffer),
    width: traces,
    height,
    rowStride,
  };
}

const pixelsOf = ({ data, width, height, rowStride }: Canvas): Pixels => ({ data, width, height, rowStride });

/** How amplitudes become colours: each times `factor`, the first colour at `range.low` and below, the last from `range.high` on. */
export interface ColourScale {
  readonly palette: PaletteName;
  readonly range: AmplitudeRange;
  readonly factor?: number;
}

/** The ends of a scale, apart where all amplitudes are one. */
export const spreadRange = ({ low, high }: AmplitudeRange): AmplitudeRange =>
  high > low ? { low, high } : { low: low - 1, high: low + 1 };

/** Variable density, `[traces, samples]` → rows of time. NaN and infinity are mid-grey in every palette. */
export function paintAmplitudes(
  { rows: traces, columns: samples, data }: Float32Matrix,
  { palette, range, factor = 1 }: ColourScale,
): Picture {
  const picture = blankPixels(traces, samples);
  const { words, height, rowStride } = picture;
  const colours = amplitudeWords(palette, colourSteps);
  const last = colourSteps - 1;
  const { low, high } = spreadRange(range);
  const middle = (low + high) / 2;
  const perUnit = last / (high - low);
  for (let trace = 0; trace < traces; trace++)
    for (let row = 0, from = trace * samples; row < height; row++, from += rowStride) {
      const amplitude = factor * data[from]!;
      // Also false for NaN; infinities are taken out before they are clipped.
      words[row * traces + trace] =
        amplitude - amplitude === 0
          ? colours[Math.min(last, Math.max(0, Math.round((amplitude - middle) * perUnit + last / 2)))]!
          : midGrey;
    }
  return { ...pixelsOf(picture), range: { low, high } };
}

/**
 * One colour a value, transparent for negative ones.
 * @param values `[traces, samples]`, indices into `colours`
 */
export function paintIndices(
  values: ArrayLike<number>,
  traces: number,
  samples: number,
  colours: Uint32Array,
): Pixels {
  const picture = blankPixels(traces, samples);
  const { words, height, rowStride } = picture;
  for (let trace = 0; trace < traces; trace++)
    for (let row = 0, from = trace * samples; row < height; row++, from += rowStride) {
      const value = values[from]!;
      if (value >= 0) words[row * traces + trace] = colours[value]!;
    }
  return pixelsOf(picture);
}
