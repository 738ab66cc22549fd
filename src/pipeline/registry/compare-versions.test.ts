import { describe, expect, it } from "vitest";
import { compareVersions, type ComparedVersion } from "./compare-versions.ts";
import type { RunRecord } from "./contract.ts";
import { randomSplit, run, runWith } from "./run.fixture.ts";

const as = (version: number, of: RunRecord): ComparedVersion => ({ version, run: of });
const base = run("one");

describe("two versions beside each other", () => {
  it("do not differ where they are made from the same; run and clock are no difference", () => {
    const again = run("two", { startedAt: "2027-01-01T00:00:00.000Z", fitSeconds: 7 });
    expect(compareVersions(as(1, base), as(2, again))).toMatchObject({
      a: 1,
      b: 2,
      parameters: [],
      data: [],
      sameTestRows: true,
      warnings: [],
    });
  });

  it("show each difference with both values", () => {
    const other = run("two", {
      family: "softmax",
      parameters: { epochs: 60 },
      lineage: {
        ...base.lineage,
        files: [base.lineage.files[0]!, { fileName: "b.sgy", sha256: "dd".repeat(32), role: "test" }],
        labelSet: { ...base.lineage.labelSet, id: "labels-2" },
        features: ["rms", "energy"],
        split: { kind: "lines", train: ["a"], test: ["c", "b"], bufferTraces: 40 },
        seed: 2,
      },
    });
    const { parameters, data } = compareVersions(as(1, base), as(2, other));
    expect(parameters).toEqual([
      { name: "family", a: "boosting", b: "softmax" },
      { name: "iterations", a: 100, b: null },
      { name: "epochs", a: null, b: 60 },
    ]);
    expect(data).toEqual([
      { name: "file b.sgy", a: `${"b".repeat(64)} (test)`, b: `${"d".repeat(64)} (test)` },
      { name: "label set", a: "labels-1", b: "labels-2" },
      { name: "test lines", a: "b", b: "b, c" },
      { name: "seed", a: 1, b: 2 },
      { name: "features of one alone", a: "start_ms", b: "energy" },
    ]);
  });

  it("hold scores beside chance, class by class, also those that one does not know", () => {
    const other = runWith({
      macroF1: 0.8,
      perClass: [{ name: "mud", precision: 1, recall: 1, f1: 1, support: 1000 }],
    });
    const { scores, perClass } = compareVersions(as(1, base), as(2, { ...other, classes: ["mud"] }));
    expect(scores[0]).toEqual({
      name: "macro-F1",
      a: { model: 0.75, majority: 0.41, timeOnly: 0.5 },
      b: { model: 0.8, majority: 0.41, timeOnly: 0.5 },
    });
    expect(perClass.map(({ name, a, b }) => [name, a?.f1 ?? null, b?.f1 ?? null])).toEqual([
      ["salt", 0.9, null],
      ["shale", 0.6, null],
      ["mud", null, 1],
    ]);
  });

  it("warn where they were not tested on the same rows, by hash where there is one, else by the records", () => {
    const warning = "The two were not tested on the same windows (1000 and 1000)";
    const other = runWith({}, { split: { kind: "lines", train: ["a"], test: ["c"], bufferTraces: 40 } });
    const byRecords = compareVersions(as(1, base), as(2, other));
    expect(byRecords.sameTestRows).toBe(false);
    expect(byRecords.warnings[0]).toContain(warning);
    expect(compareVersions(as(1, base), as(2, base), { a: "x", b: "y" }).warnings[0]).toContain(warning);
    expect(compareVersions(as(1, base), as(2, other), { a: "x", b: "x" }).warnings).toEqual([]);
    const inflated = runWith({ inflated: true }, { split: randomSplit });
    expect(compareVersions(as(1, base), as(2, inflated)).warnings).toEqual([
      expect.stringContaining(warning),
      "The scores of version 2 are inflated (random split).",
    ]);
  });
});
