import { beforeAll, describe, expect, it } from "vitest";
import { MemorySink, memorySource } from "../segy/memory-file.fixture.ts";
import { surveyKind } from "../survey-record.ts";
import { exportArchive, importArchive, openWorkspace } from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { computeFeatures } from "./compute-features.ts";
import {
  demoFeatures,
  demoFiles,
  memoryPorts,
  trainDemo,
  type MemoryFiles,
} from "./demo-workspace.fixture.ts";
import { exportBundle } from "./export-bundle.ts";
import { importBundle } from "./import-bundle.ts";
import { ingestSurvey } from "./ingest-survey.ts";
import { predictSurvey } from "./predict-survey.ts";
import { readPrediction } from "./prediction-record.ts";
import { verifyWorkspace } from "./verify-workspace.ts";

const now = (): string => "2026-01-01T00:00:00.000Z";
type Files = ReturnType<typeof memoryStorage>["files"];
let survey: MemoryFiles;
let whole: Files;
/** A workspace that holds one of everything. */
beforeAll(async () => {
  survey = await demoFiles();
  const storage = memoryStorage();
  const files = new Map(survey);
  const ports = await memoryPorts(files, storage);
  await trainDemo(ports);
  files.set("model.zip", (await exportBundle(ports, "1")).bytes);
  await importBundle(ports, "model.zip");
  await predictSurvey(ports, { scorer: { kind: "version", version: 1 }, survey: "demo" });
  whole = storage.files;
});

async function problemsOf(files: Files): Promise<readonly { code: string; path: string }[]> {
  const workspace = await openWorkspace(memoryStorage(files), { create: false, now });
  return (await verifyWorkspace(workspace)).problems;
}

describe("verifying a workspace", () => {
  it("finds nothing wrong in one that is whole, and says how much it looked at", async () => {
    const workspace = await openWorkspace(memoryStorage(whole), { create: false, now });
    // Bronze, a feature part and their sum, labels, the model, its tested windows, the version and its event, the bundle, the
    // prediction.
    expect(await verifyWorkspace(workspace)).toEqual({ checked: 10, problems: [], unclaimed: [] });
  });

  it("finds every file that is cut or gone", async () => {
    for (const [path, bytes] of whole) {
      if (path === "workspace.json") continue;
      const cut = await problemsOf(new Map([...whole, [path, bytes.slice(0, bytes.length >> 1)]]));
      expect([path, cut.length]).not.toEqual([path, 0]);
      expect(cut.map(({ code }) => code)).not.toContain("unreadable");
      if (path.startsWith("records/")) {
        expect(cut).toContainEqual(expect.objectContaining({ code: "record-damaged", path }));
        continue;
      }
      const without = new Map(whole);
      without.delete(path);
      const gone = await problemsOf(without);
      expect([path, gone.length]).not.toEqual([path, 0]);
      expect(gone.map(({ code }) => code)).not.toContain("unreadable");
    }
  });

  it("finds a version without its run, rows that do not agree, a record in another's place", async () => {
    const paths = [...whole.keys()];
    const run = paths.find((path) => path.startsWith("records/runs/"))!;
    const without = new Map(whole);
    without.delete(run);
    expect((await problemsOf(without)).map(({ code }) => code)).toEqual(["run-missing"]);

    const changed = (path: string, change: (text: string) => string): Files =>
      new Map([
        ...whole,
        [path, new TextEncoder().encode(change(new TextDecoder().decode(whole.get(path))))],
      ]);
    const record = "records/surveys/demo.json";
    const fewer = changed(record, (text) =>
      text.replace(/"traces":240,"verticalUnit"/, '"traces":239,"verticalUnit"'),
    );
    expect(await problemsOf(fewer)).toMatchObject([{ code: "table-damaged", path: "bronze/demo.parquet" }]);
    const misplaced = new Map([...whole, ["records/surveys/other.json", whole.get(record)!]]);
    expect(await problemsOf(misplaced)).toMatchObject([
      { code: "record-misplaced", path: "records/surveys/other.json" },
    ]);
  });

  it("finds one flipped bit in any file that a record names", async () => {
    for (const [path, bytes] of whole) {
      if (path === "workspace.json" || path.startsWith("records/")) continue;
      for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
        const flipped = bytes.slice();
        flipped[at] = flipped[at]! ^ 1;
        const problems = await problemsOf(new Map([...whole, [path, flipped]]));
        expect({ path, at, problems }).toMatchObject({
          problems: [{ path, code: expect.stringMatching(/^(table|artefacts)-damaged$/) as string }],
        });
      }
    }
  });

  it("finds what older records, which name no hashes, let it find", async () => {
    const old = new Map(
      [...whole].map(([path, bytes]): [string, Uint8Array<ArrayBuffer>] => [
        path,
        path.startsWith("records/") ? withoutHashes(bytes) : bytes,
      ]),
    );
    expect(await problemsOf(old)).toEqual([]);
    const mean = [...old.keys()].find((path) => path.includes("scaler.mean"))!;
    const bytes = old.get(mean)!.slice();
    new DataView(bytes.buffer).setFloat64(0, 1e6, true);
    expect(await problemsOf(new Map([...old, [mean, bytes]]))).toMatchObject([{ code: "golden-mismatch" }]);
    const part = [...old.keys()].find((path) => path.startsWith("silver/"))!;
    const cut = old.get(part)!.slice(0, -20);
    expect(await problemsOf(new Map([...old, [part, cut]]))).toMatchObject([
      { code: "table-damaged", path: part },
    ]);
  });

  it("finds scores that the tested windows do not give", async () => {
    const run = [...whole.keys()].find((path) => path.startsWith("records/runs/"))!;
    const text = new TextDecoder().decode(whole.get(run));
    const better = text.replace(/"evaluation":\{"accuracy":[\d.]+/, '"evaluation":{"accuracy":0.99');
    expect(better).not.toBe(text);
    const changed = new Map([...whole, [run, new TextEncoder().encode(better)]]);
    expect(await problemsOf(changed)).toMatchObject([{ code: "evaluation-mismatch", path: run }]);
  });

  it("finds a record of another shape, and a history with a gap", async () => {
    const record = "records/surveys/demo.json";
    const other = new Map([...whole, [record, new TextEncoder().encode('{"name":"demo","traces":"many"}')]]);
    expect(await problemsOf(other)).toContainEqual(
      expect.objectContaining({ code: "record-damaged", path: record }),
    );
    const first = [...whole.keys()].find((path) => path.startsWith("records/registry-events/"))!;
    const third = first.replace("1.json", "3.json");
    const event = new TextDecoder().decode(whole.get(first)).replace('"sequence":1', '"sequence":3');
    const gap = new Map([...whole, [third, new TextEncoder().encode(event)]]);
    expect(await problemsOf(gap)).toContainEqual(
      expect.objectContaining({ code: "event-missing", path: first.replace("1.json", "2.json") }),
    );
  });

  it("names what no record names, and does not call it damage", async () => {
    const strays = [
      "silver/left/demo/part-00000.parquet",
      "records/surveys/notes.txt",
      "records/ghosts/1.json",
    ];
    const files = new Map([
      ...whole,
      ...["report.html", ...strays].map((path): [string, Uint8Array<ArrayBuffer>] => [
        path,
        Uint8Array.of(1),
      ]),
    ]);
    const workspace = await openWorkspace(memoryStorage(files), { create: false, now });
    const { problems, unclaimed } = await verifyWorkspace(workspace);
    expect(problems).toEqual([]);
    expect(unclaimed.map(({ code, path }) => [code, path]).sort()).toEqual(
      strays.map((path) => ["file-unclaimed", path]).sort(),
    );
  });
});

