import { beforeAll, describe, expect, it } from "vitest";
import type { LabelEdit } from "../pipeline/labels/contract.ts";
import type { Answer } from "./answer.ts";
import type { Job, JobRequest, ServiceEvent } from "./contract.ts";
import { memoryHouse, memoryProfile, type MemoryFile } from "./memory-house.fixture.ts";
import { WorkspaceService } from "./workspace-service.ts";

type Profile = ReturnType<typeof memoryProfile>;

async function openTab(profile: Profile, options: { writer?: boolean } = {}) {
  const house = memoryHouse(profile, options);
  const service = new WorkspaceService<MemoryFile>(house);
  const waiting = new Map<string, (job: Job) => void>();
  const events: ServiceEvent[] = [];
  await service.connect((event) => {
    events.push(event);
    if (event.type === "job" && /done|failed|cancelled/.test(event.job.state))
      waiting.get(event.job.id)?.(event.job);
  });
  const run = async (request: JobRequest): Promise<Job> => {
    const id = await service.start(request);
    const known = service.jobs().find((job) => job.id === id);
    if (known && /done|failed|cancelled/.test(known.state)) return known;
    return new Promise((resolve) => waiting.set(id, resolve));
  };
  return { house, service, run, events };
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`${answer.fault.code}: ${answer.fault.message}`);
  return answer.value;
}

const paint = (crossline: number): LabelEdit => ({
  kind: "paint",
  tool: "brush",
  class: "anomaly",
  survey: "demo",
  strokes: { inline: [103], crossline: [crossline], startMs: [100], endMs: [160] },
});

describe("labels in work", () => {
  let profile: Profile;
  let first: Awaited<ReturnType<typeof openTab>>;
  beforeAll(async () => {
    profile = memoryProfile();
    first = await openTab(profile);
    expect((await first.run({ kind: "demo" })).state).toBe("done");
  });

  it("are edited one act after the other, kept for the next tab, and saved as a version", async () => {
    const { service } = first;
    const [base] = (await service.overview()).labelSets;
    expect(valueOf(await service.labelDraft())).toBeUndefined();
    expect(await service.actOnLabels({ kind: "undo" })).toMatchObject({
      fault: { code: "label-draft-missing" },
    });
    expect(valueOf(await service.actOnLabels({ kind: "begin", base: base!.id }))).toMatchObject({
      done: 0,
      draft: { base: base!.id },
    });
    // Not waited for: a hand is faster than a disk.
    const acts = [305, 306, 307].map((crossline) =>
      service.actOnLabels({ kind: "edit", edit: paint(crossline) }),
    );
    await service.actOnLabels({ kind: "undo" });
    await Promise.all(acts);
    expect(
      await service.actOnLabels({ kind: "edit", edit: { kind: "remove-class", name: "x" } }),
    ).toMatchObject({ fault: { code: "label-class-unknown" } });

    const second = await openTab(profile);
    expect(valueOf(await second.service.labelDraft())).toMatchObject({ done: 2, edits: 3 });
    const on = valueOf(
      await second.service.labelsOn({
        survey: "demo",
        inline: Int32Array.of(103, 103),
        crossline: Int32Array.of(306, 307),
      }),
    );
    expect(
      [...on.crossline].filter(
        (crossline, row) =>
          crossline === 306 && on.startMs[row]! <= 100 && on.endMs[row]! >= 160 && on.classIndex[row] === 1,
      ),
    ).toHaveLength(1);
    const { before, after } = valueOf(
      await second.service.previewLabels({ kind: "merge-classes", names: ["anomaly"], into: "normal" }),
    );
    expect(after[0]!.totalMs).toBeCloseTo(before[0]!.totalMs + before[1]!.totalMs, 1);

    const saved = valueOf(await second.service.saveLabels({ author: "Ada", note: "two traces" }));
    expect((await second.service.overview()).labelSets).toContainEqual(saved);
    expect(saved).toMatchObject({ parent: base!.id, author: "Ada", note: "two traces" });
    expect(valueOf(await second.service.labelDraft())).toBeUndefined();

    const compared = await second.run({ kind: "compare-labels", from: base!.id, to: saved.id });
    expect(compared.result).toMatchObject({
      kind: "compared-labels",
      difference: { from: base!.id, to: saved.id },
      agreement: { classes: ["normal", "anomaly", "boundary"] },
    });
    const csv = await second.run({
      kind: "export-labels",
      labelSet: saved.id,
      survey: "demo",
      as: { format: "csv" },
    });
    if (csv.result?.kind !== "saved-labels") throw new Error("no file was made");
    expect(csv.result.file.name).toBe("demo.labels.csv");
    expect(await csv.result.file.blob.text()).toContain("103,306,");
  });

  it("are only looked at by a tab that is not the writer", async () => {
    const { service } = await openTab(profile, { writer: false });
    expect(await service.actOnLabels({ kind: "begin" })).toMatchObject({ fault: { code: "tab-read-only" } });
    expect(await service.saveLabels({})).toMatchObject({ fault: { code: "tab-read-only" } });
    expect(valueOf(await service.labelDraft())).toBeUndefined();
  });

  it("come from points, after a look at what the file holds", async () => {
    const { service, house, run } = first;
    house.files.set("fault.pts", {
      name: "fault.pts",
      bytes: new TextEncoder().encode("103 305 200\n103 306 208\n103 307 1e30\n"),
    });
    const inspection = await service.inspect("fault.pts");
    if (inspection.kind !== "points") throw new Error(`taken for ${inspection.kind}`);
    const { mapping } = inspection.preview;
    expect(mapping).toMatchObject({ inline: 0, crossline: 1, z: 2, unit: "ms" });
    const job = await run({
      kind: "labels",
      locations: [],
      imports: [{ kind: "points", location: "fault.pts", mapping, className: "fault" }],
      author: "Ada",
    });
    expect(job.result).toMatchObject({
      kind: "labels",
      coverage: [{ fileName: "fault.pts", matchedTraces: 2, unmatchedTraces: 0 }],
      left: [{ fileName: "fault.pts", undefinedRows: 1, outsideRows: 0 }],
    });
    house.files.set("rows.txt", { name: "rows.txt", bytes: new TextEncoder().encode("103 305 200\n") });
    expect(await service.inspect("rows.txt")).toMatchObject({ kind: "points", preview: { rows: 1 } });
    // Intervals that are wrong are told as such, and a survey of any name is still one.
    const table = "inline,crossline,start_ms,end_ms,class\n103,305,20,10,fault\n";
    house.files.set("rows.csv", { name: "rows.csv", bytes: new TextEncoder().encode(table) });
    expect(await service.inspect("rows.csv")).toMatchObject({
      kind: "refused",
      fault: { code: "label-row-invalid", place: { line: 2 } },
    });
    house.files.set("demo.dat", { name: "demo.dat", bytes: house.files.get("demo.sgy")!.bytes });
    expect((await service.inspect("demo.dat")).kind).toBe("segy");
  });
});
