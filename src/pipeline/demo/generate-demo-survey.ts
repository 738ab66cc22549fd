import { seededRandom } from "../../numerics/random.ts";
import { float32Matrix } from "../../quantities/matrix.ts";
import type { DemoInline, DemoOptions } from "./contract.ts";
import { layeredEarth, ricker } from "./layered-reflectivity.ts";
import { makeFaults, makeSalt, makeSlides, type Extent } from "./structures.ts";
import { valueNoise } from "./value-noise.ts";

const binM = 25;
const firstInline = 100;
const firstCrossline = 300;
const faultCount = 4;
/** Throws below this leave no visible break, and are not labelled. */
const leastThrowMs = 6;
/** Half the width of a labelled fault zone, m. */
const faultHalfWidthM = 45;
const amplitudeScale = 3000;
/** A step of the salt's top from bin to bin that halves its reflection, ms: steeper flanks alias, and migration loses them. */
const steepFlankMs = 9;

/** The grid lies turned on the map, as surveys do. */
const azimuth = (17 * Math.PI) / 180;
const originX = 605_000;
const originY = 6_073_000;

/** Index into `demoClasses` of an index into `demoDetails`. */
export function classOfDetail(detail: number): number {
  return detail === 0 ? 0 : detail === 3 ? 2 : 1;
}

/**
 * A synthetic 3-D survey, inline by inline: layers with gentle folds, faults with varying throw, a salt dome that lifts them,
 * slides that disrupt them; a Ricker wavelet that loses high frequencies with depth; noise along and across traces.
 * The truth comes with it. The same options give the same survey wherever
 * `Math.sin`, `exp`, `log` and `**` give the same bits, as within one version of V8; another engine may differ in last bits.
 */
export function* generateDemoSurvey(options: DemoOptions): Generator<DemoInline> {
  const { seed, inlines, crosslines, samples, intervalMs } = options;
  const extent: Extent = { widthM: crosslines * binM, lengthM: inlines * binM, endMs: samples * intervalMs };
  const stream = (name: string): ReturnType<typeof seededRandom> => seededRandom(seed, name);
  const earth = layeredEarth(stream("layers"));
  const otherEarth = layeredEarth(stream("other facies"));
  const faults = makeFaults(stream("faults"), extent, faultCount);
  const salt = makeSalt(stream("salt"), extent);
  const slides = makeSlides(stream("slides"), extent);
  const folds = valueNoise(stream("folds"));
  const facies = valueNoise(stream("facies"));
  const disruption = valueNoise(stream("disruption"));
  const coherentNoise = valueNoise(stream("coherent noise"));
  const random = stream("noise");

  for (let i = 0; i < inlines; i++) {
    const y = i * binM;
    const faultsHere = faults.map((fault) => fault.onLine(y));
    const line: DemoInline = {
      inline: firstInline + i,
      crossline: Int32Array.from({ length: crosslines }, (_, j) => firstCrossline + j),
      cdpX: Float64Array.from(
        { length: crosslines },
        (_, j) => originX + j * binM * Math.cos(azimuth) - y * Math.sin(azimuth),
      ),
      cdpY: Float64Array.from(
        { length: crosslines },
        (_, j) => originY + j * binM * Math.sin(azimuth) + y * Math.cos(azimuth),
      ),
      samples: float32Matrix(crosslines, samples),
      details: new Uint8Array(crosslines * samples),
    };
    for (let j = 0; j < crosslines; j++) {
      const x = j * binM;
      const saltTop = salt.topMs(x, y);
      // Each side by itself: beyond the dome its top is at infinity, on both sides at once where the dome is narrow.
      const flankMs =
        (Math.abs(salt.topMs(x + binM, y) - saltTop) + Math.abs(saltTop - salt.topMs(x - binM, y))) / 2;
      const saltBrightness = 1.7 / (1 + (flankMs / steepFlankMs) ** 2);
      const upliftMs = salt.upliftAt(x, y);
      const slidesHere = slides.map((slide) => slide.at(x, y)).filter((slide) => slide !== undefined);
      const gain = 0.8 + 0.35 * facies(x / 900, y / 900, 31);
      for (let k = 0; k < samples; k++) {
        const t = k * intervalMs;
        const depthShare = t / extent.endMs;
        let stratigraphic =
          t - 30 * depthShare * (1 + folds(x / 1100, y / 1100, t / 900)) - 0.012 * x * depthShare;
        let onFault = false;
        for (const fault of faultsHere) {
          const throwMs = fault.throwMs(t);
          const beside = x - fault.planeX(t);
          // The step is a trace wide: migration never leaves it sharper.
          stratigraphic -= throwMs / (1 + Math.exp(-beside / (0.4 * binM)));
          if (throwMs > leastThrowMs && Math.abs(beside) < faultHalfWidthM) onFault = true;
        }
        stratigraphic += upliftMs(t);
        const inSlide = slidesHere.some(({ fromMs, toMs }) => stratigraphic > fromMs && stratigraphic < toMs);
        const inSalt = t > saltTop;

        const broken = inSlide || inSalt;
        const shift = broken
          ? 26 * disruption(x / 70, y / 140, t / 42) + 9 * disruption(x / 31, y / 60, t / 19 + 40)
          : 0;
        const at = stratigraphic + shift;
        const mix = 0.5 + 0.5 * facies(x / 1300, y / 1300, stratigraphic / 260);
        let amplitude =
          earth.amplitude(at, depthShare) * mix + otherEarth.amplitude(at, depthShare) * (1 - mix);
        if (inSlide) amplitude *= 0.85 + 0.3 * disruption(x / 90, y / 120, t / 60 + 20);
        if (inSalt) amplitude *= 0.55;
        if (onFault) amplitude *= 0.7;
        if (saltTop < Infinity) amplitude += saltBrightness * ricker(28, t - saltTop);
        const noise =
          0.13 * random.normal() +
          0.16 * coherentNoise(x / 45, y / 45, t / 24) +
          (inSalt ? 0.18 * disruption(x / 40, y / 50, t / 14 + 9) : 0);
        line.samples.data[j * samples + k] =
          amplitudeScale * gain * (1.15 - 0.45 * depthShare) * (amplitude + noise);
        line.details[j * samples + k] = inSalt ? 1 : onFault ? 3 : inSlide ? 2 : 0;
      }
    }
    yield line;
  }
}
