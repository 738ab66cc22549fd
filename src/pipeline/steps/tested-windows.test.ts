import { describe, expect, it } from "vitest";
import { evaluate } from "../evaluation/contract.ts";
import { runKind } from "../registry/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import type { StepProgress } from "./context.ts";
import { demoFiles, memoryPorts, trainDemo } from "./demo-workspace.fixture.ts";
import { readTestedWindows } from "./tested-windows.ts";

describe("what a training keeps", () => {
  it("lets the confusion matrix be counted again, window by window", async () => {
    const ports = await memoryPorts(await demoFiles());
    const { run } = await trainDemo(ports);
    const tested = await readTestedWindows(ports.workspace, run);
    expect(tested.rows).toBe(run.examples.test);
    expect(new Set(tested.survey)).toEqual(new Set(["demo"]));
    expect(new Set(tested.inline)).toEqual(new Set([108]));
    const { confusion, accuracy } = evaluate({
      truth: tested.truth,
      predicted: tested.predicted,
      timeOnlyPredicted: tested.predicted,
      classNames: run.classes,
      inflated: false,
    });
    expect(confusion).toEqual(run.evaluation.confusion);
    expect(accuracy).toBe(run.evaluation.accuracy);
    for (let row = 0; row < tested.rows; row++) {
      const own = tested.probabilities.data.subarray(
        row * run.classes.length,
        (row + 1) * run.classes.length,
      );
      expect(own[tested.predicted[row]!]).toBe(Math.max(...own));
      expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      expect(tested.startMs[row]).toBe(tested.startSample[row]! * 4);
    }
  });

  it("holds the loss after every iteration of the main fit, told while it ran", async () => {
    const told: StepProgress[] = [];
    const ports = await memoryPorts(await demoFiles(), memoryStorage(), {
      onProgress: (progress) => told.push(progress),
    });
    const { run } = await trainDemo(ports);
    expect(run.losses).toHaveLength(8);
    expect(run.losses).toEqual([...run.losses].sort((a, b) => b - a));
    expect(told.filter(({ step }) => step === "train").map(({ loss }) => loss)).toEqual(run.losses);
    expect(told.filter(({ step }) => step === "train time-only control")).toHaveLength(8);
  });

  it("is asked for again where it is missing or damaged", async () => {
    const storage = memoryStorage();
    const ports = await memoryPorts(await demoFiles(), storage);
    const { run } = await trainDemo(ports);
    const path = `${run.artefacts}/tested.parquet`;
    const whole = storage.files.get(path)!;
    storage.files.set(path, whole.slice(0, 100));
    await expect(readTestedWindows(ports.workspace, run)).rejects.toMatchObject({
      code: "artefacts-damaged",
    });
    storage.files.set(path, whole);
    await expect(
      readTestedWindows(ports.workspace, { ...run, classes: run.classes.slice(0, 1) }),
    ).rejects.toMatchObject({ code: "artefacts-damaged" });
    storage.files.delete(path);
    await expect(readTestedWindows(ports.workspace, run)).rejects.toMatchObject({
      code: "artefacts-damaged",
    });
  });

  it("has no losses in a record of an older version, which still reads", async () => {
    const storage = memoryStorage();
    const ports = await memoryPorts(await demoFiles(), storage);
    const { run } = await trainDemo(ports);
    const { losses, ...old } = run;
    expect(losses).not.toEqual([]);
    await storage.write(`records/runs/${run.id}.json`, new TextEncoder().encode(JSON.stringify(old)));
    expect(await ports.workspace.getRecord(runKind, run.id)).toEqual({ ...run, losses: [] });
  });
});
