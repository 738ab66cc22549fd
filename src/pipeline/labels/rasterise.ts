import { millisecondsFromSample } from "../../quantities/units.ts";
import type { SectionGrid, SectionPoint, Strokes } from "./contract.ts";

/** Samples of a grid that shapes cover, as spans from a sample's time to that of the sample after the last. */
class SampleSpans {
  readonly strokes: Strokes = { inline: [], crossline: [], startMs: [], endMs: [] };

  constructor(private readonly grid: SectionGrid) {}

  timeOf(sample: number): number {
    return millisecondsFromSample(sample, this.grid.intervalMs * 1000, this.grid.startMs);
  }

  /** Where a time lies, in samples; 2.5 is midway between samples 2 and 3. */
  sampleAt(timeMs: number): number {
    return (timeMs - this.grid.startMs) / this.grid.intervalMs;
  }

  /** Traces from one place to another, both included, that the section has. */
  traces(from: number, to: number): number[] {
    const first = Math.max(0, Math.ceil(from));
    const last = Math.min(this.grid.inline.length - 1, Math.floor(to));
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  }

  /** Samples `first … end − 1`, as far as there are such. */
  add(trace: number, first: number, end: number): void {
    const from = Math.max(0, first);
    const to = Math.min(this.grid.samples, end);
    if (to <= from) return;
    this.strokes.inline.push(this.grid.inline[trace]!);
    this.strokes.crossline.push(this.grid.crossline[trace]!);
    this.strokes.startMs.push(this.timeOf(from));
    this.strokes.endMs.push(this.timeOf(to));
  }
}

/** Samples whose places lie in the rectangle between two corners, or on its edge. */
export function rasteriseRectangle(grid: SectionGrid, a: SectionPoint, b: SectionPoint): Strokes {
  const spans = new SampleSpans(grid);
  const first = Math.ceil(spans.sampleAt(Math.min(a.atMs, b.atMs)));
  const end = Math.floor(spans.sampleAt(Math.max(a.atMs, b.atMs))) + 1;
  for (const trace of spans.traces(Math.min(a.trace, b.trace), Math.max(a.trace, b.trace)))
    spans.add(trace, first, end);
  return spans.strokes;
}

/**
 * Samples whose places lie within a polygon, by the even-odd rule: where it crosses itself, what is surrounded twice is
 * outside. Of what lies on an edge, the left and the upper edge count.
 * @param corners at least three; the last is joined to the first
 */
export function rasterisePolygon(grid: SectionGrid, corners: readonly SectionPoint[]): Strokes {
  const spans = new SampleSpans(grid);
  const along = corners.map(({ trace }) => trace);
  for (const trace of spans.traces(Math.min(...along), Math.max(...along))) {
    const crossings: number[] = [];
    corners.forEach((corner, i) => {
      const next = corners[(i + 1) % corners.length]!;
      const [left, right] = corner.trace < next.trace ? [corner, next] : [next, corner];
      if (!(left.trace <= trace && trace < right.trace)) return;
      const share = (trace - left.trace) / (right.trace - left.trace);
      crossings.push(spans.sampleAt(left.atMs + share * (right.atMs - left.atMs)));
    });
    crossings.sort((x, y) => x - y);
    for (let i = 0; i + 1 < crossings.length; i += 2)
      spans.add(trace, Math.ceil(crossings[i]!), Math.ceil(crossings[i + 1]!));
  }
  return spans.strokes;
}

/**
 * Samples no farther than a half-width above or below a line from point to point: a horizon, a boundary. Each trace that the
 * line passes gets at least the sample nearest to it.
 * @param halfWidthMs in the vertical unit; 0: the nearest sample
 */
export function rasterisePick(
  grid: SectionGrid,
  points: readonly SectionPoint[],
  halfWidthMs: number,
): Strokes {
  const spans = new SampleSpans(grid);
  const addAt = (trace: number, atMs: number): void => {
    const first = Math.ceil(spans.sampleAt(atMs - halfWidthMs));
    const end = Math.floor(spans.sampleAt(atMs + halfWidthMs)) + 1;
    const nearest = Math.round(spans.sampleAt(atMs));
    spans.add(trace, Math.min(first, nearest), Math.max(end, nearest + 1));
  };
  if (points.length === 1) addAt(Math.round(points[0]!.trace), points[0]!.atMs);
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i]!, points[i + 1]!];
    const [left, right] = a.trace <= b.trace ? [a, b] : [b, a];
    for (const trace of spans.traces(left.trace, right.trace)) {
      const share = right.trace > left.trace ? (trace - left.trace) / (right.trace - left.trace) : 0;
      addAt(trace, left.atMs + share * (right.atMs - left.atMs));
    }
  }
  return spans.strokes;
}

/**
 * Samples that an elliptic brush passes on its way from point to point: along a fault, or over what is to be filled. A point
 * alone is a dab.
 * @param radius of the brush, in traces and in the vertical unit; both above 0
 */
export function rasteriseBrush(
  grid: SectionGrid,
  points: readonly SectionPoint[],
  radius: { readonly traces: number; readonly ms: number },
): Strokes {
  const spans = new SampleSpans(grid);
  const path = points.length === 1 ? [points[0]!, points[0]!] : points;
  for (let i = 0; i + 1 < path.length; i++) {
    const [a, b] = [path[i]!, path[i + 1]!];
    // In radii, the brush is a circle.
    const dx = (b.trace - a.trace) / radius.traces;
    const dy = (b.atMs - a.atMs) / radius.ms;
    const squared = dx * dx + dy * dy;
    const isPassed = (trace: number, sample: number): boolean => {
      const x = (trace - a.trace) / radius.traces;
      const y = (spans.timeOf(sample) - a.atMs) / radius.ms;
      const share = squared === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / squared));
      return Math.hypot(x - share * dx, y - share * dy) <= 1;
    };
    const first = Math.max(0, Math.ceil(spans.sampleAt(Math.min(a.atMs, b.atMs) - radius.ms)));
    const last = Math.min(grid.samples - 1, Math.floor(spans.sampleAt(Math.max(a.atMs, b.atMs) + radius.ms)));
    for (const trace of spans.traces(
      Math.min(a.trace, b.trace) - radius.traces,
      Math.max(a.trace, b.trace) + radius.traces,
    )) {
      // What a round brush passes is convex: one run a trace.
      let from = first;
      while (from <= last && !isPassed(trace, from)) from++;
      let to = from;
      while (to <= last && isPassed(trace, to)) to++;
      spans.add(trace, from, to);
    }
  }
  return spans.strokes;
}
