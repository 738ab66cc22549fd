import { describe, expect, it } from "vitest";
import { describeWithPython, runPythonSource } from "../../../../e2e/support/peers.ts";
import { seededRandom } from "../../../numerics/random.ts";
import { binThresholds } from "./bin-thresholds.ts";
import { FloatSorter } from "./sort-floats.ts";

const normals = (length: number, seed: number): Float32Array => {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => random.normal() * 10 ** (random.integer(9) - 4));
};

describe("FloatSorter", () => {
  it("sorts as Float32Array.sort does, extremes and both zeros included", () => {
    const values = normals(5000, 1);
    values.set([0, -0, 3.4e38, -3.4e38, 1e-45, -1e-45, 1, 1, 1]);
    expect(new FloatSorter(values.length).sort(values)).toEqual(values.map((x) => x + 0).sort());
  });

  it("can be used again", () => {
    const sorter = new FloatSorter(100);
    sorter.sort(normals(100, 2));
    expect(sorter.sort(normals(100, 3))).toEqual(normals(100, 3).sort());
  });
});

describe("binThresholds", () => {
  it("lie between neighbours where values are few", () => {
    expect([...binThresholds(Float32Array.of(1, 1, 2, 4, 4), 255)]).toEqual([1.5, 3]);
    expect([...binThresholds(Float32Array.of(-3e38, 3e38), 255)]).toEqual([0]);
    expect([...binThresholds(Float32Array.of(5, 5, 5), 255)]).toEqual([]);
  });

  it("keep neighbouring float32 values on their own sides", () => {
    const word = new Uint32Array(1);
    const value = new Float32Array(word.buffer);
    for (const start of [1, 0x3f800000, 0x3f800001, 0xbf800000, 0x7f7ffffe]) {
      const pair = [start, start + 1].map((bits) => {
        word[0] = bits;
        return value[0]!;
      });
      const [low, high] = pair.sort((a, b) => a - b);
      const [cut] = binThresholds(Float32Array.of(low!, high!), 255);
      expect(low! <= cut! && cut! < high!).toBe(true);
    }
  });

  it("cut many values into bins of about the same size", () => {
    const sorted = normals(10_000, 4).sort();
    const cuts = binThresholds(sorted, 255);
    expect(cuts.length).toBe(254);
    let from = 0;
    for (const cut of cuts) {
      const upTo = sorted.findLastIndex((x) => x <= cut) + 1;
      expect(Math.abs(upTo - from - 10_000 / 255)).toBeLessThan(2);
      from = upTo;
    }
  });
});

describeWithPython("binThresholds", () => {
  // Numbers of rows where the quantiles' places are either never whole, or whole in binary fractions too.
  it.each([
    [255, 5101],
    [40, 5101],
    [4, 1020],
  ])("are scikit-learn's, %i bins of %i values", async (maxBins, length) => {
    const values = normals(length, 5).map((x) => Math.fround(Math.round(x * 50) / 50 + 0));
    const printed = await runPythonSource(
      `
import json, sys, numpy as np
from sklearn.ensemble._hist_gradient_boosting.binning import _find_binning_thresholds
print(json.dumps(_find_binning_thresholds(np.array(json.loads(sys.argv[1]), "f4").astype("f8"), int(sys.argv[2])).tolist()))`,
      [JSON.stringify([...values]), String(maxBins)],
    );
    const expected = Float32Array.from(JSON.parse(printed) as number[]);
    expect(binThresholds(values.sort(), maxBins)).toEqual(expected);
  });
});
