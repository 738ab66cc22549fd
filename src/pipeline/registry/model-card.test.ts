import { describe, expect, it } from "vitest";
import { modelCardOf, modelCardSchema } from "./model-card.ts";
import { renderModelCard } from "./render-model-card.ts";
import { randomSplit, run, runWith, survey } from "./run.fixture.ts";

const surveys = [survey("a"), survey("b")];
const codesOf = (...args: Parameters<typeof modelCardOf>): string[] =>
  modelCardOf(...args).limits.map(({ code }) => code);

describe("a model card", () => {
  it("is written from the records, and fits its schema through JSON", () => {
    const card = modelCardOf(run("one"), surveys);
    expect(modelCardSchema.parse(JSON.parse(JSON.stringify(card)))).toEqual(card);
    expect(card).toMatchObject({
      intendedUse: {
        by: "records",
        text: "To tell salt, shale apart in windows of 64 samples (256 ms, one sample each 4 ms) of seismic traces in two-way time that are recorded and processed like a.sgy, b.sgy; for a first look by a person who knows the survey.",
      },
      training: { files: [{ fileName: "a.sgy" }], lines: ["a"], examples: 2000 },
      test: { files: [{ fileName: "b.sgy" }], lines: ["b"], examples: 1000 },
      scores: { model: { macroF1: 0.75 }, majority: { macroF1: 0.41 }, timeOnly: { macroF1: 0.5 } },
    });
    expect(card).not.toHaveProperty("ownerLimits");
  });

  it("holds content alone: another run of the same training, at another time, has the same", () => {
    const other = run("two", { startedAt: "2027-01-01T00:00:00.000Z", fitSeconds: 9, backend: "wasm" });
    expect(modelCardOf(other, surveys)).toEqual(modelCardOf(run("one"), surveys));
  });

  it("says what the evidence does not bear", () => {
    expect(codesOf(run("one"), surveys)).toEqual(["one-line-tested", "input-bound", "closed-set"]);
    const { majority, timeOnly } = run("one").evaluation.baselines;
    const weak = runWith({
      inflated: true,
      examples: 90,
      macroF1: 0.4,
      baselines: { majority, timeOnly },
      perClass: [
        { name: "salt", precision: 1, recall: 0.49, f1: 0.6, support: 90 },
        { name: "shale", precision: 0, recall: 0, f1: 0, support: 0 },
      ],
    });
    const { limits } = modelCardOf(
      {
        ...weak,
        lineage: { ...weak.lineage, split: randomSplit, withoutClasses: ["mud"] },
        input: { ...weak.input, needsTime: true },
      },
      [survey("a", { mutedShare: 0.125 }), survey("b", { deadTraces: 3, tracesWithNonFinite: 2 })],
    );
    expect(limits.map(({ code }) => code)).toEqual([
      "split-inflated",
      "not-above-majority",
      "not-above-time-only",
      "few-tested",
      "class-low-recall",
      "class-untested",
      "input-bound",
      "needs-time",
      "closed-set",
      "classes-left-out",
      "muted",
      "non-finite",
      "dead-traces",
    ]);
    const text = (code: string): string => limits.find((limit) => limit.code === code)!.text;
    expect(text("class-low-recall")).toContain("Of 90 tested windows of class salt 49.0 % are found");
    expect(text("muted")).toContain("12.5 % of the samples of a.sgy");
    expect(text("non-finite")).toContain("2 of 1000 traces of b.sgy");
    expect(text("classes-left-out")).toContain("labelled mud");
  });

  it("is bound to depth where the model is", () => {
    const deep = run("deep", {
      input: { ...run("x").input, verticalUnit: "m", intervalMs: 5, needsTime: true },
    });
    const card = modelCardOf(deep, surveys);
    expect(card.intendedUse.text).toContain("(320 m, one sample each 5 m) of seismic traces in depth");
    expect(card.limits.find(({ code }) => code === "needs-time")?.text).toMatch(/^Knows the depth/);
  });

  it("carries the owner's words where there are any", () => {
    const card = modelCardOf(run("one"), surveys, { intendedUse: "Salt only.", limits: "Not offshore." });
    expect(card.intendedUse).toEqual({ text: "Salt only.", by: "owner" });
    expect(card.ownerLimits).toBe("Not offshore.");
  });
});

describe("a card as Markdown", () => {
  it("has every number of the card in its tables", () => {
    const text = renderModelCard(
      modelCardOf(run("one"), surveys, { limits: "Not offshore." }),
      "Model version 3",
    );
    expect(text).toMatch(/^# Model version 3\n/);
    expect(text).toContain("| macro-F1 | 0.750 | 0.410 | 0.500 |");
    expect(text).toContain("| salt | 0.900 | 0.900 | 0.900 | 700 |");
    expect(text).toContain(`| b.sgy | \`${"b".repeat(64)}\` |`);
    expect(text).toContain("Not offshore.\n\n- Tested on one line alone (b)");
    expect(text).toContain("Parameters: iterations = 100.");
  });

  it("does not let names and words become markup", () => {
    const card = modelCardOf(run("one", { classes: ["a|b", "<script>"] }), surveys, {
      intendedUse: "# not a heading\n\n* [x](javascript:y)",
    });
    const text = renderModelCard(card, "Model");
    expect(text).toContain("classes a\\|b, \\<script\\>;");
    expect(text).toContain("\\# not a heading\n\n\\* \\[x\\](javascript:y)");
  });
});
