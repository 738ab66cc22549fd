import { describe, expect, it } from "vitest";
import { float32Matrix } from "../quantities/matrix.ts";
import type { WiggleLook } from "./section-contract.ts";
import { drawWiggles } from "./section-wiggles.ts";

/** Three traces of five samples over a picture of 60 × 50 pixels: a trace is 20 pixels, a sample ten rows. */
const look: WiggleLook = {
  part: { x0: 0, x1: 3, y0: 0, y1: 5 },
  width: 60,
  height: 50,
  pixelRatio: 1,
  excursion: 1,
  isFilled: false,
  isMirrored: false,
  ink: [10, 20, 30],
};
const section = { first: 0, stride: 1 };
const scale = { range: { low: -2, high: 2 } };
const samples = float32Matrix(3, 5, Float32Array.of(0, 1, 2, -1, 0, 0, 0, 0, 0, 0, 0, -1, NaN, 1, 4));

/** Alpha of each pixel of a row. */
const rowOf = ({ data, width }: ReturnType<typeof drawWiggles>, row: number): number[] =>
  Array.from({ length: width }, (_, x) => data[(row * width + x) * 4 + 3]!);
/** Where a row is inked: the ends of its stretches, weighed by their alpha. */
const inkIn = (alphas: readonly number[], from: number, end: number): { left: number; right: number } => {
  const own = alphas.slice(from, end);
  const first = own.findIndex((alpha) => alpha > 0);
  const last = own.findLastIndex((alpha) => alpha > 0);
  return { left: from + first + 1 - own[first]! / 255, right: from + last + own[last]! / 255 };
};

/** Where trace 0 is at a place down, by the formula alone: straight between samples, half a range to 20 pixels. */
const wiggleAt = (place: number): number => {
  const values = [0, 1, 2, -1, 0];
  const before = Math.floor(place);
  const value = values[before]! + (place - before) * ((values[before + 1] ?? 0) - values[before]!);
  return 10 + (value / 2) * 20;
};

describe("wiggle traces", () => {
  it("swing as the samples do, straight between them", () => {
    const picture = drawWiggles(samples, section, scale, look);
    expect(picture.every).toBe(1);
    for (let row = 5; row < 45; row++) {
      const [top, bottom] = [(row - 5) / 10, (row - 4) / 10];
      const places = [wiggleAt(top), wiggleAt(bottom)];
      const { left, right } = inkIn(rowOf(picture, row), 0, 29);
      // Trace 1 stands still at pixel 30: what trace 0 reaches there is not seen alone.
      expect(left).toBeCloseTo(Math.max(0, Math.min(...places) - 0.5), 1);
      if (Math.max(...places) < 28) expect(right).toBeCloseTo(Math.max(...places) + 0.5, 1);
    }
    // Above the middle of the first sample and below that of the last there is nothing.
    for (const row of [0, 3, 46, 49]) expect(new Set(rowOf(picture, row))).toEqual(new Set([0]));
    expect([...picture.data.subarray((20 * 60 + 30) * 4, (20 * 60 + 30) * 4 + 3)]).toEqual([10, 20, 30]);
  });

  it("break where there is no number, and go no further than the excursion", () => {
    const picture = drawWiggles(samples, section, scale, look);
    // Sample 2 of trace 2 stands at row 25; its neighbours at rows 15 and 35.
    for (const row of [16, 20, 25, 33]) expect(new Set(rowOf(picture, row).slice(40))).toEqual(new Set([0]));
    const loud = drawWiggles(samples, section, { range: { low: -1, high: 1 } }, { ...look, excursion: 0.4 });
    // The amplitude of 4 is clipped at 0.4 spacings: 50 + 8.
    expect(inkIn(rowOf(loud, 44), 40, 60).right).toBeCloseTo(58.5, 1);
  });

  it("fill peaks, not troughs", () => {
    const picture = drawWiggles(samples, section, scale, { ...look, isFilled: true, excursion: 0.9 });
    const peak = rowOf(picture, 20).slice(10, 23);
    expect(peak.every((alpha) => alpha === 255)).toBe(true);
    const trough = rowOf(picture, 34);
    const { left } = inkIn(trough, 0, 20);
    expect(left).toBeLessThan(4);
    expect(trough.slice(6, 20)).toEqual(new Array(14).fill(0));
  });

  it("follow gain and polarity", () => {
    const turned = drawWiggles(samples, section, { ...scale, factor: -1 }, look);
    const minus = float32Matrix(
      3,
      5,
      samples.data.map((value) => -value),
    );
    expect(turned.data).toEqual(drawWiggles(minus, section, scale, look).data);
  });

  it("are thinned where they would be closer than four pixels of the screen", () => {
    const many = float32Matrix(30, 5);
    const wide = { ...look, part: { ...look.part, x1: 30 } };
    const picture = drawWiggles(many, section, scale, wide);
    expect(picture.every).toBe(2);
    // Columns 0, 2, 4 … at two pixels each.
    const inked = rowOf(picture, 20).flatMap((alpha, x) => (alpha > 0 ? [x] : []));
    expect(inked).toEqual(Array.from({ length: 15 }, (_, i) => [4 * i, 4 * i + 1]).flat());
    expect(drawWiggles(many, section, scale, { ...wide, pixelRatio: 2 }).every).toBe(4);
    expect(
      drawWiggles(many, { first: 0, stride: 3 }, scale, { ...wide, part: { ...look.part, x1: 90 } }).every,
    ).toBe(6);
  });

  it("run from right to left where the line does, peaks still to the right", () => {
    const one = float32Matrix(3, 5, Float32Array.of(2, 2, 2, 2, 2, ...new Array<number>(10).fill(0)));
    const picture = drawWiggles(one, section, scale, { ...look, excursion: 0.3, isMirrored: true });
    const { left, right } = inkIn(rowOf(picture, 20), 40, 60);
    expect(left).toBeCloseTo(55.5, 1);
    expect(right).toBeCloseTo(56.5, 1);
  });

  it("show a part of a line", () => {
    const part = drawWiggles(samples, section, scale, { ...look, part: { x0: 0, x1: 1.5, y0: 0, y1: 2.5 } });
    // Twice as large both ways: sample 2 stands at row 50, just below; sample 1 at row 30, half a swing of 40 right of 20.
    expect(inkIn(rowOf(part, 30), 21, 60).left).toBeCloseTo(20 + 20 - 0.5, 1);
  });
});
