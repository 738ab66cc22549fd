import { describe, expect, it } from "vitest";
import { float32Matrix } from "../../quantities/matrix.ts";
import { createFeatureExtractor } from "./extract-features.ts";

const definition = (lengthSamples: number) => ({
  extent: "window" as const,
  lengthSamples,
  stepSamples: 1,
  intervalMicroseconds: 4000,
});

/** The eight of one window that is the whole of `samples`. */
function featuresOf(...samples: number[]): number[] {
  const traces = float32Matrix(1, samples.length, Float32Array.from(samples));
  return [...createFeatureExtractor(definition(samples.length)).extract(traces, Int32Array.of(0)).data];
}

describe("createFeatureExtractor", () => {
  it("computes the eight by their definitions", () => {
    const [mean, std, min, max, rms, energy, crossings, frequency] = featuresOf(3, -1, -2, 4, 1, 1, -5, 1);
    expect(mean).toBe(0.25);
    expect(std).toBeCloseTo(Math.sqrt(58 / 8 - 0.25 ** 2), 6);
    expect([min, max]).toEqual([-5, 4]);
    expect(rms).toBeCloseTo(Math.sqrt(58 / 8), 6);
    expect(energy).toBe(58);
    expect(crossings).toBe(4);
    expect(frequency).toBe(2 / (8 * 0.004)); // bin 2 has power 146, bins 1 and 3 share 52
  });

  it("finds the frequency of a cosine, and never the mean or the Nyquist frequency", () => {
    const cosine = (bin: number) =>
      Array.from({ length: 64 }, (_, n) => Math.cos((2 * Math.PI * bin * n) / 64));
    const hz = (samples: number[]): number => featuresOf(...samples)[7]!;
    for (const bin of [1, 9, 31]) expect(hz(cosine(bin))).toBeCloseTo(bin / (64 * 0.004), 4);
    expect(hz(cosine(12).map((value) => 100 + value))).toBeCloseTo(12 / 0.256, 4);
    const nyquist = cosine(32);
    expect(hz(cosine(6).map((value, n) => value + 50 * nyquist[n]!))).toBeCloseTo(6 / 0.256, 4);
  });

  it("counts a change of the sign bit, so that −0 is negative", () => {
    expect(featuresOf(0, -0, 0, 0)[6]).toBe(2);
    expect(featuresOf(1, 0, -0, -1)[6]).toBe(1);
    expect(featuresOf(1, 0, 1, 0)[6]).toBe(0);
  });

  it("gives a constant window no spread and the lowest bin, whatever its length", () => {
    for (const length of [4, 5, 59, 64, 462]) {
      const features = featuresOf(...new Array<number>(length).fill(0.1));
      const value = Math.fround(0.1);
      expect(features.slice(0, 4)).toEqual([value, 0, value, value]);
      expect(features[6]).toBe(0);
      expect(features[7]).toBe(Math.fround(1 / (length * 0.004)));
    }
  });

  it("has an answer for windows too short for a frequency", () => {
    expect(featuresOf(-3)).toEqual([-3, 0, -3, -3, 3, 9, 0, 0]);
    expect(featuresOf(1, -1)).toEqual([0, 1, -1, 1, 1, 2, 1, 0]);
    expect(featuresOf(1, -1, 1)[7]).toBe(0);
    expect(featuresOf(1, -1, 1, 3)[7]).toBe(62.5);
  });

  it.each([NaN, Infinity, -Infinity])(
    "gives a window with %d a row of NaN and leaves its neighbours whole",
    (bad) => {
      const traces = float32Matrix(2, 8);
      traces.data.forEach((_, i) => (traces.data[i] = (i * 5) % 7));
      traces.data[3] = bad;
      const { data } = createFeatureExtractor(definition(4)).extract(traces, Int32Array.of(0, 4));
      expect([...data.subarray(0, 8)].every(Number.isNaN)).toBe(true);
      expect([...data.subarray(8)].every(Number.isFinite)).toBe(true);
    },
  );

  it("stays right at the ends of the float32 range", () => {
    const big = featuresOf(1e38, -1e38, 1e38, -1e38, 3e38);
    expect(big[4]).toBe(Math.fround(Math.sqrt((4 * Math.fround(1e38) ** 2 + Math.fround(3e38) ** 2) / 5)));
    expect(big[5]).toBe(Infinity);
    expect(featuresOf(1e-30, -1e-30, 1e-30, 2e-30)[1]! * 1e30).toBeCloseTo(Math.sqrt(7 / 4 - 0.75 ** 2), 6);
  });

  it("orders rows trace by trace, start by start, and gives each row the same bits in any block", () => {
    const traces = float32Matrix(3, 20);
    traces.data.forEach((_, i) => (traces.data[i] = Math.sin(i * i) * 10 ** (i % 9)));
    const extractor = createFeatureExtractor(definition(7));
    const starts = Int32Array.of(0, 5, 13);
    const together = extractor.extract(traces, starts);
    expect([together.rows, together.columns]).toEqual([9, 8]);
    for (let trace = 0; trace < 3; trace++)
      for (let i = 0; i < 3; i++) {
        const from = trace * 20 + starts[i]!;
        const alone = featuresOf(...traces.data.subarray(from, from + 7));
        expect([...together.data.subarray((trace * 3 + i) * 8, (trace * 3 + i + 1) * 8)]).toEqual(alone);
      }
  });

  it("refuses windows outside the trace", () => {
    const extractor = createFeatureExtractor(definition(7));
    for (const start of [-1, 14])
      expect(() => extractor.extract(float32Matrix(1, 20), Int32Array.of(start))).toThrow(RangeError);
  });
});
