import type { LineNumbers } from "../segy/contract.ts";
import type { CoordinateFit, LineVector } from "./contract.ts";

/** Positions of traces as columns: what a scan of headers gives, or bronze. */
export interface LinePositions {
  readonly count: number;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
}

type Steps = Pick<LineNumbers, "min" | "step">;

/** `X = x[0] + x[1]·i + x[2]·c` and Y alike, with i and c counted in steps from the least line numbers. */
interface Affine {
  readonly x: readonly [number, number, number];
  readonly y: readonly [number, number, number];
}

/** Where nothing was written, both are 0. */
export const isBlankPlace = (x: number, y: number): boolean => x === 0 && y === 0;

/** Rounds of leaving out what lies far off; each shrinks what counts as far. */
const mostRounds = 8;
/** More than so many root mean squares, and half a bin, from its place: the fit is made without it. */
const farInRms = 3;
/** A fit that leaves out more than this share of the traces describes no survey: all of them count then. */
const mostLeftOut = 0.1;

interface Counted {
  readonly affine: Affine;
  readonly traces: number;
}

/** Least squares over the traces that `isIn`; about their means, so that UTM's large numbers keep their digits. */
function solve(
  { count, inline, crossline, cdpX, cdpY }: LinePositions,
  inlines: Steps,
  crosslines: Steps,
  isIn: (trace: number) => boolean,
): Counted | undefined {
  let traces = 0;
  let mi = 0;
  let mc = 0;
  let mx = 0;
  let my = 0;
  const [firstX, firstY] = [cdpX[0] ?? 0, cdpY[0] ?? 0];
  for (let t = 0; t < count; t++) {
    if (!isIn(t)) continue;
    traces++;
    mi += inline[t]! - inlines.min;
    mc += crossline[t]! - crosslines.min;
    mx += cdpX[t]! - firstX;
    my += cdpY[t]! - firstY;
  }
  if (traces < 2) return undefined;
  mi /= traces * inlines.step;
  mc /= traces * crosslines.step;
  mx = firstX + mx / traces;
  my = firstY + my / traces;
  let ii = 0;
  let ic = 0;
  let cc = 0;
  let ix = 0;
  let iy = 0;
  let cx = 0;
  let cy = 0;
  for (let t = 0; t < count; t++) {
    if (!isIn(t)) continue;
    const di = (inline[t]! - inlines.min) / inlines.step - mi;
    const dc = (crossline[t]! - crosslines.min) / crosslines.step - mc;
    const dx = cdpX[t]! - mx;
    const dy = cdpY[t]! - my;
    ii += di * di;
    ic += di * dc;
    cc += dc * dc;
    ix += di * dx;
    iy += di * dy;
    cx += dc * dx;
    cy += dc * dy;
  }
  const slopes = (vi: number, vc: number): [number, number] | undefined => {
    if (ii === 0 && cc === 0) return undefined;
    if (ii === 0) return [0, vc / cc];
    if (cc === 0) return [vi / ii, 0];
    const determinant = ii * cc - ic * ic;
    // Numbers that rise together along one diagonal line have no two directions.
    if (!(determinant > 1e-9 * ii * cc)) return undefined;
    return [(vi * cc - vc * ic) / determinant, (vc * ii - vi * ic) / determinant];
  };
  const [sx, sy] = [slopes(ix, cx), slopes(iy, cy)];
  if (!sx || !sy) return undefined;
  return {
    traces,
    affine: {
      x: [mx - sx[0] * mi - sx[1] * mc, sx[0], sx[1]],
      y: [my - sy[0] * mi - sy[1] * mc, sy[0], sy[1]],
    },
  };
}

const azimuthOf = (x: number, y: number): number => {
  const degrees = (Math.atan2(x, y) * 180) / Math.PI;
  // Rounding may leave a little less than a full turn.
  return degrees < -1e-9 ? degrees + 360 : Math.max(0, degrees);
};

const vectorOf = (x: number, y: number): LineVector => ({
  x,
  y,
  length: Math.hypot(x, y),
  azimuth: azimuthOf(x, y),
});

/** Half the shorter side of a bin; where there is no length, nothing is far off. */
function halfBin({ x, y }: Affine): number {
  const sides = [Math.hypot(x[1], y[1]), Math.hypot(x[2], y[2])].filter((side) => side > 0);
  return sides.length > 0 ? Math.min(...sides) / 2 : Infinity;
}

