import { describe, expect, it } from "vitest";
import { chooseTraces, tracesInRanges, type Sampling, type TracePlaces } from "./contract.ts";

/** A lattice of inlines 100 … and crosslines 300 …, 25 m apart, turned by 30°. */
function lattice(inlines: number, crosslines: number): TracePlaces {
  const count = inlines * crosslines;
  const places = {
    count,
    inline: new Int32Array(count),
    crossline: new Int32Array(count),
    cdpX: new Float64Array(count),
    cdpY: new Float64Array(count),
    cdp: new Int32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const [row, column] = [Math.floor(i / crosslines), i % crosslines];
    places.inline[i] = 100 + row;
    places.crossline[i] = 300 + column;
    places.cdpX[i] = 600_000 + 25 * (column * Math.cos(Math.PI / 6) - row * 0.5);
    places.cdpY[i] = 6_000_000 + 25 * (column * 0.5 + row * Math.cos(Math.PI / 6));
    places.cdp[i] = i + 1;
  }
  return places;
}

const survey = lattice(60, 80);
const all = Int32Array.from({ length: survey.count }, (_, i) => i);
const choose = (sampling: Sampling, from = all): number[] => [...chooseTraces(survey, from, sampling)];

/** Mean distance to the nearest other chosen trace, by the plainest search. */
function meanNearest(chosen: readonly number[]): number {
  const nearest = chosen.map((a) =>
    Math.min(
      ...chosen.map((b) =>
        a === b ? Infinity : Math.hypot(survey.cdpX[a]! - survey.cdpX[b]!, survey.cdpY[a]! - survey.cdpY[b]!),
      ),
    ),
  );
  return nearest.reduce((sum, distance) => sum + distance, 0) / nearest.length;
}

describe("a sample of traces", () => {
  it("has exactly the size asked for, each trace once and in order, the same from the same seed", () => {
    for (const method of ["random", "stratified", "even"] as const)
      for (const count of [1, 37, 500, 2600, 4800]) {
        const chosen = choose({ method, count });
        expect({ method, count, size: new Set(chosen).size }).toEqual({ method, count, size: count });
        expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
        expect(choose({ method, count, seed: 42 })).toEqual(chosen);
        if (count < 4800) expect(choose({ method, count, seed: 43 })).not.toEqual(chosen);
      }
    expect(choose({ method: "random", fraction: 0.25 })).toHaveLength(1200);
    expect(choose({ method: "every", every: 1000 }, all.subarray(7))).toEqual([7, 1007, 2007, 3007, 4007]);
  });

  it("at random takes every trace as often as any other", () => {
    const few = Int32Array.from({ length: 10 }, (_, i) => i);
    const counts = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 2000; seed++)
      for (const trace of choose({ method: "random", count: 3, seed }, few)) counts[trace]!++;
    // 600 expected each; chi-squared of 9 degrees of freedom is above 27.9 once in a thousand.
    expect(counts.reduce((sum, count) => sum + (count - 600) ** 2 / 600, 0)).toBeLessThan(27.9);
  });

  it("by cells takes from each what is its share, to the nearest whole trace", () => {
    // Cells of 25 lines: 25, 25 and 10 inlines by 25, 25, 25 and 5 crosslines.
    const chosen = choose({ method: "stratified", count: 480 });
    const shares = new Map<string, number>();
    for (const trace of chosen) {
      const cell = `${Math.floor((survey.inline[trace]! - 100) / 25)} ${Math.floor((survey.crossline[trace]! - 300) / 25)}`;
      shares.set(cell, (shares.get(cell) ?? 0) + 1);
    }
    for (const [row, inlines] of [25, 25, 10].entries())
      for (const [column, crosslines] of [25, 25, 25, 5].entries())
        expect(Math.abs(shares.get(`${row} ${column}`)! - (inlines * crosslines) / 10)).toBeLessThan(1);
  });

  it("even in space keeps its traces further apart than chance does, and covers what is there", () => {
    for (const count of [50, 300, 1500]) {
      const even = meanNearest(choose({ method: "even", count }));
      const random = meanNearest(choose({ method: "random", count }));
      // A random sample's nearest is half of 1 / √density; packed darts reach about 0.78 of it.
      const area = (60 * 80 * 25 ** 2) / count;
      expect({
        count,
        apart: even > 1.4 * random || count === 1500,
        packed: even > 0.7 * Math.sqrt(area),
      }).toEqual({
        count,
        apart: true,
        packed: true,
      });
    }
    const chosen = choose({ method: "even", count: 300 });
    const furthest = Math.max(
      ...[...all].map((trace) =>
        Math.min(
          ...chosen.map((other) =>
            Math.hypot(survey.cdpX[trace]! - survey.cdpX[other]!, survey.cdpY[trace]! - survey.cdpY[other]!),
          ),
        ),
      ),
    );
    expect(furthest).toBeLessThan(4.5 * 25);
  });

  it("even in space by line numbers where there is no X and Y, and of traces at one place", () => {
    const blind = { ...survey, cdpX: new Float64Array(survey.count), cdpY: new Float64Array(survey.count) };
    const chosen = [...chooseTraces(blind, all, { method: "even", count: 300 })];
    expect(meanNearest(chosen)).toBeGreaterThan(1.4 * meanNearest(choose({ method: "random", count: 300 })));
    const one = { ...blind, inline: new Int32Array(survey.count), crossline: new Int32Array(survey.count) };
    expect(chooseTraces(one, all, { method: "even", count: 9 })).toHaveLength(9);
  });

  it("is refused with reasons where it cannot be", () => {
    const random = { method: "random" } as const;
    for (const sampling of [random, { ...random, count: 1, fraction: 1 }, { ...random, fraction: 1.5 }])
      expect(() => choose(sampling)).toThrow(expect.objectContaining({ code: "sampling-invalid" }));
    expect(() => choose({ ...random, count: 4801 })).toThrow(
      expect.objectContaining({ code: "sample-too-large" }),
    );
    expect(() => choose({ method: "every" })).toThrow(expect.objectContaining({ code: "sampling-invalid" }));
  });
});

describe("ranges of lines", () => {
  it("hold both their ends", () => {
    const found = tracesInRanges(survey, { inlines: [110, 111], crosslines: [379, 500] });
    expect([...found]).toEqual([879, 959]);
    expect([...tracesInRanges(survey, { cdps: [4799, 9999] })]).toEqual([4798, 4799]);
    expect(tracesInRanges(survey, {})).toHaveLength(survey.count);
    expect(() => tracesInRanges(survey, { inlines: [1, 2] })).toThrow(
      expect.objectContaining({ code: "range-empty" }),
    );
  });
});
