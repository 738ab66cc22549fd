import { describe, expect, it } from "vitest";
import { seededRandom } from "./random.ts";
import { selectRanks } from "./select-ranks.ts";

describe("values at places of a sorted list", () => {
  it("are those of a sorted copy: signs, ties, tiny and large numbers, both zeros", () => {
    const random = seededRandom(7);
    const values = Float32Array.from({ length: 5000 }, (_, i) => {
      const size = 10 ** (random.next() * 70 - 35);
      return i % 5 === 0 ? Math.round(size % 3) : (random.next() < 0.5 ? -1 : 1) * size;
    });
    values.set([0, -0, 3.4e38, -3.4e38, 1e-45]);
    const before = values.slice();
    const sorted = values.slice().sort();
    const ranks = [0, 1, 17, 600, 2499, 2500, 2501, 4998, 4999];
    expect(selectRanks(values, ranks)).toEqual(Float32Array.from(ranks, (rank) => sorted[rank]!));
    expect(values).toEqual(before);
  });

  it("may be one, the same, or a part of a larger buffer", () => {
    expect([...selectRanks(Float32Array.of(4), [0])]).toEqual([4]);
    expect([...selectRanks(Float32Array.of(2, 2, 2, 1), [0, 1, 1, 3])]).toEqual([1, 2, 2, 2]);
    expect([...selectRanks(Float32Array.of(9, 3, 1, 2).subarray(1), [0, 2])]).toEqual([1, 3]);
    expect([...selectRanks(Float32Array.of(), [])]).toEqual([]);
  });
});
