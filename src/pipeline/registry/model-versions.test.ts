import { describe, expect, it } from "vitest";
import { openWorkspace } from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { findModelVersion, modelVersionKind, registerRun } from "./contract.ts";
import { now, run } from "./run.fixture.ts";

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
