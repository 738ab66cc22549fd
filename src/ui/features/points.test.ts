import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import type { FeaturePoints } from "../../services/points-contract.ts";
import { markedPoints } from "./marked-points.ts";
import { nearestPoint, paintPoints, type PaintedPoints, type PointRaster } from "./paint-points.ts";
import { pointColours } from "./point-colours.ts";

const raster = (width: number, height: number) => ({
  data: new Uint8ClampedArray(4 * width * height),
  width,
  height,
  x: [0, 10] as const,
  y: [-1, 1] as const,
});

function cloud(
  xs: readonly number[],
  ys: readonly number[],
  more: Partial<PaintedPoints> = {},
): PaintedPoints {
  return {
    rows: xs.length,
    x: (row) => xs[row]!,
    y: (row) => ys[row]!,
    colours: Uint8Array.from(xs.flatMap(() => [200, 100, 50])),
    ...more,
  };
}

/** Paints all at once. */
function paint(area: PointRaster, points: PaintedPoints): number {
  const painting = paintPoints(area, points, 1);
  for (;;) {
    const { done, value } = painting.next();
    if (done) return value;
  }
}

describe("painting points", () => {
  it("puts each where its values say, in its colour, and counts those outside", () => {
    const area = raster(101, 41);
    const outside = paint(area, cloud([2.525, 7.5, 10.5, NaN], [0.5, -0.5, 0, 0]));
    expect(outside).toBe(2);
    const pixel = (x: number, y: number): number[] => [
      ...area.data.subarray(4 * (y * 101 + x), 4 * (y * 101 + x) + 4),
    ];
    // x = 2.525 of 0 … 10 over 101 pixels is in pixel 25; y = 0.5 of 1 … −1 over 41 in pixel 10.
    expect(pixel(25, 10).slice(0, 3)).toEqual([200, 100, 50]);
    expect(pixel(25, 10)[3]).toBeGreaterThan(180);
    expect(pixel(75, 30).slice(0, 3)).toEqual([200, 100, 50]);
    expect(pixel(50, 20)).toEqual([0, 0, 0, 0]);
    const painted = Array.from({ length: 101 * 41 }, (_, i) => area.data[4 * i + 3]!).filter((a) => a > 0);
    expect(painted.length).toBeLessThan(20);
  });

  it("lays one over the other as ink that lets through", () => {
    const area = raster(21, 21);
    const colours = Uint8Array.of(255, 0, 0, 0, 0, 255);
    paint(area, cloud([5, 5], [0, 0], { colours }));
    const at = 4 * (10 * 21 + 10);
    // Three quarters of blue over three quarters of red: 0.75 + 0.25 · 0.75 of cover.
    expect(area.data[at + 3]! / 255).toBeCloseTo(0.9375, 1);
    expect(area.data[at + 2]! / 255).toBeCloseTo(0.75 / 0.9375, 1);
    expect(area.data[at]! / 255).toBeCloseTo(0.1875 / 0.9375, 1);
  });

  it("draws marked ones over all others, which step back, and hidden ones not at all", () => {
    const [plain, marked] = [raster(21, 21), raster(21, 21)];
    const points = cloud([2, 8], [0, 0]);
    paint(plain, points);
    paint(marked, { ...points, marked: Uint8Array.of(0, 1), hidden: Uint8Array.of(0, 0) });
    const cover = ({ data }: typeof plain, x: number): number => data[4 * (10 * 21 + x) + 3]!;
    expect(cover(marked, 4)).toBeLessThan(cover(plain, 4) / 2);
    expect(cover(marked, 16)).toBe(255);
    const hidden = raster(21, 21);
    paint(hidden, { ...points, hidden: Uint8Array.of(1, 1) });
    expect(hidden.data.every((value) => value === 0)).toBe(true);
  });

  it("gives the page its turn, and paints each point once all the same", () => {
    const rows = 25_000;
    const area = raster(10, 10);
    const painting = paintPoints(
      area,
      { ...cloud([], []), rows, x: () => 5, y: () => 3, colours: new Uint8Array(3 * rows) },
      1,
    );
    let turns = 0;
    for (;;) {
      const { done, value } = painting.next();
      if (done) {
        expect(value).toBe(rows);
        break;
      }
      turns++;
    }
    expect(turns).toBe(2);
  });

  it("finds the nearest point within reach", () => {
    const random = seededRandom(2);
    const xs = Array.from({ length: 500 }, () => 10 * random.next());
    const ys = Array.from({ length: 500 }, () => 2 * random.next() - 1);
    const area = raster(400, 300);
    for (let i = 0; i < 50; i++) {
      const at = { x: 400 * random.next(), y: 300 * random.next() };
      const away = (row: number): number => Math.hypot(xs[row]! * 40 - at.x, (1 - ys[row]!) * 150 - at.y);
      const expected = [...xs.keys()].sort((a, b) => away(a) - away(b))[0]!;
      expect(nearestPoint(area, cloud(xs, ys), at, 15)).toBe(away(expected) <= 15 ? expected : undefined);
    }
  });
});

