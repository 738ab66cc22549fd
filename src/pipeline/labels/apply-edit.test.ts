import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import {
  applyEdit,
  classTotals,
  labelEditSchema,
  previewEdit,
  type ClassTotal,
  type EditableLabels,
  type LabelEdit,
} from "./contract.ts";
import { DenseLabels, disorderIn, randomEdit, world } from "./dense-labels.fixture.ts";
import { effectiveIntervals } from "./effective-intervals.ts";
import { LabelHistory } from "./label-history.ts";
import { LabelIndex } from "./label-index.ts";

/** Totals by sets of traces: every row for itself. */
function plainTotals({ scheme, intervals }: EditableLabels): ClassTotal[] {
  return scheme.map(({ name }, index) => {
    const rows = Array.from(intervals.classIndex.keys()).filter((row) => intervals.classIndex[row] === index);
    return {
      name,
      intervals: rows.length,
      traces: new Set(rows.map((row) => `${intervals.inline[row]!}/${intervals.crossline[row]!}`)).size,
      totalMs: rows.reduce((sum, row) => sum + intervals.endMs[row]! - intervals.startMs[row]!, 0),
    };
  });
}

/** Two lines that disagree where they cross, as imported. */
const start: EditableLabels = {
  scheme: [{ name: "normal" }, { name: "salt", colour: "#ff00aa" }, { name: "fault" }],
  sources: ["line a.labels.csv", "line b"],
  intervals: {
    sourceIndex: Int32Array.of(0, 0, 0, 1, 1, 1),
    inline: Int32Array.of(0, 0, 1, 0, 1, 1),
    crossline: Int32Array.of(1, 1, 2, 1, 2, 3),
    startMs: Float32Array.of(0, 20, 8, 4, 12, 0),
    endMs: Float32Array.of(16, 40, 24, 28, 40, 64),
    classIndex: Int32Array.of(0, 1, 1, 2, 0, 1),
  },
};

/** Every sample of the world in one text. */
function allSamples(dense: DenseLabels, sources: readonly string[]): string {
  const lines: string[] = [];
  for (const source of sources)
    for (let inline = 0; inline < world.inlines; inline++)
      for (let crossline = 0; crossline < world.crosslines; crossline++)
        lines.push(`${source} ${inline}/${crossline}: ${dense.at(source, inline, crossline).join(",")}`);
  return lines.join("\n");
}

function requireSame(labels: EditableLabels, dense: DenseLabels): void {
  expect(disorderIn(labels)).toEqual([]);
  expect(classTotals(labels)).toEqual(plainTotals(labels));
  expect(allSamples(new DenseLabels(labels), dense.sources)).toBe(allSamples(dense, dense.sources));
}

