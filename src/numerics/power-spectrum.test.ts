import { describe, expect, it } from "vitest";
import { describeWithPython, runPythonSource } from "../../e2e/support/peers.ts";
import { planPowerSpectrum } from "./power-spectrum.ts";

const spectrumOf = (samples: Float64Array): Float64Array => {
  const plan = planPowerSpectrum(samples.length);
  const out = new Float64Array(plan.bins);
  plan.compute(samples, 0, out);
  return out;
};

describe("planPowerSpectrum", () => {
  it.each([64, 462, 59, 106])("puts a cosine of length %i into its own bin", (length) => {
    const bin = 5;
    const power = spectrumOf(
      Float64Array.from({ length }, (_, n) => 3 * Math.cos((2 * Math.PI * bin * n) / length + 0.4)),
    );
    expect(power[bin]).toBeCloseTo((1.5 * length) ** 2, 6);
    power[bin] = 0;
    expect(Math.max(...power)).toBeLessThan(1e-18 * length ** 4);
  });

  it("keeps no trace of an earlier, louder signal, and reads only its own samples", () => {
    for (const length of [64, 63, 59]) {
      const quiet = Float32Array.from({ length: 3 * length }, (_, n) => Math.sin(n) * 1e-6);
      quiet.fill(1e30, 0, length).fill(NaN, 2 * length);
      const plan = planPowerSpectrum(length);
      const out = new Float64Array(plan.bins);
      plan.compute(quiet, 0, out);
      plan.compute(quiet, length, out);
      expect(out).toEqual(spectrumOf(Float64Array.from(quiet.subarray(length, 2 * length))));
    }
  });

  it("gives a constant signal exactly no power above bin 0 where the length is a power of two", () => {
    const power = spectrumOf(new Float64Array(64).fill(0.1));
    expect(power.subarray(1).every((value) => value === 0)).toBe(true);
  });

  it.each([0, -2, 1.5, NaN])("refuses the length %d", (length) => {
    expect(() => planPowerSpectrum(length)).toThrow(RangeError);
  });
});

describeWithPython("power spectra beside SciPy's", () => {
  it("agree for lengths 1 … 70, primes, and the lengths of traces", { timeout: 30_000 }, async () => {
    const lengths = [
      ...Array.from({ length: 70 }, (_, i) => i + 1),
      ...[97, 101, 106, 121, 127, 256, 338, 462, 751, 1001, 1024, 1499, 1500, 3001, 4999, 10007],
    ];
    const printed = await runPythonSource(
      `
import json, sys
import numpy as np
from scipy import fft
rng = np.random.default_rng(3)
cases = []
for n in json.loads(sys.argv[1]):
    x = rng.standard_normal(n) + 2
    cases.append({"x": x.tolist(), "power": (np.abs(fft.rfft(x)) ** 2).tolist()})
print(json.dumps(cases))`,
      [JSON.stringify(lengths)],
    );
    const cases = JSON.parse(printed) as { x: number[]; power: number[] }[];
    expect(cases.map(({ x }) => x.length)).toEqual(lengths);
    for (const { x, power } of cases) {
      const own = spectrumOf(Float64Array.from(x));
      expect(own.length).toBe(power.length);
      // Rounding is relative to the signal's whole energy, not to the bin.
      const energy = x.reduce((sum, value) => sum + value * value, 0) * x.length;
      const worst = Math.max(...power.map((value, k) => Math.abs(value - own[k]!)));
      expect(worst, `length ${x.length}`).toBeLessThan(2e-14 * energy);
    }
  });
});
