import { encode } from "fast-png";
import type { Float32Matrix } from "../../quantities/matrix.ts";
import { classColour } from "./class-colours.ts";

export interface SectionToPaint {
  /** `[traces, samples]` */
  readonly samples: Float32Matrix;
  /** Class of each sample, −1 for none, `[traces, samples]`; absent: amplitudes alone. */
  readonly classes?: Int32Array;
  /** The amplitude that becomes full colour is this percentile of the absolute ones. */
  readonly clipPercentile?: number;
}

const defaultClipPercentile = 98;
const overlayOpacity = 0.5;

/** Nearest-rank percentile of the absolute finite amplitudes; 1 where there is nothing to scale by. */
export function clipAmplitude({ data }: Float32Matrix, percentile: number): number {
  const sizes = data
    .filter((value) => Number.isFinite(value))
    .map(Math.abs)
    .sort();
  const clip = sizes[Math.min(sizes.length - 1, Math.floor((percentile / 100) * sizes.length))];
  return clip !== undefined && clip > 0 ? clip : 1;
}

/** Grey, white for the largest positive amplitude; NaN and infinity are mid-grey. */
function greyOf(amplitude: number, clip: number): number {
  if (!Number.isFinite(amplitude)) return 127;
  const share = Math.min(1, Math.max(-1, amplitude / clip));
  return Math.round(127.5 * (1 + share));
}

/** Variable density as PNG: one pixel a sample, traces across, time down, class colours laid over where they are given. */
export function paintSection({
  samples,
  classes,
  clipPercentile = defaultClipPercentile,
}: SectionToPaint): Uint8Array {
  const { rows: width, columns: height, data } = samples;
  const clip = clipAmplitude(samples, clipPercentile);
  const pixels = new Uint8Array(width * height * 3);
  for (let trace = 0; trace < width; trace++)
    for (let k = 0; k < height; k++) {
      const at = trace * height + k;
      const grey = greyOf(data[at]!, clip);
      const label = classes?.[at] ?? -1;
      const pixel = (k * width + trace) * 3;
      if (label < 0) pixels.fill(grey, pixel, pixel + 3);
      else
        classColour(label).forEach((part, channel) => {
          pixels[pixel + channel] = Math.round(grey * (1 - overlayOpacity) + part * overlayOpacity);
        });
    }
  return encode({ width, height, data: pixels, channels: 3, depth: 8 });
}
