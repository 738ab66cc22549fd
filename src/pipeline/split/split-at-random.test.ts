import { describe, expect, it } from "vitest";
import { splitAtRandom } from "./split-at-random.ts";

const labels = Int32Array.from({ length: 1000 }, (_, row) =>
  row % 100 === 0 ? 2 : row % 4 === 0 ? 1 : row % 50 === 7 ? -1 : 0,
);
const counts = (rows: Int32Array) => [0, 1, 2].map((c) => rows.filter((row) => labels[row] === c).length);

describe("splitAtRandom", () => {
  const split = splitAtRandom(labels, 7);

  it("gives each labelled row to one part, ascending", () => {
    const all = [...split.train, ...split.validation, ...split.test];
    expect(all.sort((a, b) => a - b)).toEqual([...labels.keys()].filter((row) => labels[row]! >= 0));
    for (const part of [split.train, split.validation, split.test])
      expect([...part]).toEqual([...part].sort((a, b) => a - b));
    expect(split.buffer).toHaveLength(0);
  });

  it("keeps 64 / 16 / 20 in every class", () => {
    expect(counts(split.test)).toEqual([146, 48, 2]);
    expect(counts(split.validation)).toEqual([117, 38, 2]);
    expect(counts(split.train)).toEqual([467, 154, 6]);
  });

  it("says that its scores are inflated", () => {
    expect(split.inflated).toBe(true);
  });

  it("repeats with its seed and differs with another", () => {
    expect(splitAtRandom(labels, 7)).toEqual(split);
    expect(splitAtRandom(labels, 8).test).not.toEqual(split.test);
  });

  it("refuses to leave a part empty", () => {
    expect(() => splitAtRandom(new Int32Array(0), 1)).toThrow(
      expect.objectContaining({ code: "split-without-training" }) as Error,
    );
    expect(() => splitAtRandom(Int32Array.of(0, 0, 1), 1)).toThrow(
      expect.objectContaining({ code: "split-without-test" }) as Error,
    );
  });
});
