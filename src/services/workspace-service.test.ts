import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { TrainRequest } from "../pipeline/steps/train-request.ts";
import { parseModelParameters } from "../pipeline/models/contract.ts";
import type { Job, JobRequest, ServiceEvent } from "./contract.ts";
import { demoFiles, memoryHouse, memoryProfile, smallDemo, type MemoryFile } from "./memory-house.fixture.ts";
import { WorkspaceService } from "./workspace-service.ts";

const features: JobRequest = {
  kind: "features",
  request: { window: { extent: "window", lengthMs: 256, stepMs: 64 }, every: 2, fit: [] },
};
const trainRequest: TrainRequest = {
  specification: parseModelParameters("boosting", { iterations: "5" }),
  split: { kind: "lines", train: ["inline-102", "inline-105"], test: ["inline-118"], bufferTraces: 2 },
  withTime: true,
  withoutClasses: [],
  classWeight: "none",
  seed: 1,
};

interface Tab {
  readonly service: WorkspaceService<MemoryFile>;
  readonly house: ReturnType<typeof memoryHouse>;
  readonly events: ServiceEvent[];
  readonly run: (request: JobRequest) => Promise<Job>;
}

async function openTab(profile = memoryProfile(), options: { writer?: boolean } = {}): Promise<Tab> {
  const house = memoryHouse(profile, options);
  const service = new WorkspaceService<MemoryFile>(house);
  const events: ServiceEvent[] = [];
  const waiting = new Map<string, (job: Job) => void>();
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
  return { service, house, events, run };
}

async function trainedTab(profile = memoryProfile()): Promise<Tab> {
  const tab = await openTab(profile);
  for (const request of [
    { kind: "demo" },
    features,
    { kind: "train", request: trainRequest, backend: "auto" },
  ] as const) {
    const job = await tab.run(request);
    if (job.state !== "done") throw new Error(`${request.kind}: ${job.fault?.message ?? job.state}`);
  }
  return tab;
}

