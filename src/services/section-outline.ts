import { orientationOf } from "../pipeline/lines.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { SurveyOutline } from "./section-contract.ts";
import type { Positions } from "./section-headers.ts";

/** A line on the map needs no more points than this. */
const mostPoints = 200;

function thinned(traces: readonly number[]): number[] {
  const stride = Math.max(1, Math.ceil((traces.length - 1) / (mostPoints - 1)));
  const kept = traces.filter((_, i) => i % stride === 0);
  const last = traces.at(-1);
  if (last !== undefined && kept.at(-1) !== last) kept.push(last);
  return kept;
}

/** Both ends of each inline, down one side and back up the other. */
function volumeOutline({ count, inline, crossline }: Positions): number[] {
  const lowest = new Map<number, number>();
  const highest = new Map<number, number>();
  for (let trace = 0; trace < count; trace++) {
    const line = inline[trace]!;
    const low = lowest.get(line);
    const high = highest.get(line);
    if (low === undefined || crossline[trace]! < crossline[low]!) lowest.set(line, trace);
    if (high === undefined || crossline[trace]! > crossline[high]!) highest.set(line, trace);
  }
  const lines = [...lowest.keys()].sort((a, b) => a - b);
  const down = thinned(lines.map((line) => lowest.get(line)!));
  const up = thinned(lines.map((line) => highest.get(line)!)).reverse();
  return [...down, ...up];
}

/** Least squares of `values` on 1, x and y about their means. */
function fitPlane(
  values: ArrayLike<number>,
  x: Float64Array,
  y: Float64Array,
): [number, number, number] | undefined {
  const n = x.length;
  let [mx, my, mv] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    mx += x[i]! / n;
    my += y[i]! / n;
    mv += values[i]! / n;
  }
  let [xx, xy, yy, xv, yv] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy, dv] = [x[i]! - mx, y[i]! - my, values[i]! - mv];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
    xv += dx * dv;
    yv += dy * dv;
  }
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 1e-9 * xx * yy)) return undefined;
  const b = (xv * yy - yv * xy) / determinant;
  const c = (yv * xx - xv * xy) / determinant;
  return [mv - b * mx - c * my, b, c];
}

/** Where a survey lies: points along a line, or around a volume. */
export function outlineOf(survey: SurveyRecord, positions: Positions): SurveyOutline {
  const isVolume = orientationOf(survey) === "volume";
  const traces = isVolume
    ? volumeOutline(positions)
    : thinned(Array.from({ length: positions.count }, (_, trace) => trace));
  const x = Float64Array.from(traces, (trace) => positions.cdpX[trace]!);
  const y = Float64Array.from(traces, (trace) => positions.cdpY[trace]!);
  const inline = Int32Array.from(traces, (trace) => positions.inline[trace]!);
  const crossline = Int32Array.from(traces, (trace) => positions.crossline[trace]!);
  const first = traces[0] ?? 0;
  const hasCoordinates = traces.some(
    (trace) =>
      positions.cdpX[trace] !== positions.cdpX[first] || positions.cdpY[trace] !== positions.cdpY[first],
  );
  const inlinePlane = isVolume && hasCoordinates ? fitPlane(inline, x, y) : undefined;
  const crosslinePlane = isVolume && hasCoordinates ? fitPlane(crossline, x, y) : undefined;
  return {
    survey: survey.name,
    kind: isVolume ? "volume" : "line",
    inline,
    crossline,
    x,
    y,
    ...(survey.horizontalUnit ? { unit: survey.horizontalUnit } : {}),
    hasCoordinates,
    ...(inlinePlane && crosslinePlane
      ? { linesFromXY: Float64Array.of(...inlinePlane, ...crosslinePlane) }
      : {}),
  };
}