describe("editing labels", () => {
  it("does to intervals what each edit does to every single sample, and takes all of it back to the bit", () => {
    for (let seed = 0; seed < 25; seed++) {
      const random = seededRandom(seed);
      const history = new LabelHistory(start);
      const dense = new DenseLabels(start);
      const states = [history.labels];
      const edits: LabelEdit[] = [];
      for (let i = 0; i < 20; i++) {
        const edit = randomEdit(random, history.labels);
        // As it comes back from a record.
        edits.push(labelEditSchema.parse(JSON.parse(JSON.stringify(edit))));
        history.apply(edits.at(-1)!);
        dense.apply(edit);
        requireSame(history.labels, dense);
        states.push(history.labels);
      }
      for (let i = states.length - 2; i >= 0; i--) {
        expect(history.undo()).toBe(true);
        expect(history.labels).toEqual(states[i]);
      }
      expect(history.undo()).toBe(false);
      // Back and forth, by the inverses of inverses and by the log.
      for (let i = 0; i < 30; i++) {
        if (random.integer(2) === 0) history.undo();
        else history.redo();
        expect(history.labels).toEqual(states[history.done]);
      }
      expect(new LabelHistory(start, edits, 13).labels).toEqual(states[13]);
    }
  });

  it("gives inverses that can be taken back themselves", () => {
    const random = seededRandom(5);
    let labels = start;
    for (let i = 0; i < 80; i++) {
      const done = applyEdit(labels, randomEdit(random, labels));
      const undone = applyEdit(done.labels, done.inverse);
      expect(undone.labels).toEqual(labels);
      expect(applyEdit(undone.labels, undone.inverse).labels).toEqual(done.labels);
      labels = done.labels;
    }
  });

  it("leaves the labels that it was given as they were", () => {
    const before = structuredClone(start);
    const random = seededRandom(11);
    for (let i = 0; i < 100; i++) applyEdit(start, randomEdit(random, start));
    expect(start).toEqual(before);
  });

  it("lets the last word at a place hold for both lines that pass it", () => {
    const { labels } = applyEdit(start, {
      kind: "paint",
      tool: "brush",
      class: "fault",
      survey: "line a",
      strokes: { inline: [1], crossline: [2], startMs: [16], endMs: [32] },
    });
    const at = { count: 1, inline: [1], crossline: [2] };
    for (const name of ["line a", "line b"]) {
      const { startMs, endMs, classIndex } = effectiveIntervals(labels, { name, ...at });
      const seen = [...startMs].map((from, i) => [from, endMs[i], labels.scheme[classIndex[i]!]!.name]);
      expect(seen).toContainEqual([16, 32, "fault"]);
    }
  });

  it("tells what a merger would change before it is done", () => {
    const { before, after } = previewEdit(start, {
      kind: "merge-classes",
      names: ["salt", "fault"],
      into: "odd",
    });
    expect(before).toEqual([
      { name: "normal", intervals: 2, traces: 2, totalMs: 44 },
      { name: "salt", intervals: 3, traces: 3, totalMs: 100 },
      { name: "fault", intervals: 1, traces: 1, totalMs: 24 },
    ]);
    expect(after).toEqual([
      { name: "normal", intervals: 2, traces: 2, totalMs: 44 },
      // Traces that were of either class: 0/1 in both files, 1/2, 1/3.
      { name: "odd", intervals: 4, traces: 3, totalMs: 124 },
    ]);
  });

  it.each([
    [{ kind: "rename-class", name: "salt", to: "fault" }, "label-class-exists"],
    [{ kind: "rename-class", name: "slat", to: "x" }, "label-class-unknown"],
    [{ kind: "add-class", name: " " }, "label-edit-invalid"],
    [{ kind: "remove-class", name: "x" }, "label-class-unknown"],
    [{ kind: "merge-classes", names: [], into: "salt" }, "label-edit-invalid"],
    [
      {
        kind: "erase",
        tool: "brush",
        strokes: { inline: [1], crossline: [1], startMs: [8], endMs: [8] },
      },
      "label-edit-invalid",
    ],
    [
      {
        kind: "erase",
        tool: "brush",
        strokes: { inline: [1], crossline: [1], startMs: [0, 1], endMs: [8] },
      },
      "label-edit-invalid",
    ],
  ] satisfies [LabelEdit, string][])("refuses %o", (edit, code) => {
    const history = new LabelHistory(start);
    expect(() => {
      history.apply(edit);
    }).toThrow(expect.objectContaining({ code }) as Error);
    expect(history.labels).toBe(start);
    expect(history.edits).toEqual([]);
  });
});

describe("labels as they apply to a survey", () => {
  it("are what the label index answers at every sample", () => {
    const random = seededRandom(3);
    const history = new LabelHistory(start);
    for (let i = 0; i < 30; i++) history.apply(randomEdit(random, history.labels));
    history.undo();
    const { scheme, sources, intervals } = history.labels;
    const classes = scheme.map(({ name }) => name);
    const inline: number[] = [];
    const crossline: number[] = [];
    for (let trace = 0; trace < world.inlines * world.crosslines; trace++) {
      inline.push(Math.floor(trace / world.crosslines));
      // Against the order of the intervals.
      crossline.push(world.crosslines - 1 - (trace % world.crosslines));
    }
    for (const name of ["line a", "line b", "painted", "another"]) {
      const survey = { name, count: inline.length, inline, crossline };
      const asked = new LabelIndex({ classes, sources, intervals }, classes).forSurvey(survey);
      const found = effectiveIntervals(history.labels, survey);
      const dense = new DenseLabels({
        scheme,
        sources: [name],
        intervals: { ...found, sourceIndex: new Int32Array(found.inline.length) },
      });
      for (let trace = 0; trace < inline.length; trace++)
        expect(
          Array.from({ length: world.samples }, (_, k) => {
            const index = asked.classAt(inline[trace]!, crossline[trace]!, k * world.stepMs);
            return index < 0 ? "" : classes[index];
          }),
        ).toEqual(dense.at(name, inline[trace]!, crossline[trace]!));
    }
  });
});
