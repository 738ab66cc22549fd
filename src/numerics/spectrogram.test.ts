import { expect, it } from "vitest";
import { seededRandom } from "./random.ts";
import { spectrogram } from "./spectrogram.ts";

it("finds a sine's power at its frequency: amplitude² / 2 in all", () => {
  // 31.25 Hz at 4 ms: bin 8 of 64 samples.
  const samples = Float32Array.from({ length: 200 }, (_, n) => 3 * Math.sin(2 * Math.PI * 31.25 * 0.004 * n));
  const { density } = spectrogram(samples, 0.004, 64, 8);
  expect([density.rows, density.columns]).toEqual([18, 33]);
  const step = 1 / (64 * 0.004);
  for (let s = 0; s < density.rows; s++) {
    const row = density.data.subarray(s * 33, (s + 1) * 33);
    expect(row.indexOf(Math.max(...row))).toBe(8);
    expect(row.reduce((sum, value) => sum + value, 0) * step).toBeCloseTo(4.5, 5);
  }
});

it("sums to the tapered samples' power, for odd segments too", () => {
  const random = seededRandom(5);
  const samples = Float64Array.from({ length: 100 }, () => random.normal());
  for (const segment of [33, 32]) {
    const { density } = spectrogram(samples, 1, segment, 100);
    const weights = Float64Array.from({ length: segment }, (_, n) => Math.sin((Math.PI * n) / segment) ** 2);
    const tapered = weights.reduce((sum, w, n) => sum + (w * samples[n]!) ** 2, 0);
    const energy = weights.reduce((sum, w) => sum + w * w, 0);
    // Parseval: the mean square of the tapered samples, over the mean square of the taper.
    expect(density.data.reduce((sum, value) => sum + value, 0) / segment).toBeCloseTo(tapered / energy, 12);
  }
});

it("leaves out what holds no number, and has no segment of a signal that is too short", () => {
  const samples = new Float32Array(40).fill(1);
  samples[20] = NaN;
  const { density } = spectrogram(samples, 1, 8, 8);
  const known = Array.from({ length: density.rows }, (_, s) => Number.isFinite(density.data[s * 5]));
  expect(known).toEqual([true, true, false, true, true]);
  expect(spectrogram(samples, 1, 41, 8).density.rows).toBe(0);
  expect(() => spectrogram(samples, 1, 8, 0)).toThrow(RangeError);
});