/** A record as it was before records named the hashes of what they refer to. */
function withoutHashes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const record = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  const hashes = new Set(["bronzeSha256", "tableSha256", "files"]);
  for (const table of (record["tables"] ?? []) as { parts: { sha256?: string }[] }[])
    for (const part of table.parts) delete part.sha256;
  const older = Object.fromEntries(Object.entries(record).filter(([field]) => !hashes.has(field)));
  return new TextEncoder().encode(JSON.stringify(older));
}

describe("a workspace that moves to another machine", () => {
  it("is whole there, asks for the SEG-Y where it is, and computes nothing anew", async () => {
    const sink = new MemorySink();
    await exportArchive(memoryStorage(whole), sink, { codeVersion: "test" });
    const storage = memoryStorage();
    await importArchive(storage, memorySource("a.zip", sink.bytes()));
    const files: MemoryFiles = new Map();
    const ports = await memoryPorts(files, storage);
    expect(await verifyWorkspace(ports.workspace)).toEqual({ checked: 10, problems: [], unclaimed: [] });

    // Known answers need no file; new ones do.
    const request = { scorer: { kind: "version", version: 1 }, survey: "demo" } as const;
    const { prediction, reused } = await predictSurvey(ports, request);
    expect(reused).toBe(true);
    storage.files.delete(prediction.path);
    await expect(predictSurvey(ports, request)).rejects.toMatchObject({
      code: "file-missing",
      advice: expect.stringContaining("Ingest demo.sgy again from where it is now") as unknown,
    });

    files.set("/elsewhere/demo.sgy", survey.get("demo.sgy")!);
    const ingested = await ingestSurvey(ports, "/elsewhere/demo.sgy");
    expect(ingested).toMatchObject({ alreadyThere: true, survey: { location: "/elsewhere/demo.sgy" } });
    expect(await ports.workspace.listRecords(surveyKind)).toEqual([ingested.survey]);
    expect(await computeFeatures(ports, demoFeatures)).toMatchObject({ computed: 0, reused: 1 });
    const again = await predictSurvey(ports, request);
    expect(again).toEqual({ prediction, reused: false });
    const home = await openWorkspace(memoryStorage(whole), { create: false, now });
    expect(await readPrediction(ports.workspace, again.prediction)).toEqual(
      await readPrediction(home, prediction),
    );
  });
});
