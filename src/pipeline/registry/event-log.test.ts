import { describe, expect, it } from "vitest";
import { openWorkspace, type Workspace } from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { moveToStage, setAlias } from "./acts.ts";
import { findModelVersion, modelVersionKind, noteRegistered, registerRun } from "./contract.ts";
import { appendEvent, readRegistry } from "./event-log.ts";
import { eventProblems } from "./event-problems.ts";
import { registryEventKind } from "./registry-event.ts";
import { now, run } from "./run.fixture.ts";

async function withVersions(count: number, storage = memoryStorage()): Promise<Workspace> {
  const workspace = await openWorkspace(storage, { create: true, now });
  for (let i = 1; i <= count; i++) await registerRun(workspace, run(`run-${i}`), { now, who: "Ada" });
  return workspace;
}
const promote = (workspace: Workspace, version: number, who = "Ada") =>
  appendEvent(workspace, { now, who }, (state) =>
    moveToStage(
      state,
      { version, runId: `run-${version}` },
      { to: "Production", gates: [], note: "because" },
    ),
  );

describe("the history", () => {
  it("tells who registered what, when, from which run", async () => {
    const workspace = await withVersions(1);
    await registerRun(workspace, run("run-2"), { now });
    const { history } = await readRegistry(workspace);
    expect(history).toEqual([
      {
        sequence: 1,
        at: now(),
        who: "Ada",
        action: "registered",
        version: 1,
        runId: "run-1",
        reason: "trained",
        gates: [],
        overridden: false,
      },
      expect.objectContaining({ sequence: 2, who: "unknown", runId: "run-2" }),
    ]);
  });

  it("gives writers at once a number each, each over what the others left, and loses none", async () => {
    const storage = memoryStorage();
    await withVersions(12, storage);
    // Each has the workspace open for itself, as programs have.
    const writers = await Promise.all(
      Array.from({ length: 12 }, () => openWorkspace(storage, { create: false, now })),
    );
    const events = await Promise.all(writers.map((writer, i) => promote(writer, i + 1, `writer ${i + 1}`)));
    const { history, state } = await readRegistry(writers[0]!);
    expect(history.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    for (const event of events) expect(history).toContainEqual(event);
    // Who displaced whom is a chain through all of them.
    const moves = history.filter(({ action }) => action === "moved");
    expect(moves.map(({ replaced }) => replaced)).toEqual([
      undefined,
      ...moves.slice(0, -1).map(({ version }) => version),
    ]);
    expect(state.production).toBe(moves.at(-1)!.version);
    expect(state.versions.filter(({ stage }) => stage === "Archived")).toHaveLength(11);
    expect(eventProblems(await writers[0]!.listRecords(modelVersionKind), history)).toEqual([]);
  });

  it("takes in an event that a listing missed while another program wrote", async () => {
    const storage = memoryStorage();
    await withVersions(3, storage);
    const hidden = { ...storage };
    hidden.list = async (folder) =>
      (await storage.list(folder)).filter(
        (name) => folder !== "records/registry-events" || name !== "00000002.json",
      );
    const { history } = await readRegistry(await openWorkspace(hidden, { create: false, now }));
    expect(history.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it("goes on behind a gap and never fills it", async () => {
    const workspace = await withVersions(3);
    await workspace.removeRecord(registryEventKind, "00000002");
    expect((await promote(workspace, 2)).sequence).toBe(4);
    const { history } = await readRegistry(workspace);
    expect(history.map(({ sequence }) => sequence)).toEqual([1, 3, 4]);
  });

  it("stores nothing of an act that is refused", async () => {
    const workspace = await withVersions(1);
    await promote(workspace, 1);
    await expect(promote(workspace, 1)).rejects.toMatchObject({ code: "stage-unchanged" });
    expect((await readRegistry(workspace)).history).toHaveLength(2);
  });

  it("has one registration a version, however often it is noted", async () => {
    const workspace = await withVersions(1);
    const [version] = await workspace.listRecords(modelVersionKind);
    await noteRegistered(workspace, version!, { now });
    expect((await readRegistry(workspace)).history).toHaveLength(1);
    // A workspace that is older than the history has none, and its versions are at stage None.
    await workspace.removeRecord(registryEventKind, "00000001");
    expect((await readRegistry(workspace)).state.versions).toMatchObject([{ version: 1, stage: "None" }]);
    await noteRegistered(workspace, version!, { now });
    expect((await readRegistry(workspace)).history).toMatchObject([{ action: "registered", version: 1 }]);
  });
});

describe("a version asked for by name", () => {
  it("is what the stage or the alias stands for now", async () => {
    const workspace = await withVersions(3);
    const found = async (text: string): Promise<number> =>
      (await findModelVersion(workspace, text)).version.version;
    await expect(found("production")).rejects.toMatchObject({
      code: "model-unknown",
      message: "no model version is in production",
    });
    await promote(workspace, 1);
    await promote(workspace, 2);
    for (const version of [1, 3])
      await appendEvent(workspace, { now }, (state) =>
        moveToStage(state, { version, runId: `run-${version}` }, { to: "Staging", gates: [], note: "try" }),
      );
    await appendEvent(workspace, { now }, (state) =>
      setAlias(state, { version: 1, runId: "run-1" }, "champion"),
    );
    expect([await found("production"), await found("Production"), await found("staging")]).toEqual([2, 2, 3]);
    expect(await found("champion")).toBe(1);
    await expect(found("challenger")).rejects.toMatchObject({
      advice: "There are versions 1, 2, 3; latest is the newest. Aliases are champion.",
    });
  });
});