/**
 * The affine map from line numbers to CDP X and Y by least squares: X and Y each on inline and crossline. Traces without
 * coordinates (both 0) do not count; traces far off are left out in rounds, so that one wrong header does not tilt the survey.
 * A single line gives its own direction only. O(traces), no memory.
 * @returns undefined where the numbers or the coordinates have no direction
 */
export function fitCoordinates(
  positions: LinePositions,
  inlines: Steps,
  crosslines: Steps,
): CoordinateFit | undefined {
  const { count, inline, crossline, cdpX, cdpY } = positions;
  const hasPlace = (trace: number): boolean => !isBlankPlace(cdpX[trace]!, cdpY[trace]!);
  const distanceBy = ({ x, y }: Affine) => {
    const [x0, xi, xc] = x;
    const [y0, yi, yc] = y;
    return (trace: number): number => {
      const i = (inline[trace]! - inlines.min) / inlines.step;
      const c = (crossline[trace]! - crosslines.min) / crosslines.step;
      const dx = cdpX[trace]! - x0 - xi * i - xc * c;
      const dy = cdpY[trace]! - y0 - yi * i - yc * c;
      return Math.sqrt(dx * dx + dy * dy);
    };
  };
  const measure = (distance: (trace: number) => number, isIn: (trace: number) => boolean) => {
    let squares = 0;
    let traces = 0;
    let most = 0;
    for (let t = 0; t < count; t++) {
      if (!isIn(t)) continue;
      const here = distance(t);
      squares += here * here;
      if (here > most) most = here;
      traces++;
    }
    return { rms: Math.sqrt(squares / traces), most };
  };

  const all = solve(positions, inlines, crosslines, hasPlace);
  if (!all) return undefined;
  let fitted = all;
  let distance = distanceBy(all.affine);
  let measured = measure(distance, hasPlace);
  const whole = { fitted, distance, measured };
  for (let round = 0; round < mostRounds; round++) {
    const far = Math.max(farInRms * measured.rms, halfBin(fitted.affine));
    if (measured.most <= far) break;
    const before = distance;
    const isNear = (trace: number): boolean => hasPlace(trace) && before(trace) <= far;
    const next = solve(positions, inlines, crosslines, isNear);
    if (!next || next.traces < (1 - mostLeftOut) * all.traces) {
      ({ fitted, distance, measured } = whole);
      break;
    }
    fitted = next;
    distance = distanceBy(next.affine);
    measured = measure(distance, isNear);
  }

  const { affine, traces } = fitted;
  const half = halfBin(affine);
  let largest = { distance: 0, trace: 0 };
  let outlying = 0;
  for (let t = 0; t < count; t++) {
    if (!hasPlace(t)) continue;
    const here = distance(t);
    if (here > half) outlying++;
    if (here > largest.distance) largest = { distance: here, trace: t };
  }
  const across = vectorOf(affine.x[1], affine.y[1]);
  const along = vectorOf(affine.x[2], affine.y[2]);
  if (across.length === 0 && along.length === 0) return undefined;
  const hasBoth = across.length > 0 && along.length > 0;
  const cross = across.x * along.y - across.y * along.x;
  const dot = across.x * along.x + across.y * along.y;
  return {
    origin: { inline: inlines.min, crossline: crosslines.min, x: affine.x[0], y: affine.y[0] },
    ...(across.length > 0 ? { inlineVector: across } : {}),
    ...(along.length > 0 ? { crosslineVector: along } : {}),
    ...(hasBoth && cross !== 0
      ? {
          handedness: cross > 0 ? ("right" as const) : ("left" as const),
          angle: (Math.atan2(Math.abs(cross), dot) * 180) / Math.PI,
        }
      : {}),
    traces,
    rms: measured.rms,
    largest,
    outlying,
  };
}

/** CDP X and Y of an inline and a crossline by a fit. */
export function placeByFit(
  { origin, inlineVector, crosslineVector }: CoordinateFit,
  inlineStep: number,
  crosslineStep: number,
  inline: number,
  crossline: number,
): readonly [x: number, y: number] {
  const i = (inline - origin.inline) / inlineStep;
  const c = (crossline - origin.crossline) / crosslineStep;
  return [
    origin.x + i * (inlineVector?.x ?? 0) + c * (crosslineVector?.x ?? 0),
    origin.y + i * (inlineVector?.y ?? 0) + c * (crosslineVector?.y ?? 0),
  ];
}
