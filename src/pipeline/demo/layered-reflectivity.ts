import type { Random } from "../../numerics/random.ts";

const stepMs = 1;
/** Stratigraphic time runs from here, so that uplift and throw never leave the table. */
const firstMs = -400;
const lengthMs = 2400;

/** Ricker wavelet: the second derivative of a Gaussian, peak frequency `hertz` (Ricker 1953). */
export function ricker(hertz: number, timeMs: number): number {
  const argument = (Math.PI * hertz * timeMs) / 1000;
  return (1 - 2 * argument * argument) * Math.exp(-argument * argument);
}

/** Reflection coefficients over stratigraphic time: packages of layers of differing thickness and contrast. */
function reflectionSeries(random: Random): Float64Array {
  const series = new Float64Array(lengthMs / stepMs);
  let at = 0;
  while (at < series.length) {
    const packageEnd = at + 60 + random.integer(160);
    const thickness = 8 + random.integer(22);
    const contrast = 0.25 + 0.9 * random.next() ** 2;
    while (at < Math.min(packageEnd, series.length)) {
      series[Math.floor(at)] = contrast * random.normal();
      at += thickness * (0.5 + random.next());
    }
  }
  return series;
}

/** A layered earth seen through a wavelet: amplitude at a stratigraphic time, for a low and a high peak frequency. */
export interface LayeredEarth {
  /** `depthShare` 0 (high frequency) … 1 (low frequency). */
  amplitude(stratigraphicMs: number, depthShare: number): number;
}

function convolve(series: Float64Array, hertz: number): Float64Array {
  const half = Math.ceil(1800 / hertz);
  const wavelet = Float64Array.from({ length: 2 * half + 1 }, (_, i) => ricker(hertz, (i - half) * stepMs));
  const out = new Float64Array(series.length);
  series.forEach((coefficient, at) => {
    if (coefficient === 0) return;
    for (let i = Math.max(0, at - half); i <= Math.min(out.length - 1, at + half); i++)
      out[i]! += coefficient * wavelet[i - at + half]!;
  });
  return out;
}

/** Peak frequencies at the top and at the bottom: absorption takes the high ones on the way. */
const topHertz = 42;
const bottomHertz = 24;

export function layeredEarth(random: Random): LayeredEarth {
  const series = reflectionSeries(random);
  const high = convolve(series, topHertz);
  const low = convolve(series, bottomHertz);
  return {
    amplitude: (stratigraphicMs, depthShare) => {
      const position = Math.min(Math.max(stratigraphicMs - firstMs, 0), lengthMs - 2) / stepMs;
      const i = Math.floor(position);
      const share = position - i;
      const fine = high[i]! + (high[i + 1]! - high[i]!) * share;
      const coarse = low[i]! + (low[i + 1]! - low[i]!) * share;
      return fine + (coarse - fine) * depthShare;
    },
  };
}
