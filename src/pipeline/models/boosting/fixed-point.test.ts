import { describe, expect, it } from "vitest";
import { fixedPointScales, maxRows } from "./fixed-point.ts";

describe("fixedPointScales", () => {
  it.each([
    [1, 1],
    [33_320, 33_320],
    [600_000, 600_000],
    [maxRows, 1e9],
    [500, 1e-12],
    [65_535, 65_536],
  ])("%i rows of total weight %d cannot overflow, and waste few bits", (rows, weight) => {
    const { gradientScale, hessianScale, countShift } = fixedPointScales(rows, weight);
    const rounding = rows / 2;
    expect(weight * gradientScale + rounding).toBeLessThan(2 ** 51);
    expect(weight * gradientScale).toBeGreaterThanOrEqual(2 ** 48);
    expect((weight / 4) * hessianScale + rounding).toBeLessThan(2 ** countShift);
    expect((weight / 4) * hessianScale).toBeGreaterThanOrEqual(2 ** (countShift - 3));
    expect(countShift).toBeLessThanOrEqual(51);
    expect(rows * 2 ** countShift).toBeLessThan(2 ** 63);
  });
});