const windows = {
  rows: 5,
  lengthMs: 64,
  lines: [
    { name: "a", survey: "a" },
    { name: "b", survey: "b" },
  ],
  line: Int32Array.of(0, 0, 0, 1, 1),
  traceIndex: Int32Array.of(3, 3, 4, 3, 9),
  startMs: Float32Array.of(0, 32, 0, 0, 96),
  classes: ["normal", "boundary"],
  label: Int32Array.of(0, 1, -1, 1, 0),
} as unknown as FeaturePoints;

describe("points of a selection", () => {
  it("are all windows of selected traces, of their own survey", () => {
    const parts = [{ survey: "a", traceIndex: Int32Array.of(3) }];
    expect([...markedPoints(windows, { source: "", parts })!]).toEqual([1, 1, 0, 0, 0]);
    expect(markedPoints(windows, undefined)).toBeUndefined();
  });

  it("are the selected windows themselves, not those that overlap them", () => {
    const own = { startMs: Float32Array.of(32), endMs: Float32Array.of(96) };
    const parts = [{ survey: "a", traceIndex: Int32Array.of(3), windows: own }];
    expect([...markedPoints(windows, { source: "", parts })!]).toEqual([0, 1, 0, 0, 0]);
  });

  it("are windows whose middle lies in a selected stretch of another length", () => {
    const stretch = { startMs: Float32Array.of(0, 100), endMs: Float32Array.of(40, 300) };
    const parts = [{ survey: "b", traceIndex: Int32Array.of(3, 9), windows: stretch }];
    expect([...markedPoints(windows, { source: "", parts })!]).toEqual([0, 0, 0, 1, 1]);
  });
});

describe("colours of points", () => {
  it("are those of the classes, the same for labels and predictions, and grey without either", () => {
    const byClass = pointColours(windows, "class", undefined);
    expect(byClass.groups.map(({ name, drawn }) => [name, drawn])).toEqual([
      ["normal", 2],
      ["boundary", 2],
      ["no label", 1],
    ]);
    const predicted = { classes: ["boundary", "salt"], predicted: Int32Array.of(0, 0, 1, -1, 1) };
    const byPrediction = pointColours(windows, "prediction", predicted);
    const colourAt = ({ colours }: typeof byClass, row: number): number[] => [
      ...colours.subarray(3 * row, 3 * row + 3),
    ];
    expect(colourAt(byPrediction, 0)).toEqual(colourAt(byClass, 1));
    expect(colourAt(byPrediction, 3)).toEqual(colourAt(byClass, 2));
    expect(byPrediction.groups.map(({ drawn }) => drawn)).toEqual([2, 2, 1]);
    const known = [0, 1].map((row) => colourAt(byClass, row).join());
    expect(known).not.toContain(colourAt(byPrediction, 2).join());
  });

  it("are a scale over many lines", () => {
    const lines = Array.from({ length: 12 }, (_, i) => ({ name: `line ${i}`, survey: "a" }));
    const line = Int32Array.of(0, 11, 5, 5, 0);
    const many = pointColours({ ...windows, lines, line }, "line", undefined);
    expect(many.isScale).toBe(true);
    expect(many.groups.map(({ drawn }) => drawn)).toEqual([2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1]);
    expect(pointColours(windows, "line", undefined).isScale).toBe(false);
  });
});
