import { describe, expect, it } from "vitest";
import { openWorkspace } from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { findModelVersion, modelVersionKind, registerRun, type RunRecord } from "./contract.ts";

const now = (): string => "2026-01-01T00:00:00.000Z";
const scores = { accuracy: 0.5, macroF1: 0.4, balancedAccuracy: 0.4 };
const window = { extent: "window", lengthSamples: 64, stepSamples: 16, intervalMicroseconds: 4000 } as const;
const run = (id: string): RunRecord => ({
  id,
  family: "boosting",
  parameters: { iterations: 100 },
  backend: "own",
  fitSeconds: 1,
  losses: [0.9, 0.5],
  examples: { train: 10, validation: 0, test: 5, buffer: 0 },
  evaluation: {
    ...scores,
    examples: 5,
    perClass: [],
    confusion: [],
    baselines: { majority: { ...scores, className: "a" }, timeOnly: scores },
    inflated: false,
  },
  lineage: {
    files: [],
    labelSet: { id: "l", sources: [], rule: "centre-sample" },
    featureSet: { id: "f", window, every: 1 },
    features: [],
    split: { kind: "lines", train: ["a"], test: ["b"], bufferTraces: 40 },
    withoutClasses: [],
    classWeight: "none",
    seed: 1,
    codeVersion: "test",
  },
  classes: ["a", "b"],
  input: { extent: "window", samples: 64, intervalMs: 4, haloTraces: 0, haloSamples: 0, needsTime: false },
  artefacts: `runs/${id}`,
  startedAt: now(),
});

describe("the registry", () => {
  it("numbers versions upwards and never gives a number twice", async () => {
    const workspace = await openWorkspace(memoryStorage(), { create: true, now });
    for (const id of ["one", "two", "three"]) await registerRun(workspace, run(id), { now });
    await workspace.removeRecord(modelVersionKind, "000002");
    const next = await registerRun(workspace, run("four"), { now });
    expect(next).toEqual({ version: 4, runId: "four", stage: "None", registeredAt: now() });
    for (let i = 5; i <= 12; i++) await registerRun(workspace, run(`run-${i}`), { now });
    expect((await findModelVersion(workspace, "latest")).version.version).toBe(12);
    expect((await findModelVersion(workspace, "v10")).run.id).toBe("run-10");
    expect((await findModelVersion(workspace, "3")).run).toEqual(run("three"));
  });

  it("gives several writers at once a number each", async () => {
    const workspace = await openWorkspace(memoryStorage(), { create: true, now });
    const given = await Promise.all(
      Array.from({ length: 9 }, (_, i) => registerRun(workspace, run(`run-${i}`), { now })),
    );
    expect(given.map(({ version }) => version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const { version, runId } of given)
      expect((await findModelVersion(workspace, String(version))).run.id).toBe(runId);
  });

  it("says what there is when a version is not", async () => {
    const workspace = await openWorkspace(memoryStorage(), { create: true, now });
    await expect(findModelVersion(workspace, "latest")).rejects.toMatchObject({
      code: "model-unknown",
      advice: "Train one first: geophone train.",
    });
    await registerRun(workspace, run("one"), { now });
    for (const text of ["2", "v2", "one", "", "1.0"])
      await expect(findModelVersion(workspace, text)).rejects.toMatchObject({
        code: "model-unknown",
        advice: "There are versions 1; latest is the newest.",
      });
  });
});
