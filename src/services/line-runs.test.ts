import { describe, expect, it } from "vitest";
import { seededRandom } from "../numerics/random.ts";
import { emptyColumns, type TraceHeaderColumns } from "../pipeline/segy/contract.ts";
import { LineRuns } from "./line-runs.ts";

type Numbers = readonly (readonly [inline: number, crossline: number])[];

function columnsOf(numbers: Numbers): TraceHeaderColumns {
  const columns = emptyColumns(numbers.length);
  numbers.forEach(([inline, crossline], i) => {
    columns.inline[i] = inline;
    columns.crossline[i] = crossline;
  });
  return columns;
}

/** Taken in pieces of any size. */
function runsOf(numbers: Numbers, random = seededRandom(1)): LineRuns {
  const runs = new LineRuns();
  for (let at = 0; at < numbers.length;) {
    const part = numbers.slice(at, at + 1 + Math.floor(random.next() * 9));
    runs.take(columnsOf(part), at);
    at += part.length;
  }
  return runs;
}

/** By looking at every trace. */
function plainly(numbers: Numbers, axis: "inline" | "crossline", number: number): number[] {
  const [along, across] = axis === "inline" ? ([0, 1] as const) : ([1, 0] as const);
  return numbers
    .flatMap((own, trace) => (own[along] === number ? [trace] : []))
    .sort((a, b) => numbers[a]![across] - numbers[b]![across] || a - b);
}

const volume = (inlines: number, crosslines: number, step = 1): Numbers =>
  Array.from({ length: inlines * crosslines }, (_, i) => [
    100 + step * Math.floor(i / crosslines),
    300 + (i % crosslines),
  ]);

describe("lines as stretches of neighbours", () => {
  const random = seededRandom(9, "lines");
  const surveys: Readonly<Record<string, Numbers>> = {
    "a volume": volume(7, 11),
    "a volume by crosslines": volume(7, 11).map(([a, b]) => [b, a] as const),
    "a volume with holes": volume(9, 13, 2).filter(() => random.next() > 0.2),
    "a snake": Array.from({ length: 60 }, (_, i) => {
      const [line, at] = [Math.floor(i / 10), i % 10];
      return [line, line % 2 === 0 ? at : 9 - at] as const;
    }),
    gathers: Array.from(
      { length: 90 },
      (_, i) => [1 + Math.floor(i / 30), 5 + (Math.floor(i / 3) % 10)] as const,
    ),
    diagonals: Array.from({ length: 50 }, (_, i) => [i % 10, 2 * (i % 10) + Math.floor(i / 10)] as const),
    "no order at all": Array.from(
      { length: 200 },
      () => [Math.floor(random.next() * 6), Math.floor(random.next() * 6)] as const,
    ),
    "numbers of 32 bits": [
      [-2147483648, 2147483647],
      [2147483647, -2147483648],
      [0, 0],
      [1, 1],
    ],
    "one trace": [[4, 5]],
  };
  it.each(Object.entries(surveys))("%s: any line is what a look at every trace finds", (_, numbers) => {
    const runs = runsOf(numbers, random);
    for (const axis of ["inline", "crossline"] as const)
      for (const number of new Set(numbers.map((own) => own[axis === "inline" ? 0 : 1]))) {
        const found = runs.tracesOf({ axis, number })!;
        expect({ number, traces: [...found.traceIndex] }).toEqual({
          number,
          traces: plainly(numbers, axis, number),
        });
        expect([...found.inline]).toEqual([...found.traceIndex].map((trace) => numbers[trace]![0]));
        expect([...found.crossline]).toEqual([...found.traceIndex].map((trace) => numbers[trace]![1]));
      }
  });

  it("gives the nearest line there is", () => {
    const runs = runsOf(volume(5, 4, 10));
    expect(runs.tracesOf({ axis: "inline", number: 117 })?.line).toEqual({ axis: "inline", number: 120 });
    expect(runs.tracesOf({ axis: "crossline", number: 9999 })?.line).toEqual({
      axis: "crossline",
      number: 303,
    });
    expect(new LineRuns().tracesOf({ axis: "inline", number: 1 })).toBeUndefined();
    expect(runs.ranges()).toEqual({ inlines: { min: 100, max: 140 }, crosslines: { min: 300, max: 303 } });
  });

  it("takes kilobytes for a million sorted traces, and 12 bytes a trace where nothing is sorted", () => {
    const runs = new LineRuns();
    const columns = emptyColumns(1000);
    for (let inline = 0; inline < 1000; inline++) {
      columns.inline.fill(inline);
      columns.crossline.forEach((_, i) => (columns.crossline[i] = i));
      runs.take(columns, inline * 1000);
    }
    expect(runs.bytes).toBeLessThan(64 << 10);
    const wild = new LineRuns();
    const numbers = columnsOf(
      Array.from({ length: 100_000 }, () => [
        Math.floor(random.next() * 1e6),
        Math.floor(random.next() * 1e6),
      ]),
    );
    wild.take(numbers, 0);
    // Twice that while it grows.
    expect(wild.bytes).toBeLessThanOrEqual(2 * 12 * 100_000 + 64 * 1024);
  });
});
