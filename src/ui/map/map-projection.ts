import type { SectionLine, SurveyOutline } from "../../services/section-contract.ts";

/** What the map's axes count: coordinates where every survey has them, line numbers where one has none. */
export type MapUnits = "coordinates" | "numbers";

export const unitsOf = (outlines: readonly SurveyOutline[]): MapUnits =>
  outlines.length > 0 && outlines.every(({ hasCoordinates }) => hasCoordinates) ? "coordinates" : "numbers";

/** " (m)", for a title; nothing where no file says, and plain words where surveys differ. */
export function coordinateUnitOf(outlines: readonly SurveyOutline[]): string {
  const units = new Set(outlines.map(({ unit }) => unit).filter((unit) => unit !== undefined));
  const [unit] = units;
  return units.size > 1 ? " (m and ft, as each file has them)" : unit ? ` (${unit})` : "";
}

export type MapPoint = readonly [x: number, y: number];

/** Points of an outline in the map's units: X and Y, or crossline across and inline up. */
export function pointsOf(outline: SurveyOutline, units: MapUnits): MapPoint[] {
  const [across, up] =
    units === "coordinates" ? [outline.x, outline.y] : ([outline.crossline, outline.inline] as const);
  return Array.from(across, (x, i) => [x, up[i]!] as const);
}

/** Inline and crossline at a place of a volume's map. */
export function linesAt(
  { linesFromXY }: SurveyOutline,
  [x, y]: MapPoint,
  units: MapUnits,
): { readonly inline: number; readonly crossline: number } | undefined {
  if (units === "numbers") return { inline: Math.round(y), crossline: Math.round(x) };
  if (!linesFromXY) return undefined;
  const [a, b, c, d, e, f] = linesFromXY;
  return {
    inline: Math.round(a! + b! * x + c! * y),
    crossline: Math.round(d! + e! * x + f! * y),
  };
}

/** The map's place of an inline and a crossline of a volume. */
export function placeOf(
  { linesFromXY }: SurveyOutline,
  inline: number,
  crossline: number,
  units: MapUnits,
): MapPoint | undefined {
  if (units === "numbers") return [crossline, inline];
  if (!linesFromXY) return undefined;
  const [a, b, c, d, e, f] = linesFromXY;
  const determinant = b! * f! - c! * e!;
  if (determinant === 0) return undefined;
  const [p, q] = [inline - a!, crossline - d!];
  return [(p * f! - c! * q) / determinant, (b! * q - p * e!) / determinant];
}

/** Ends of one line of a volume. */
export function lineOfVolume(outline: SurveyOutline, line: SectionLine, units: MapUnits): MapPoint[] {
  const along = line.axis === "inline" ? outline.crossline : outline.inline;
  let [low, high] = [Infinity, -Infinity];
  for (const number of along) {
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  const ends = [low, high].map((number) =>
    line.axis === "inline"
      ? placeOf(outline, line.number, number, units)
      : placeOf(outline, number, line.number, units),
  );
  return ends.filter((end) => end !== undefined);
}

/** From the map's units to pixels, the same scale both ways, up is up. */
export interface Projection {
  readonly scale: number;
  readonly from: MapPoint;
  readonly to: MapPoint;
  readonly toScreen: (point: MapPoint) => MapPoint;
  readonly toMap: (point: MapPoint) => MapPoint;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Fits all points into a box with some room around them; what is seen fills the box. */
export function fitProjection(points: readonly MapPoint[], box: Box): Projection {
  const bounds = (at: 0 | 1): [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (const point of points) {
      low = Math.min(low, point[at]);
      high = Math.max(high, point[at]);
    }
    return low <= high ? [low, high] : [0, 1];
  };
  const [x0, x1] = bounds(0);
  const [y0, y1] = bounds(1);
  const room = 1.12;
  const spanX = Math.max(x1 - x0, 1e-9) * room;
  const spanY = Math.max(y1 - y0, 1e-9) * room;
  // A single straight line has no height; a single point neither: some metres are shown around it.
  const least = Math.max(spanX, spanY, 10) / 1e4;
  const scale = Math.min(box.width / Math.max(spanX, least), box.height / Math.max(spanY, least));
  const [midX, midY] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const [centreX, centreY] = [box.left + box.width / 2, box.top + box.height / 2];
  return {
    scale,
    from: [midX - box.width / 2 / scale, midY - box.height / 2 / scale],
    to: [midX + box.width / 2 / scale, midY + box.height / 2 / scale],
    toScreen: ([x, y]) => [centreX + (x - midX) * scale, centreY - (y - midY) * scale],
    toMap: ([x, y]) => [midX + (x - centreX) / scale, midY - (y - centreY) / scale],
  };
}

/** Distance of a point from a chain of points, on the screen. */
export function distanceTo(chain: readonly MapPoint[], [px, py]: MapPoint): number {
  let best = Infinity;
  for (let i = 0; i < chain.length; i++) {
    const [ax, ay] = chain[i]!;
    const [bx, by] = chain[Math.min(i + 1, chain.length - 1)]!;
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
    best = Math.min(best, Math.hypot(px - ax - share * dx, py - ay - share * dy));
  }
  return best;
}

/** Whether a point lies in a polygon (even–odd). */
export function isWithin(polygon: readonly MapPoint[], [px, py]: MapPoint): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [ax, ay] = polygon[i]!;
    const [bx, by] = polygon[j]!;
    if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
