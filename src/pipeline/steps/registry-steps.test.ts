import { beforeAll, describe, expect, it } from "vitest";
import { parseModelParameters } from "../models/contract.ts";
import { readRegistry, runKind, type RegistryEvent } from "../registry/contract.ts";
import { memorySource, MemorySink } from "../segy/memory-file.fixture.ts";
import { exportArchive, importArchive, openWorkspace } from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { compareModels } from "./compare-models.ts";
import type { WorkspacePorts } from "./context.ts";
import {
  demoFiles,
  memoryPorts,
  trainBoosting,
  trainDemo,
  type MemoryFiles,
} from "./demo-workspace.fixture.ts";
import { exportBundle } from "./export-bundle.ts";
import { readModelCard } from "./model-card.ts";
import { describeModel, removeModelAlias, setModelAlias } from "./name-model.ts";
import { judgePromotion, promoteModel } from "./promote-model.ts";
import { rollbackModel } from "./rollback-model.ts";
import { trainModel } from "./train-model.ts";
import { verifyWorkspace } from "./verify-workspace.ts";

type Files = ReturnType<typeof memoryStorage>["files"];
let survey: MemoryFiles;
let whole: Files;
/** Versions 1 and 2 are of the same rows with other parameters, 3 is of a random split. */
beforeAll(async () => {
  survey = await demoFiles();
  const storage = memoryStorage();
  const ports = await memoryPorts(survey, storage, { who: "Ada" });
  await trainDemo(ports);
  await trainBoosting({ ...ports, now: () => "2026-01-02T00:00:00.000Z" });
  await trainModel(ports, {
    specification: parseModelParameters("boosting", { iterations: "2" }),
    split: { kind: "random", seed: 1, trainShare: 0.64, validationShare: 0.16, testShare: 0.2 },
    withTime: false,
    withoutClasses: [],
    classWeight: "none",
    seed: 1,
  });
  whole = storage.files;
});

const portsOver = (files: Files): Promise<WorkspacePorts> =>
  memoryPorts(survey, memoryStorage(files), { who: "Ada" });
const copy = (): Files => new Map(whole);
const acts = (history: readonly RegistryEvent[]): string[] =>
  history.map(({ action, version, to }) => `${action} ${version}${to ? ` ${to}` : ""}`);
/** A run's stored scaler that makes it answer otherwise; its record names no hash that would tell, as older ones do not. */
async function spoil(files: Files, ports: WorkspacePorts, version: number): Promise<void> {
  const { history } = await readRegistry(ports.workspace);
  const { runId } = history.find((event) => event.version === version)!;
  const mean = [...files.keys()].find((path) => path.includes(runId) && path.includes("scaler.mean"))!;
  const bytes = files.get(mean)!.slice();
  new DataView(bytes.buffer).setFloat64(0, 1e6, true);
  files.set(mean, bytes);
  const record = (await ports.workspace.getRecord(runKind, runId))!;
  await ports.workspace.putRecord(runKind, { ...record, files: undefined });
}