describe("the workspace service", () => {
  it("does the whole loop, and keeps it for the next tab", async () => {
    const profile = memoryProfile();
    const { run, service, events } = await trainedTab(profile);
    const losses = events.flatMap((event) =>
      event.type === "job" && event.job.request.kind === "train" ? [event.job.losses.length] : [],
    );
    expect(Math.max(...losses)).toBe(5);

    const predicted = await run({
      kind: "predict",
      scorer: { kind: "version", version: 1 },
      surveys: ["demo"],
    });
    expect(predicted.result).toMatchObject({ kind: "predicted" });
    const saved = await run({
      kind: "save-predictions",
      scorer: { kind: "version", version: 1 },
      surveys: ["demo"],
      format: "csv",
    });
    expect(saved.result).toMatchObject({ kind: "saved", file: { name: "demo.classes.csv" } });
    expect((await run({ kind: "verify" })).result).toMatchObject({ kind: "verified", problems: [] });
    expect(profile.jobs.size).toBe(0);

    const { models } = await service.overview();
    const { run: trained } = models[0]!;
    const next = await openTab(profile);
    const overview = await next.service.overview();
    expect(overview.models.map(({ version }) => version.version)).toEqual([1]);
    expect(overview.predictions).toHaveLength(1);
    expect(overview.surveys[0]).toMatchObject({ name: "demo", reach: "missing", reachable: false });
    expect(overview.usage.silver).toBeGreaterThan(1000);

    let inCells = 0;
    for (let truth = 0; truth < trained.classes.length; truth++)
      for (let answer = 0; answer < trained.classes.length; answer++) {
        const cell = await next.service.testedCell(trained.id, truth, answer);
        if ("code" in cell) throw new Error(cell.message);
        expect(cell.total).toBe(trained.evaluation.confusion[truth]![answer]);
        expect([...cell.confidence]).toEqual([...cell.confidence].sort((a, b) => b - a));
        inCells += cell.total;
      }
    expect(inCells).toBe(trained.evaluation.examples);
  });

  it("moves a workspace in one archive, and scores the same elsewhere", async () => {
    const { run, house } = await trainedTab();
    const out = await run({ kind: "export-archive" });
    const bundleOut = await run({ kind: "export-bundle", version: 1 });
    if (out.result?.kind !== "saved" || bundleOut.result?.kind !== "saved")
      throw new Error("nothing was saved");
    const fileOf = async (name: string, blob: Blob): Promise<MemoryFile> => ({
      name,
      bytes: new Uint8Array(await blob.arrayBuffer()),
    });
    const archive = await fileOf("a.zip", out.result.file.blob);
    const bundle = await fileOf("b.zip", bundleOut.result.file.blob);

    const other = await openTab();
    await other.service.offerFiles([archive, bundle, ...house.files.values()]);
    expect(await other.service.inspect("a.zip")).toMatchObject({ kind: "archive" });
    expect(await other.service.inspect("b.zip")).toMatchObject({ kind: "bundle" });
    expect((await other.run({ kind: "import-archive", location: "a.zip" })).state).toBe("done");
    expect((await other.service.overview()).models).toHaveLength(1);
    expect((await other.run({ kind: "verify" })).result).toMatchObject({ problems: [] });

    const empty = await openTab();
    await empty.service.offerFiles([bundle, house.files.get("demo.sgy")!]);
    await empty.run({ kind: "import-bundle", location: "b.zip" });
    await empty.run({ kind: "ingest", surveys: [{ location: "demo.sgy" }], labels: [] });
    const { bundles } = await empty.service.overview();
    const csv = async (
      tab: Tab,
      scorer: { kind: "version"; version: number } | { kind: "bundle"; id: string },
    ) => {
      const { result } = await tab.run({
        kind: "save-predictions",
        scorer,
        surveys: ["demo"],
        format: "csv",
      });
      if (result?.kind !== "saved") throw new Error("nothing was saved");
      return result.file.blob.text();
    };
    const there = await csv(empty, { kind: "bundle", id: bundles[0]!.id });
    expect(there.split("\n").length).toBeGreaterThan(1000);
    expect(there).toBe(await csv(other, { kind: "version", version: 1 }));
  });

  it("goes on with what a killed tab had begun, once the files are there", async () => {
    const profile = memoryProfile();
    const first = await openTab(profile);
    await first.run({ kind: "demo" });
    // The tab dies: its begun job is all that stays of it.
    profile.jobs.set("killed", { id: "killed", request: features, startedAt: "2026-01-01T00:00:00.000Z" });

    const next = await openTab(profile);
    const [job] = next.service.jobs();
    expect(job).toMatchObject({ id: "killed", state: "interrupted", fault: { code: "job-interrupted" } });
    expect(job?.fault?.message).toContain("demo.sgy");
    await next.service.offerFiles([...first.house.files.values()]);
    await expect.poll(() => next.service.jobs()[0]?.state).toBe("done");
    expect(next.service.jobs()[0]).toMatchObject({ resumed: true });
    expect(profile.jobs.size).toBe(0);
    expect((await next.service.overview()).featureSets).toHaveLength(1);
  });

  it("begins an interrupted job once, though files are dropped twice in a row", async () => {
    const profile = memoryProfile();
    const first = await openTab(profile);
    await first.run({ kind: "demo" });
    profile.jobs.set("killed", { id: "killed", request: features, startedAt: "2026-01-01T00:00:00.000Z" });
    const next = await openTab(profile);
    const files = [...first.house.files.values()];
    await Promise.all([next.service.offerFiles(files), next.service.offerFiles(files)]);
    await expect.poll(() => next.service.jobs()[0]?.state).toBe("done");
    const begun = next.events.filter(
      (event) => event.type === "job" && event.job.state === "running" && !event.job.progress,
    );
    expect(begun).toHaveLength(1);
  });

  it("scores many surveys in one job, survey by survey, and saves them as one zip", async () => {
    const { service, run, house, events } = await trainedTab();
    const scorer = { kind: "version", version: 1 } as const;
    const [own] = await demoFiles({ ...smallDemo, seed: 8, inlines: 4 });
    const [odd] = await demoFiles({ ...smallDemo, seed: 9, inlines: 4, intervalMs: 2 });
    await service.offerFiles([
      { ...own, name: "east.sgy" },
      { ...odd, name: "odd.sgy" },
    ]);
    // Taken in and scored in one go: two jobs, the second noted before the first is forgotten.
    const taken = await run({
      kind: "ingest",
      surveys: [{ location: "east.sgy" }],
      labels: [],
      thenScore: scorer,
    });
    expect(taken.state).toBe("done");
    await expect
      .poll(() => service.jobs().at(-1))
      .toMatchObject({
        request: { kind: "predict", scorer, surveys: ["east"] },
        state: "done",
        outcomes: [{ survey: "east", state: "scored" }],
      });

    await run({ kind: "ingest", surveys: [{ location: "odd.sgy" }], labels: [] });
    const batch = await run({ kind: "predict", scorer, surveys: ["odd", "demo", "east"] });
    expect(batch).toMatchObject({
      state: "failed",
      fault: { code: "surveys-failed" },
      outcomes: [
        { survey: "east", state: "kept" },
        { survey: "odd", state: "failed", fault: { code: "input-mismatch" } },
        { survey: "demo", state: "scored" },
      ],
    });
    const { predictions } = await service.overview();
    expect(new Set(predictions.map(({ id }) => id))).toEqual(
      new Set(batch.outcomes?.flatMap(({ predictionId }) => predictionId ?? [])),
    );
    // Each is told as soon as it is known.
    const seen = events.flatMap((event) =>
      event.type === "job" && event.job.id === batch.id ? [event.job.outcomes?.length ?? 0] : [],
    );
    expect([...new Set(seen)]).toEqual([0, 1, 2, 3]);

    const saved = await run({ kind: "save-predictions", scorer, surveys: ["demo", "east"], format: "csv" });
    if (saved.result?.kind !== "saved") throw new Error("nothing was saved");
    expect(saved.result.file.name).toBe("predictions.csv.zip");
    const entries = unzipSync(new Uint8Array(await saved.result.file.blob.arrayBuffer()));
    const alone = await run({ kind: "save-predictions", scorer, surveys: ["east"], format: "csv" });
    if (alone.result?.kind !== "saved") throw new Error("nothing was saved");
    expect(new TextDecoder().decode(entries["east.csv"])).toBe(await alone.result.file.blob.text());
    expect(Object.keys(entries)).toEqual(["demo.csv", "east.csv"]);
    expect(house.files.size).toBe(4);
  });

  it("makes way for a look at the records while it scores", async () => {
    const profile = memoryProfile();
    const { service, run } = await trainedTab(profile);
    const names = ["east", "west", "south", "north"];
    const [own] = await demoFiles({ ...smallDemo, seed: 8, inlines: 2 });
    await service.offerFiles(names.map((name) => ({ ...own, name: `${name}.sgy` })));
    const surveys = names.map((name) => ({ location: `${name}.sgy` }));
    await run({ kind: "ingest", surveys, labels: [] });
    // A disk that takes its time: the look would be over long after the batch.
    const list = profile.storage.list.bind(profile.storage);
    profile.storage.list = async (folder) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return list(folder);
    };
    const scorer = { kind: "version", version: 1 } as const;
    const scoring = run({ kind: "predict", scorer, surveys: names });
    const job = (): Job | undefined => service.jobs().find(({ request }) => request.kind === "predict");
    await expect.poll(() => job()?.outcomes?.length ?? 0, { interval: 1 }).toBeGreaterThan(0);
    const { predictions } = await service.overview();
    expect(predictions.length).toBeGreaterThan(0);
    expect(job()?.state).toBe("running");
    expect((await scoring).outcomes).toHaveLength(4);
  });

  it("goes on with a killed batch where it stopped, with the files of what is missing alone", async () => {
    const profile = memoryProfile();
    const first = await trainedTab(profile);
    const scorer = { kind: "version", version: 1 } as const;
    const [own] = await demoFiles({ ...smallDemo, seed: 8, inlines: 4 });
    const east = { ...own, name: "east.sgy" };
    await first.service.offerFiles([east]);
    await first.run({ kind: "ingest", surveys: [{ location: "east.sgy" }], labels: [] });
    await first.run({ kind: "predict", scorer, surveys: ["demo"] });
    const [before] = (await first.service.overview()).predictions;
    profile.jobs.set("killed", {
      id: "killed",
      request: { kind: "predict", scorer, surveys: ["demo", "east"] },
      startedAt: "2026-01-01T00:00:00.000Z",
    });

    const next = await openTab(profile);
    const [job] = next.service.jobs();
    expect(job).toMatchObject({ id: "killed", state: "interrupted" });
    expect(job?.fault?.message).toContain("; east.sgy is not open in this tab");
    await next.service.offerFiles([east]);
    await expect.poll(() => next.service.jobs()[0]?.state).toBe("done");
    expect(next.service.jobs()[0]?.outcomes).toMatchObject([
      { survey: "demo", state: "kept", predictionId: before!.id },
      { survey: "east", state: "scored" },
    ]);
    const { predictions } = await next.service.overview();
    expect(predictions.find(({ id }) => id === before!.id)).toEqual(before);
    expect(predictions).toHaveLength(2);
  });

  it("shows the other records beside a damaged one", async () => {
    const profile = memoryProfile();
    const { service, run } = await openTab(profile);
    await run({ kind: "demo" });
    profile.storage.files.set("records/label-sets/torn.json", new TextEncoder().encode('{"id":'));
    const { surveys, labelSets, damaged } = await service.overview();
    expect([surveys.length, labelSets.length]).toEqual([1, 1]);
    expect(damaged).toMatchObject([{ code: "record-damaged" }]);
  });

  it("registers a training once, though the tab died after it", async () => {
    const profile = memoryProfile();
    const tab = await trainedTab(profile);
    const { run } = (await tab.service.overview()).models[0]!;
    profile.jobs.set("killed", {
      id: "killed",
      request: { kind: "train", request: trainRequest, backend: "auto" },
      startedAt: run.startedAt,
    });
    const next = await openTab(profile);
    await next.service.offerFiles([...tab.house.files.values()]);
    await expect.poll(() => next.service.jobs()[0]?.state).toBe("done");
    expect((await next.service.overview()).models).toHaveLength(1);
  });

  it("cancels what runs and what waits, and keeps what was stored", async () => {
    const { service, run, events } = await openTab();
    await run({ kind: "demo" });
    const running = await service.start(features);
    const waits = await service.start({ kind: "train", request: trainRequest, backend: "auto" });
    service.cancel(waits);
    service.cancel(running);
    await expect
      .poll(() => service.jobs().map(({ state }) => state))
      .toEqual(["done", "cancelled", "cancelled"]);
    expect((await service.overview()).surveys).toHaveLength(1);
    expect(events.some((event) => event.type === "changed")).toBe(true);
  });

  it("tells what a refused file is, and where", async () => {
    const { service } = await openTab();
    const bytes = new TextEncoder().encode("inline,crossline,start_ms,end_ms,class\n1,2,0,x,salt\n");
    await service.offerFiles([
      { name: "broken.csv", bytes },
      { name: "empty.sgy", bytes: new Uint8Array(0) },
    ]);
    expect(await service.inspect("broken.csv")).toMatchObject({
      kind: "refused",
      fault: { kind: "input", place: { line: 2 } },
    });
    expect(await service.inspect("empty.sgy")).toMatchObject({
      kind: "refused",
      fault: { code: "segy-empty" },
    });
    expect(await service.inspect("gone.sgy")).toMatchObject({
      kind: "refused",
      fault: { code: "file-missing" },
    });
  });

  it("only looks while another tab writes, and takes over when that closes", async () => {
    const profile = memoryProfile();
    const reader = await openTab(profile, { writer: false });
    expect((await reader.service.overview()).surveys).toEqual([]);
    expect(await reader.service.deleteEverything()).toMatchObject({ code: "tab-read-only" });
    expect(profile.storage.files.size).toBe(0);
    reader.house.becomeWriter();
    await expect.poll(() => reader.events.some((event) => event.type === "writer")).toBe(true);
    expect((await reader.run({ kind: "demo" })).state).toBe("done");
  });

  it("keeps a registry: gates asked first, acts as jobs, state and history in the overview", async () => {
    const { service, run, house } = await trainedTab();
    const gates = await service.judgePromotion(1, "Production");
    if ("code" in gates) throw new Error(gates.message);
    expect(gates.map(({ gate }) => gate)).toContain("owner-note");
    expect(gates.find(({ gate }) => gate === "owner-note")).toMatchObject({ passed: false });
    const promote = { kind: "promote", version: 1, to: "Production", note: "" } as const;
    expect((await run(promote)).fault).toMatchObject({ code: "gate-refused", kind: "input" });
    const done = await run({ ...promote, override: "a demo", who: "Ada" });
    expect(done.result).toMatchObject({ kind: "registry", event: { who: "Ada", overridden: true } });
    await run({ kind: "set-alias", alias: "champion", version: 1 });
    await run({ kind: "describe-model", version: 1, intendedUse: "The demo." });
    expect((await run({ kind: "rollback", reason: "worse" })).fault).toMatchObject({
      code: "no-predecessor",
    });

    const { registry, history } = await service.overview();
    expect(registry).toMatchObject({
      production: 1,
      aliases: [{ alias: "champion", version: 1 }],
      versions: [{ version: 1, stage: "Production", intendedUse: "The demo." }],
    });
    expect(history.map(({ action, who }) => `${action} ${who}`)).toEqual([
      "registered the app",
      "moved Ada",
      "alias-set the app",
      "described the app",
    ]);
    expect(await service.modelCard(1)).toMatchObject({ intendedUse: { text: "The demo.", by: "owner" } });
    expect(await service.compareVersions(1, 1)).toMatchObject({ sameTestRows: true, warnings: [] });
    expect(await service.compareVersions(1, 9)).toMatchObject({ code: "model-unknown" });
    const { result } = await run({ kind: "save-model-card", version: 1 });
    if (result?.kind !== "saved") throw new Error("nothing saved");
    expect(result.file.name).toBe("model-v1.card.md");
    expect(await result.file.blob.text()).toContain("The demo.");
    await run({ kind: "remove-alias", alias: "champion" });
    expect((await service.overview()).registry.aliases).toEqual([]);
    // After a reload all of it is there.
    const again = await openTab({
      storage: house.storage as ReturnType<typeof memoryProfile>["storage"],
      jobs: new Map(),
    });
    expect((await again.service.overview()).history).toHaveLength(5);
  });

  it("does not begin an act on the registry anew after a killed tab, and a tab that only looks begins none", async () => {
    const profile = memoryProfile();
    const { service } = await trainedTab(profile);
    await service.start({ kind: "set-alias", alias: "champion", version: 1 });
    expect([...profile.jobs.values()]).toEqual([]);
    const looking = await openTab(profile, { writer: false });
    expect((await looking.run({ kind: "rollback", reason: "worse" })).fault).toMatchObject({
      code: "tab-read-only",
    });
  });
});
