import type { Random } from "../../numerics/random.ts";

// What does not change along a line or a trace is worked out once for it: a survey has millions of samples.

/** A fault along one inline: x of its plane at a depth, and how far its hanging wall is down. Metres and ms. */
interface FaultOnLine {
  planeX(timeMs: number): number;
  /** Throw in ms, 0 beyond the ends of the fault. */
  throwMs(timeMs: number): number;
}
export interface Fault {
  onLine(y: number): FaultOnLine;
}

/** A salt dome: the time of its top; Infinity beside it. */
export interface SaltBody {
  topMs(x: number, y: number): number;
  /** How far the layers of a trace over and beside it are lifted, ms. */
  upliftAt(x: number, y: number): (timeMs: number) => number;
}

/** A body of disrupted layers (a slide): between two stratigraphic times of a trace; undefined beside its ellipse. */
export interface Slide {
  at(x: number, y: number): { readonly fromMs: number; readonly toMs: number } | undefined;
}

export interface Extent {
  readonly widthM: number;
  readonly lengthM: number;
  readonly endMs: number;
}

const clamp01 = (value: number): number => Math.min(1, Math.max(0, value));
/** Rises from 0 to 1 over a range, smoothly. */
const ramp = (value: number, from: number, to: number): number => {
  const t = clamp01((value - from) / (to - from));
  return t * t * (3 - 2 * t);
};

export function makeFaults(random: Random, { widthM, lengthM, endMs }: Extent, count: number): Fault[] {
  return Array.from({ length: count }, (_, i) => {
    const topX = widthM * ((i + 0.35 + 0.3 * random.next()) / count);
    const strike = 0.5 * (random.next() - 0.5);
    const dip = (random.next() < 0.5 ? -1 : 1) * (0.12 + 0.16 * random.next());
    const curve = 40 + 80 * random.next();
    const phase = 2 * Math.PI * random.next();
    const throwAtCentre = 16 + 26 * random.next();
    const topMs = endMs * (0.08 + 0.25 * random.next());
    const bottomMs = endMs * (0.72 + 0.25 * random.next());
    return {
      onLine: (y) => {
        const lineX = topX + strike * (y - lengthM / 2);
        const bend = curve * Math.sin(phase + (2 * y) / lengthM);
        const along = 0.55 + 0.45 * Math.cos((Math.PI * (y - lengthM / 2)) / lengthM + 0.4 * Math.sin(phase));
        const most = throwAtCentre * along;
        return {
          planeX: (timeMs) => lineX + dip * (timeMs - topMs) + bend,
          throwMs: (timeMs) =>
            most * (ramp(timeMs, topMs, topMs + 80) * (1 - ramp(timeMs, bottomMs - 80, bottomMs))),
        };
      },
    };
  });
}

export function makeSalt(random: Random, { widthM, lengthM, endMs }: Extent): SaltBody {
  const centreX = widthM * (0.6 + 0.1 * random.next());
  const centreY = lengthM * (0.4 + 0.2 * random.next());
  const crestMs = endMs * (0.5 + 0.06 * random.next());
  const radiusX = widthM * 0.17;
  const radiusY = lengthM * 0.75;
  const distance = (x: number, y: number): number =>
    Math.hypot((x - centreX) / radiusX, (y - centreY) / radiusY);
  return {
    topMs: (x, y) => {
      const r = distance(x, y);
      return r < 1.25 ? crestMs + (endMs - crestMs) * 0.85 * r ** 2.4 : Infinity;
    },
    upliftAt: (x, y) => {
      const most = 110 * Math.exp(-0.9 * distance(x, y) ** 2);
      return (timeMs) => most * ramp(timeMs, endMs * 0.1, endMs * 0.75);
    },
  };
}

export function makeSlides(random: Random, { widthM, lengthM, endMs }: Extent): Slide[] {
  const places = [
    { x: 0.2, from: 0.36, thickness: 0.09, wide: 0.3 },
    { x: 0.78, from: 0.2, thickness: 0.065, wide: 0.24 },
    { x: 0.3, from: 0.74, thickness: 0.09, wide: 0.28 },
  ];
  return places.map(({ x, from, thickness, wide }) => {
    const centreX = widthM * (x + 0.08 * (random.next() - 0.5));
    const centreY = lengthM * (0.3 + 0.4 * random.next());
    const top = endMs * (from + 0.03 * random.next());
    const height = endMs * thickness;
    const phase = 2 * Math.PI * random.next();
    return {
      at: (px, py) => {
        const r = Math.hypot((px - centreX) / (widthM * wide), (py - centreY) / (lengthM * 1.1));
        if (r >= 1) return undefined;
        // A slide thins towards its edge, and its base cuts into the layers below.
        const thick = height * Math.sqrt(1 - r * r);
        const base = 6 * Math.sin(phase + px / 160) + 4 * Math.sin(py / 210);
        return { fromMs: top + base * 0.3, toMs: top + thick + base };
      },
    };
  });
}