describe("a promotion", () => {
  it("goes through gates that look at this very workspace, and is refused or overridden", async () => {
    const ports = await portsOver(copy());
    const toProduction = { model: "3", to: "Production" } as const;
    const judged = await judgePromotion(ports, toProduction);
    expect(judged.filter(({ passed }) => !passed).map(({ gate }) => gate)).toEqual(
      expect.arrayContaining(["spatial-score", "owner-note"]),
    );
    expect(judged).toContainEqual({
      gate: "golden-windows",
      passed: true,
      message: expect.stringMatching(/^\d+ golden windows scored anew/) as string,
    });
    expect(judged).toContainEqual({
      gate: "quality",
      passed: true,
      message: expect.stringContaining("240 traces of 1 survey") as string,
    });
    await expect(promoteModel(ports, toProduction)).rejects.toMatchObject({ code: "gate-refused" });
    const event = await promoteModel(ports, { ...toProduction, override: "to show it" });
    expect(event).toMatchObject({
      who: "Ada",
      overridden: true,
      overrideReason: "to show it",
      gates: judged,
    });
    expect((await readRegistry(ports.workspace)).state.production).toBe(3);
  });

  it("is refused when the model, as it is stored now, answers otherwise", async () => {
    const files = copy();
    const ports = await portsOver(files);
    await spoil(files, ports, 1);
    await expect(promoteModel(ports, { model: "1", to: "Staging", note: "try" })).rejects.toMatchObject({
      code: "gate-refused",
      message: expect.stringMatching(/golden-windows: .*does not reproduce golden window 1/) as string,
    });
    expect(await promoteModel(ports, { model: "1", to: "Archived", note: "spoilt" })).toMatchObject({
      gates: [],
      overridden: false,
    });
  });

  it("is refused when a file that the model was made from is no longer what it was", async () => {
    const files = copy();
    const record = "records/surveys/demo.json";
    const text = new TextDecoder().decode(files.get(record));
    files.set(record, new TextEncoder().encode(text.replace(/"sha256":"[0-9a-f]{6}/, '"sha256":"000000')));
    const judged = await judgePromotion(await portsOver(files), { model: "1", to: "Staging" });
    expect(judged.find(({ gate }) => gate === "quality")).toMatchObject({
      passed: false,
      message: expect.stringMatching(/^demo\.sgy \(SHA-256 .*is not in this workspace/) as string,
    });
  });
});

describe("a rollback", () => {
  it("brings back a version that answers as it did, and no other", async () => {
    const files = copy();
    const ports = await portsOver(files);
    for (const model of ["1", "2"])
      await promoteModel(ports, { model, to: "Production", note: "good", override: "small demo" });
    await expect(rollbackModel(ports, { reason: "" })).rejects.toMatchObject({ code: "reason-missing" });
    const spoilt = new Map(files);
    const spoiltPorts = await portsOver(spoilt);
    await spoil(spoilt, spoiltPorts, 1);
    await expect(rollbackModel(spoiltPorts, { reason: "worse" })).rejects.toMatchObject({
      code: "gate-refused",
      message: expect.stringContaining("a rollback to model version 1") as string,
    });
    expect((await readRegistry(spoiltPorts.workspace)).state.production).toBe(2);

    expect(await rollbackModel(ports, { reason: "worse" })).toMatchObject({
      version: 1,
      replaced: 2,
      gates: [{ gate: "golden-windows", passed: true }],
    });
    await expect(rollbackModel(ports, { reason: "worse" })).rejects.toMatchObject({ code: "no-predecessor" });
    expect(acts((await readRegistry(ports.workspace)).history)).toEqual([
      ...["registered 1", "registered 2", "registered 3"],
      ...["moved 1 Production", "moved 2 Production", "rolled-back 1 Production"],
    ]);
  });

  it("happens once where two ask for it at once", async () => {
    const files = copy();
    const ports = await portsOver(files);
    for (const model of ["1", "2", "3"])
      await promoteModel(ports, { model, to: "Production", note: "good", override: "small demo" });
    const both = await Promise.allSettled([
      rollbackModel(ports, { reason: "worse" }),
      rollbackModel(await portsOver(files), { reason: "worse" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "registry-changed" },
    });
    expect((await readRegistry(ports.workspace)).state.production).toBe(2);
  });
});

describe("names, words and cards", () => {
  it("follow a version, and leave the bundle's model as it is", async () => {
    const ports = await portsOver(copy());
    await setModelAlias(ports, { alias: "champion", model: "latest" });
    expect(await setModelAlias(ports, { alias: "champion", model: "1" })).toMatchObject({ replaced: 3 });
    await describeModel(ports, { model: "champion", intendedUse: "The demo.", limits: "Nothing else." });
    const { version, card } = await readModelCard(ports.workspace, "champion");
    expect(version).toBe(1);
    expect(card.intendedUse).toEqual({ text: "The demo.", by: "owner" });
    expect(card.ownerLimits).toBe("Nothing else.");
    await removeModelAlias(ports, { alias: "champion" });
    await expect(readModelCard(ports.workspace, "champion")).rejects.toMatchObject({ code: "model-unknown" });
  });

  it("compare by the rows that were really tested", async () => {
    const { workspace } = await portsOver(copy());
    const same = await compareModels(workspace, "1", "2");
    expect([same.sameTestRows, same.data, same.parameters]).toEqual([true, [], []]);
    const other = await compareModels(workspace, "1", "3");
    expect(other.sameTestRows).toBe(false);
    expect(other.warnings).toHaveLength(2);
    expect(other.parameters).toContainEqual({ name: "iterations", a: 8, b: 2 });
  });
});

describe("a history on its way", () => {
  it("goes along in an archive, whole, and into no workspace that has another", async () => {
    const files = copy();
    const ports = await portsOver(files);
    await promoteModel(ports, { model: "1", to: "Production", note: "good", override: "small demo" });
    const sink = new MemorySink();
    await exportArchive(memoryStorage(files), sink, { codeVersion: "test" });
    const source = memorySource("a.zip", sink.bytes());
    const there = memoryStorage();
    await importArchive(there, source);
    const moved = await openWorkspace(there, { create: false, now: () => "now" });
    expect(await readRegistry(moved)).toEqual(await readRegistry(ports.workspace));
    expect((await verifyWorkspace(moved)).problems).toEqual([]);

    // The same records, and one event more: nothing is mixed, nothing is lost.
    const own = await memoryPorts(survey, memoryStorage(there.files), { who: "Bob" });
    await setModelAlias(own, { alias: "champion", model: "1" });
    const before = new Map(there.files);
    await expect(importArchive(there, source)).rejects.toMatchObject({ code: "workspace-not-empty" });
    expect(there.files).toEqual(before);
  });

  it("is looked over with the workspace: gaps and unknown versions are named", async () => {
    const files = copy();
    files.delete("records/registry-events/00000002.json");
    const { workspace } = await portsOver(files);
    expect((await verifyWorkspace(workspace)).problems).toEqual([
      {
        code: "event-missing",
        message: "event 2 of the history is missing",
        path: "records/registry-events/00000002.json",
      },
    ]);
    files.delete("records/model-versions/000003.json");
    expect((await verifyWorkspace(workspace)).problems.map(({ code }) => code)).toEqual([
      "event-missing",
      "event-unknown-version",
    ]);
  });

  it("leaves bundles as they are without it: the same training gives the same bytes", async () => {
    const files = copy();
    const bare = new Map([...files].filter(([path]) => !path.startsWith("records/registry-events/")));
    const [withEvents, without] = [await portsOver(files), await portsOver(bare)];
    expect((await exportBundle(without, "1")).sha256).toBe((await exportBundle(withEvents, "1")).sha256);
    expect((await readRegistry(without.workspace)).state.versions.map(({ stage }) => stage)).toEqual([
      "None",
      "None",
      "None",
    ]);
    expect((await verifyWorkspace(without.workspace)).problems).toEqual([]);
  });
});
