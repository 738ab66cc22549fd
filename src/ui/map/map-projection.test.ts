import { describe, expect, it } from "vitest";
import type { SurveyOutline } from "../../services/section-contract.ts";
import {
  distanceTo,
  fitProjection,
  isWithin,
  lineOfVolume,
  linesAt,
  placeOf,
  unitsOf,
  coordinateUnitOf,
} from "./map-projection.ts";

/** Inlines 100 … 110 run east from (1000, 5000) at 25 m, turned by 30°; crosslines 300 … 340. */
const turn = Math.PI / 6;
const step = 25;
const xy = (inline: number, crossline: number): [number, number] => [
  1000 + step * ((crossline - 300) * Math.cos(turn) - (inline - 100) * Math.sin(turn)),
  5000 + step * ((crossline - 300) * Math.sin(turn) + (inline - 100) * Math.cos(turn)),
];
const corners = [
  [100, 300],
  [110, 300],
  [110, 340],
  [100, 340],
] as const;
const [sin, cos] = [Math.sin(turn) / step, Math.cos(turn) / step];
const volume: SurveyOutline = {
  survey: "v",
  kind: "volume",
  inline: Int32Array.from(corners, ([inline]) => inline),
  crossline: Int32Array.from(corners, ([, crossline]) => crossline),
  x: Float64Array.from(corners, ([inline, crossline]) => xy(inline, crossline)[0]),
  y: Float64Array.from(corners, ([inline, crossline]) => xy(inline, crossline)[1]),
  hasCoordinates: true,
  linesFromXY: Float64Array.of(
    100 + sin * 1000 - cos * 5000,
    -sin,
    cos,
    300 - cos * 1000 - sin * 5000,
    cos,
    sin,
  ),
};

describe("places on the map", () => {
  it("go from lines to metres and back", () => {
    for (const [inline, crossline] of [
      [100, 300],
      [107, 331],
    ] as const) {
      const place = placeOf(volume, inline, crossline, "coordinates")!;
      expect(place[0]).toBeCloseTo(xy(inline, crossline)[0], 6);
      expect(place[1]).toBeCloseTo(xy(inline, crossline)[1], 6);
      expect(linesAt(volume, place, "coordinates")).toEqual({ inline, crossline });
    }
    const [from, to] = lineOfVolume(volume, { axis: "crossline", number: 310 }, "coordinates");
    expect(from![0]).toBeCloseTo(xy(100, 310)[0], 6);
    expect(to![1]).toBeCloseTo(xy(110, 310)[1], 6);
    expect(lineOfVolume(volume, { axis: "inline", number: 104 }, "numbers")).toEqual([
      [300, 104],
      [340, 104],
    ]);
  });

  it("are counted in line numbers as soon as one survey has no coordinates", () => {
    expect(unitsOf([volume])).toBe("coordinates");
    expect(unitsOf([volume, { ...volume, hasCoordinates: false }])).toBe("numbers");
    expect(unitsOf([])).toBe("numbers");
    const inUnit = (unit: "m" | "ft"): SurveyOutline => ({ ...volume, unit });
    expect(coordinateUnitOf([inUnit("ft"), volume])).toBe(" (ft)");
    expect(coordinateUnitOf([volume])).toBe("");
    expect(coordinateUnitOf([inUnit("ft"), inUnit("m")])).toContain("m and ft");
  });
});

describe("the projection", () => {
  const box = { left: 50, top: 10, width: 200, height: 100 };

  it("keeps one scale both ways and north up", () => {
    const { toScreen, toMap, from, to } = fitProjection(
      [
        [0, 0],
        [1000, 100],
      ],
      box,
    );
    const [a, b, c] = [toScreen([0, 0]), toScreen([100, 0]), toScreen([0, 100])];
    expect(b[0] - a[0]).toBeCloseTo(a[1] - c[1], 9);
    expect(b[0] - a[0]).toBeGreaterThan(0);
    expect(toScreen(from)[0]).toBeCloseTo(50, 9);
    expect(toScreen(to)).toEqual([250, 10].map((edge) => expect.closeTo(edge, 9) as number));
    const back = toMap(toScreen([321, 45]));
    expect(back[0]).toBeCloseTo(321, 6);
    expect(back[1]).toBeCloseTo(45, 6);
  });

  it("shows a single point without dividing by nothing", () => {
    const { toScreen } = fitProjection([[600_000, 6_000_000]], box);
    expect(toScreen([600_000, 6_000_000])).toEqual([150, 60]);
  });
});

describe("hits", () => {
  it("know a line's distance and a polygon's inside", () => {
    const line = [
      [0, 0],
      [10, 0],
    ] as const;
    expect(distanceTo(line, [5, 3])).toBe(3);
    expect(distanceTo(line, [13, 4])).toBe(5);
    expect(isWithin([...line, [10, 10], [0, 10]], [5, 5])).toBe(true);
    expect(isWithin([...line, [10, 10], [0, 10]], [15, 5])).toBe(false);
  });
});
