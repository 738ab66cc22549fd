import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import { LabelDifference, countSamples, noSamples } from "./compare-labels.ts";
import type { EditableLabels } from "./contract.ts";
import { DenseLabels, randomEdit, world } from "./dense-labels.fixture.ts";
import { LabelHistory } from "./label-history.ts";

const names = ["normal", "salt", "fault"];
const empty: EditableLabels = {
  scheme: names.map((name) => ({ name })),
  sources: ["line a"],
  intervals: {
    inline: new Int32Array(0),
    crossline: new Int32Array(0),
    startMs: new Float32Array(0),
    endMs: new Float32Array(0),
    classIndex: new Int32Array(0),
    sourceIndex: new Int32Array(0),
  },
};

/** Labels of one source after some strokes. */
function painted(seed: number): EditableLabels {
  const random = seededRandom(seed);
  const history = new LabelHistory(empty);
  while (history.done < 20) {
    const edit = randomEdit(random, empty);
    if (edit.kind === "paint") history.apply({ ...edit, survey: "line a" });
    if (edit.kind === "erase") history.apply(edit);
  }
  return history.labels;
}

/** Class indices of all samples, trace after trace; −1 for none. */
function samplesOf(labels: EditableLabels): number[][] {
  const dense = new DenseLabels(labels);
  return Array.from({ length: world.inlines * world.crosslines }, (_, trace) =>
    dense
      .at("line a", Math.floor(trace / world.crosslines), trace % world.crosslines)
      .map((name) => names.indexOf(name)),
  );
}

describe("two versions of labels", () => {
  it("differ, pair by pair, as counting their samples says", () => {
    for (let seed = 0; seed < 30; seed++) {
      const [a, b] = [painted(seed), painted(seed + 1000)];
      const difference = new LabelDifference();
      difference.add(a.intervals, b.intervals);
      const expected = new Map<string, { traces: number; totalMs: number }>();
      let traces = 0;
      const other = samplesOf(b);
      samplesOf(a).forEach((row, trace) => {
        const here = new Map<string, number>();
        row.forEach((from, k) => {
          const to = other[trace]![k]!;
          if (from !== to) here.set(`${from}>${to}`, (here.get(`${from}>${to}`) ?? 0) + world.stepMs);
        });
        if (here.size > 0) traces++;
        for (const [key, ms] of here) {
          const sum = expected.get(key) ?? { traces: 0, totalMs: 0 };
          expected.set(key, { traces: sum.traces + 1, totalMs: sum.totalMs + ms });
        }
      });
      expect(difference.traces).toBe(traces);
      const changes = difference.changes();
      expect(new Map(changes.map(({ from, to, ...much }) => [`${from}>${to}`, much]))).toEqual(expected);
      expect(changes.map(({ totalMs }) => totalMs)).toEqual(
        changes.map(({ totalMs }) => totalMs).sort((x, y) => y - x),
      );
    }
  });

  it("are counted sample by sample, also on a coarser axis that begins within", () => {
    for (const axis of [
      { startMs: 0, intervalMs: 4, samples: 16 },
      { startMs: 6, intervalMs: 10, samples: 3 },
    ])
      for (let seed = 0; seed < 20; seed++) {
        const [a, b] = [painted(seed), painted(seed + 500)];
        const counts = noSamples(3);
        countSamples(a.intervals, b.intervals, axis, 3, () => counts);
        const expected = noSamples(3);
        const other = samplesOf(b);
        samplesOf(a).forEach((row, trace) => {
          for (let k = 0; k < axis.samples; k++) {
            const at = Math.floor((axis.startMs + k * axis.intervalMs) / world.stepMs);
            const [inA, inB] = [row[at]!, other[trace]![at]!];
            if (inA >= 0 && inB >= 0) expected.both[inA * 3 + inB]!++;
            else if (inA >= 0) expected.onlyA++;
            else if (inB >= 0) expected.onlyB++;
          }
        });
        expect(counts).toEqual(expected);
      }
  });

  it("do not differ from themselves", () => {
    const same = painted(4);
    const difference = new LabelDifference();
    difference.add(same.intervals, same.intervals);
    expect(difference.changes()).toEqual([]);
    expect(difference.traces).toBe(0);
  });
});
