import { describe, expect, it } from "vitest";
import { float32Matrix } from "../../quantities/matrix.ts";
import { clipRange, tabulateAmplitudes, withoutMutes } from "./contract.ts";

describe("percentiles", () => {
  it("are nearest ranks of the absolute finite amplitudes, the last one the largest", () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? i : -i));
    const percentiles = tabulateAmplitudes(() => Float32Array.of(...values, NaN, Infinity)).sizes;
    expect(percentiles).toHaveLength(21);
    expect([percentiles[0], percentiles[1], percentiles[16], percentiles[20]]).toEqual([900, 905, 980, 999]);
    expect([...tabulateAmplitudes(() => Float32Array.of(NaN)).sizes]).toEqual(new Array(21).fill(0));
  });

  it("are those of what is not muted", () => {
    const block = float32Matrix(2, 4, Float32Array.of(0, 1, 2, 3, 4, 5, 6, 0));
    const mutes = { start: Int32Array.of(1, 0), end: Int32Array.of(0, 1) };
    expect([...withoutMutes(block, mutes)]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("a clip", () => {
  // 0 … 1999: nothing below 0, as in an impedance section.
  const table = tabulateAmplitudes(() => Float32Array.from({ length: 2000 }, (_, i) => (i * 1237) % 2000));

  it("is symmetric about 0, or has as many amplitudes below as above", () => {
    expect(clipRange(table, { percent: 98, isSymmetric: true })).toEqual({ low: -1960, high: 1960 });
    expect(clipRange(table, { percent: 98, isSymmetric: false })).toEqual({ low: 19, high: 1980 });
    expect(clipRange(table, { percent: 100, isSymmetric: false })).toEqual({ low: 0, high: 1999 });
  });

  it("turns with the polarity, and keeps amplitudes that are given", () => {
    const turned = tabulateAmplitudes(() =>
      Float32Array.from({ length: 2000 }, (_, i) => -((i * 1237) % 2000)),
    );
    const clip = { percent: 95, isSymmetric: false };
    expect(clipRange(table, clip, { isReversed: true })).toEqual(clipRange(turned, clip));
    expect(clipRange(table, { low: -3, high: 7 }, { isReversed: true })).toEqual({ low: -3, high: 7 });
  });

  it("is empty where there is no amplitude", () => {
    const none = tabulateAmplitudes(() => Float32Array.of(NaN));
    expect(clipRange(none, { percent: 98, isSymmetric: false })).toEqual({ low: 0, high: 0 });
  });
});
