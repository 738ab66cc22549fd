import { beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import { labelDraftKind, labelEditKind, labelSetKind, type LabelEdit } from "../labels/contract.ts";
import { randomEdit } from "../labels/dense-labels.fixture.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import type { WorkspacePorts } from "./context.ts";
import { demoFiles, memoryPorts, type MemoryFiles } from "./demo-workspace.fixture.ts";
import { importLabels } from "./import-labels.ts";
import { ingestSurvey } from "./ingest-survey.ts";
import { LabelDraft, newestLabelDraft, readLabelSet } from "./label-draft.ts";
import { verifyWorkspace } from "./verify-workspace.ts";

const paint: LabelEdit = {
  kind: "paint",
  tool: "brush",
  class: "anomaly",
  survey: "demo",
  strokes: { inline: [103, 103], crossline: [305, 306], startMs: [100, 100], endMs: [140, 144] },
};

describe("labels in work", () => {
  let files: MemoryFiles;
  let ports: WorkspacePorts;
  let base: string;
  let second = 0;

  beforeAll(async () => {
    files = await demoFiles();
    ports = await memoryPorts(files, memoryStorage(), {
      now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, second++)).toISOString(),
    });
    await ingestSurvey(ports, "demo.sgy");
    base = (await importLabels(ports, { locations: ["demo.labels.csv"] })).labelSet.id;
  });

  it("outlive their tab at every step, undo and redo included", async () => {
    const random = seededRandom(2);
    const draft = await LabelDraft.begin(ports, base);
    const states = [draft.labels];
    for (let i = 0; i < 8; i++) {
      await draft.apply(randomEdit(random, draft.labels));
      states.push(draft.labels);
    }
    await draft.undo();
    await draft.undo();
    await draft.undo();
    const reopened = await LabelDraft.open(ports, draft.id);
    expect(reopened.labels).toEqual(states[5]);
    expect(reopened.state()).toMatchObject({ done: 5, edits: 8 });
    await reopened.redo();
    expect(reopened.labels).toEqual(states[6]);
    while (await reopened.undo());
    expect((await LabelDraft.open(ports, draft.id)).labels).toEqual(states[0]);
    expect(await reopened.undo()).toBe(false);
    // Another word instead of the eight: they are gone.
    await reopened.apply(paint);
    expect(await reopened.redo()).toBe(false);
    expect((await LabelDraft.open(ports, draft.id)).state()).toMatchObject({ done: 1, edits: 1 });
    expect(await newestLabelDraft(ports.workspace)).toMatchObject({ id: draft.id, base, done: 1 });
    await reopened.discard();
    expect(await ports.workspace.listRecords(labelEditKind)).toEqual([]);
    expect(await newestLabelDraft(ports.workspace)).toBeUndefined();
  });

  it("become a version with author, note and parent, and the draft is gone", async () => {
    const draft = await LabelDraft.begin(ports, base);
    await draft.apply(paint);
    await draft.apply({ kind: "recolour-class", name: "anomaly", colour: "#ff8800" });
    const labels = draft.labels;
    const saved = await draft.save({ author: "Ada", note: "more of it" });
    expect(saved).toMatchObject({
      author: "Ada",
      note: "more of it",
      parent: base,
      classes: ["normal", "anomaly", "boundary"],
      colours: ["", "#ff8800", ""],
      sources: [
        { fileName: "demo.labels.csv", kind: "csv" },
        { fileName: "demo", kind: "painted", intervals: 2 },
      ],
    });
    expect((await readLabelSet(ports.workspace, saved.id)).labels).toEqual(labels);
    expect(await ports.workspace.listRecords(labelDraftKind)).toEqual([]);
    expect(await ports.workspace.getRecord(labelSetKind, base)).toBeDefined();
    const { problems, unclaimed } = await verifyWorkspace(ports.workspace);
    expect({ problems, unclaimed }).toEqual({ problems: [], unclaimed: [] });
  });

  it("begin from nothing with the usual classes, and are no version while empty", async () => {
    const draft = await LabelDraft.begin(ports);
    await expect(draft.save({})).rejects.toThrow(expect.objectContaining({ code: "labels-empty" }) as Error);
    await draft.apply(paint);
    const saved = await draft.save({});
    expect(saved.parent).toBeUndefined();
    expect(saved.sources).toMatchObject([{ fileName: "demo", kind: "painted", intervals: 2 }]);
  });

  it("are looked at by verify: a lost edit is told", async () => {
    const draft = await LabelDraft.begin(ports, base);
    await draft.apply(paint);
    await draft.apply({ ...paint, kind: "erase", tool: "brush", strokes: paint.strokes });
    expect((await verifyWorkspace(ports.workspace)).problems).toEqual([]);
    await ports.workspace.removeRecord(
      labelEditKind,
      labelEditKind.idOf({ draft: draft.id, sequence: 1, edit: paint, at: "" }),
    );
    expect((await verifyWorkspace(ports.workspace)).problems).toMatchObject([
      { code: "label-draft-damaged", path: `records/label-drafts/${draft.id}.json` },
    ]);
    await draft.discard();
  });

  it("reads label sets that are older than authors, notes and colours", async () => {
    const old = {
      id: "0123456789abcdef",
      classes: ["0", "1"],
      sources: [{ fileName: "a.sgy", sha256: "00", kind: "volume", intervals: 3 }],
      path: "labels/0123456789abcdef.parquet",
      intervals: 3,
      rule: { window: "centre-sample", trace: "most-covered" },
      createdAt: "2025-01-01T00:00:00.000Z",
    };
    expect(labelSetKind.schema.parse(old)).toEqual(old);
  });
});
