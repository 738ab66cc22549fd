import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import {
  interpolateLines,
  rasteriseBrush,
  rasterisePick,
  rasterisePolygon,
  rasteriseRectangle,
  type SectionGrid,
  type SectionPoint,
  type Strokes,
} from "./contract.ts";

/** 12 traces of inline 7, 20 samples of 4 ms from 100 ms on. */
const grid: SectionGrid = {
  inline: new Int32Array(12).fill(7),
  crossline: Int32Array.from({ length: 12 }, (_, i) => 300 + 2 * i),
  startMs: 100,
  intervalMs: 4,
  samples: 20,
};

const timeOf = (sample: number): number => grid.startMs + sample * grid.intervalMs;

/** The samples that strokes cover, as a picture: `#` for those that they do. */
function picture(strokes: Strokes): string[] {
  return Array.from({ length: grid.samples }, (_, sample) =>
    Array.from({ length: grid.inline.length }, (_, trace) =>
      strokes.inline.some(
        (inline, i) =>
          inline === grid.inline[trace] &&
          strokes.crossline[i] === grid.crossline[trace] &&
          strokes.startMs[i]! <= timeOf(sample) &&
          timeOf(sample) < strokes.endMs[i]!,
      )
        ? "#"
        : ".",
    ).join(""),
  );
}

/** The same by asking each sample. */
const asked = (isIn: (trace: number, atMs: number) => boolean): string[] =>
  Array.from({ length: grid.samples }, (_, sample) =>
    Array.from({ length: grid.inline.length }, (_, trace) => (isIn(trace, timeOf(sample)) ? "#" : ".")).join(
      "",
    ),
  );

/** Even-odd by a ray to the right: not how the rasteriser does it. */
function isInPolygon(corners: readonly SectionPoint[], trace: number, atMs: number): boolean {
  let isIn = false;
  corners.forEach((a, i) => {
    const b = corners[(i + 1) % corners.length]!;
    if (a.atMs > atMs === b.atMs > atMs) return;
    if (trace < a.trace + ((atMs - a.atMs) * (b.trace - a.trace)) / (b.atMs - a.atMs)) isIn = !isIn;
  });
  return isIn;
}

/** Distance to a segment by trying many of its points. */
function isNearSegment(
  [a, b]: readonly [SectionPoint, SectionPoint],
  radius: { traces: number; ms: number },
  trace: number,
  atMs: number,
): { readonly inside: boolean; readonly sure: boolean } {
  let nearest = Infinity;
  for (let i = 0; i <= 4000; i++) {
    const x = (a.trace + ((b.trace - a.trace) * i) / 4000 - trace) / radius.traces;
    const y = (a.atMs + ((b.atMs - a.atMs) * i) / 4000 - atMs) / radius.ms;
    nearest = Math.min(nearest, Math.sqrt(x * x + y * y));
  }
  return { inside: nearest <= 1, sure: Math.abs(nearest - 1) > 1e-2 };
}

describe("shapes on a section", () => {
  const random = seededRandom(17);
  const anywhere = (): SectionPoint => ({
    trace: random.next() * 16 - 2,
    atMs: 90 + random.next() * 100,
  });

  it("fills rectangles with the samples on and within their edges, cut at the section's", () => {
    const strokes = rasteriseRectangle(grid, { trace: 9.5, atMs: 112 }, { trace: 2, atMs: 104 });
    expect(picture(strokes)).toEqual(
      asked((trace, at) => trace >= 2 && trace <= 9.5 && at >= 104 && at <= 112),
    );
    expect([strokes.startMs[0], strokes.endMs[0]]).toEqual([104, 116]);
    const all = rasteriseRectangle(grid, { trace: -5, atMs: -1000 }, { trace: 99, atMs: 9999 });
    expect(picture(all)).toEqual(asked(() => true));
    expect(rasteriseRectangle(grid, { trace: 2.2, atMs: 101 }, { trace: 2.8, atMs: 103 }).inline).toEqual([]);
  });

  it("fills polygons by the even-odd rule, also where they cross themselves", () => {
    for (let i = 0; i < 60; i++) {
      const corners = Array.from({ length: 3 + random.integer(6) }, anywhere);
      expect(picture(rasterisePolygon(grid, corners))).toEqual(
        asked((trace, at) => isInPolygon(corners, trace, at)),
      );
    }
  });

  it("follows a pick with its half-width, at least with the nearest sample", () => {
    const points = [
      { trace: 1, atMs: 110 },
      { trace: 5, atMs: 130 },
      { trace: 8, atMs: 115 },
    ];
    const at = (trace: number): number =>
      trace <= 5 ? 110 + ((trace - 1) * 20) / 4 : 130 - ((trace - 5) * 15) / 3;
    const strokes = rasterisePick(grid, points, 6);
    expect(picture(strokes)).toEqual(
      asked((trace, time) => trace >= 1 && trace <= 8 && Math.abs(time - at(trace)) <= 6),
    );
    const thin = picture(rasterisePick(grid, points, 0));
    for (let trace = 1; trace <= 8; trace++) expect(thin.filter((row) => row[trace] === "#")).toHaveLength(1);
    expect(picture(rasterisePick(grid, [{ trace: 3.2, atMs: 121 }], 0))).toEqual(
      asked((trace, time) => trace === 3 && time === 120),
    );
  });

  it("brushes along a path", () => {
    for (let i = 0; i < 25; i++) {
      const path = [anywhere(), anywhere()] as const;
      const radius = { traces: 0.3 + 3 * random.next(), ms: 2 + 20 * random.next() };
      const drawn = picture(rasteriseBrush(grid, path, radius));
      drawn.forEach((row, sample) => {
        Array.from(row).forEach((mark, trace) => {
          const { inside, sure } = isNearSegment(path, radius, trace, timeOf(sample));
          if (sure) expect(mark, `trace ${trace}, sample ${sample}`).toBe(inside ? "#" : ".");
        });
      });
    }
    expect(picture(rasteriseBrush(grid, [{ trace: 4, atMs: 120 }], { traces: 0.4, ms: 4 }))).toEqual(
      asked((trace, at) => trace === 4 && Math.abs(at - 120) <= 4),
    );
  });
});

describe("interpolation between two lines", () => {
  const intervals = {
    inline: Int32Array.of(10, 10, 10, 20, 20, 20, 20),
    crossline: Int32Array.of(1, 1, 2, 1, 1, 2, 3),
    startMs: Float32Array.of(0, 40, 0, 20, 80, 0, 0),
    endMs: Float32Array.of(40, 80, 40, 80, 160, 40, 40),
    classIndex: Int32Array.of(0, 1, 0, 0, 1, 1, 0),
  };

  it("goes over linearly where both lines have the same classes in order, and makes nothing up elsewhere", () => {
    const { strokes, traces, unlike } = interpolateLines(intervals, "inline", [10, 20], [10, 12, 15, 20, 25]);
    expect({ traces, unlike }).toEqual({ traces: 2, unlike: 1 });
    expect([...strokes]).toEqual([
      [0, { inline: [12, 15], crossline: [1, 1], startMs: [4, 10], endMs: [48, 60] }],
      [1, { inline: [12, 15], crossline: [1, 1], startMs: [48, 60], endMs: [96, 120] }],
    ]);
  });

  it("goes across as well as along", () => {
    const turned = { ...intervals, inline: intervals.crossline, crossline: intervals.inline };
    const { strokes } = interpolateLines(turned, "crossline", [20, 10], [15]);
    expect(strokes.get(0)).toEqual({ inline: [1], crossline: [15], startMs: [10], endMs: [60] });
  });
});
