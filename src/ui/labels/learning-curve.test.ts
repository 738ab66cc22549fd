import { expect, it } from "vitest";
import { randomSplit, run } from "../../pipeline/registry/run.fixture.ts";
import type { RunRecord } from "../../pipeline/registry/contract.ts";
import type { OverviewModel } from "../../services/contract.ts";
import { learningCurveOf } from "./learning-curve.ts";

const model = (version: number, changes: Partial<RunRecord>): OverviewModel => ({
  version: { version, runId: `run-${version}`, stage: "None", registeredAt: "2026-01-01T00:00:00.000Z" },
  run: run(`run-${version}`, changes),
});
const plain = run("plain");
const trainedOn = (train: number, macroF1: number): Partial<RunRecord> => ({
  examples: { ...plain.examples, train },
  evaluation: { ...plain.evaluation, macroF1 },
});

it("orders versions that were tested alike by what they were trained on", () => {
  const other: RunRecord["lineage"] = {
    ...plain.lineage,
    split: { kind: "lines", train: ["x"], test: ["elsewhere"], bufferTraces: 0 },
  };
  const curve = learningCurveOf([
    model(1, trainedOn(900, 0.6)),
    model(2, { ...trainedOn(500, 0.9), lineage: other }),
    model(3, trainedOn(400, 0.5)),
    model(4, trainedOn(900, 0.65)),
  ])!;
  const timeOnly = plain.evaluation.baselines.timeOnly.macroF1;
  expect(curve.points).toEqual([
    { version: 3, windows: 400, macroF1: 0.5, timeOnly },
    { version: 1, windows: 900, macroF1: 0.6, timeOnly },
    { version: 4, windows: 900, macroF1: 0.65, timeOnly },
  ]);
  expect(curve.sameTest).toBe(true);
});

it("says so where the test's own labels changed", () => {
  const changed = trainedOn(500, 0.6);
  const perClass = plain.evaluation.perClass.map((own) => ({ ...own, support: own.support + 1 }));
  const curve = learningCurveOf([
    model(1, trainedOn(400, 0.5)),
    model(2, { ...changed, evaluation: { ...changed.evaluation!, perClass } }),
  ])!;
  expect(curve.sameTest).toBe(false);
});

it("draws nothing of one version, or of a random split", () => {
  expect(learningCurveOf([model(1, {})])).toBeUndefined();
  const random = { lineage: { ...plain.lineage, split: randomSplit } };
  expect(learningCurveOf([model(1, random), model(2, random)])).toBeUndefined();
  expect(learningCurveOf([])).toBeUndefined();
});
