import { expect, it } from "vitest";
import { DistinctValues } from "./distinct-values.ts";
import { GrowingHistogram } from "./growing-histogram.ts";
import { seededRandom } from "./random.ts";

it("counts different values exactly up to 65,536 and closely beyond", () => {
  const values = new DistinctValues();
  for (let i = 0; i < 65_536; i++) values.add(i % 2 ? -i : i / 8, 2);
  for (let i = 0; i < 100; i++) values.add(i % 2 ? -i : i / 8);
  expect(values.count()).toEqual({ count: 65_536, isExact: true });
  const counts = new Map(values.entries());
  expect([counts.get(0), counts.get(-1), counts.get(-65_535)]).toEqual([3, 3, 2]);
  expect([values.takes(0), values.takes(0.3)]).toEqual([true, false]);
  // Neighbouring whole numbers, even ones, and the doubles of coordinates: five standard errors and no more.
  for (const [many, of] of [
    [70_000, (i: number) => i],
    [300_000, (i: number) => 2 * i - 4e8],
    [1_000_000, (i: number) => 6e5 + i / 10],
  ] as const) {
    const some = new DistinctValues();
    for (let i = 0; i < many; i++) some.add(of(i));
    const { count, isExact } = some.count();
    expect(isExact).toBe(false);
    expect(Math.abs(count / many - 1)).toBeLessThan(0.04);
  }
});

it("keeps exact counts in bins that widen with what comes", () => {
  const random = seededRandom(7);
  const values = Array.from({ length: 20_000 }, (_, i) =>
    i < 9000 ? -i : Math.floor((random.next() - 0.3) * 10 ** (i % 9)),
  );
  const histogram = new GrowingHistogram(0, 5, 1);
  for (const value of values) histogram.add(value, 3);
  const { from, width, counts } = histogram.bins(100);
  const direct = new Float64Array(counts.length);
  for (const value of values) direct[Math.floor((value - from) / width)]! += 3;
  expect(counts).toEqual(direct);
  expect(counts.length).toBeGreaterThan(30);
  expect(counts.length).toBeLessThanOrEqual(100);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60_000);
});
