import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { SqlDatabase } from "../adapters/browser/duckdb-contract.ts";
import { openNodeDuckDb } from "../adapters/browser/duckdb-node.fixture.ts";
import { featureSetKind } from "../pipeline/features/contract.ts";
import { labelSetKind } from "../pipeline/labels/contract.ts";
import type { WorkspacePorts } from "../pipeline/steps/context.ts";
import { ingestSurvey } from "../pipeline/steps/ingest-survey.ts";
import { computeFeatures } from "../pipeline/steps/compute-features.ts";
import { demoFeatures, demoFiles, memoryPorts, trainDemo } from "../pipeline/steps/demo-workspace.fixture.ts";
import { surveyKind } from "../pipeline/survey-record.ts";
import { decodeParquet } from "../pipeline/workspace/contract.ts";
import { TablesFace } from "./tables-face.ts";
import { labelledParts } from "./tables-labelled-parts.ts";
import { TablesService } from "./tables-service.ts";

describe("the tables of a workspace", () => {
  let house: WorkspacePorts;
  let opened = 0;
  const databases: Promise<SqlDatabase>[] = [];
  afterEach(async () => {
    for (const opening of databases.splice(0))
      await opening.then((database) => database.close()).catch(() => undefined);
  });
  const serviceOf = (limits?: { mostRows: number }, database: () => Promise<SqlDatabase> = openNodeDuckDb) =>
    new TablesService(
      {
        workspace: async () => house.workspace,
        database: () => {
          opened++;
          const opening = database();
          databases.push(opening);
          return opening;
        },
        nowMs: () => performance.now(),
      },
      limits,
    );
  const one = async (service: TablesService, sql: string): Promise<unknown> =>
    (await service.query(sql)).rows[0]?.[0];

  beforeAll(async () => {
    house = await memoryPorts(await demoFiles());
    await trainDemo(house);
  });

  it("lists what can be asked without starting the engine, as the engine then has it", async () => {
    opened = 0;
    const service = serviceOf();
    const tables = await service.tables();
    expect(opened).toBe(0);
    expect(tables.map(({ name }) => name)).toEqual(["traces", "features", "labels", "tested"]);
    for (const { name, rows, columns, every } of tables) {
      expect(every).toBe(1);
      expect(await one(service, `SELECT count(*) FROM ${name}`)).toBe(rows);
      const asked = await service.query(`SELECT * FROM ${name} LIMIT 1`);
      expect(asked.columns).toEqual(columns.map((column) => ({ name: column.name, type: column.type })));
    }
    expect(opened).toBe(1);
  });

  it("has the trace headers of a survey, of which it reads the columns that are named", async () => {
    const service = new TablesService({
      workspace: async () => house.workspace,
      openSource: (location) => house.openSource(location),
      database: () => {
        const opening = openNodeDuckDb();
        databases.push(opening);
        return opening;
      },
      nowMs: () => performance.now(),
    });
    const scope = { headersOf: "demo" };
    const [survey] = await house.workspace.listRecords(surveyKind);
    const [headers] = await service.tables(scope);
    expect(headers).toMatchObject({ name: "headers", rows: survey!.traces });
    expect(headers!.columns).toHaveLength(92);
    const counted = await service.query("SELECT count(*), min(INLINE_3D * 1) FROM headers", scope);
    expect(counted.rows).toEqual([[survey!.traces, survey!.inlines.min]]);
    // Bronze holds the same numbers, read another way.
    const differing =
      "headers h JOIN traces t USING (trace_index) WHERE INLINE_3D <> t.inline OR abs(h.CDP_X / 10 - t.cdp_x) > 0.01";
    expect((await service.query(`SELECT count(*) FROM ${differing}`, scope)).rows).toEqual([[0]]);
    const described = await service.query("SELECT * FROM headers WHERE trace_index = 3", scope);
    expect(described.columns.map(({ name }) => name)).toEqual(headers!.columns.map(({ name }) => name));
    const saved = await service.save("SELECT INLINE_3D, 'a' AS t, NULL AS n FROM headers", "parquet", scope);
    const table = await decodeParquet(new Uint8Array(await saved.blob.arrayBuffer()));
    expect([saved.rows, table.rows, table.columns.map(({ type }) => type)]).toEqual([
      ...[survey!.traces, survey!.traces],
      ["int32", "string", "double"],
    ]);
    await expect(service.query("SELECT * FROM headers")).rejects.toMatchObject({ code: "sql-failed" });
    await expect(service.query("SELECT * FROM headers", { headersOf: "x" })).rejects.toMatchObject({
      code: "survey-unknown",
    });
  });

  it("gives each window the class that training sees, and NULL without one", async () => {
    const service = serviceOf();
    const [featureSet] = await house.workspace.listRecords(featureSetKind);
    const [labelSet] = await house.workspace.listRecords(labelSetKind);
    const counts = new Map<string | null, number>();
    for await (const { labels } of labelledParts(house.workspace, featureSet!, labelSet))
      for (const label of labels) {
        const name = labelSet!.classes[label] ?? null;
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    expect(counts.size).toBeGreaterThan(2);
    const { rows } = await service.query("SELECT class, count(*) FROM features GROUP BY class");
    expect(new Map(rows.map(([name, count]) => [name, count]))).toEqual(counts);
    // The test windows of the model carry the same classes.
    expect(
      await one(
        service,
        `SELECT count(*) FROM tested t JOIN features f USING (survey, trace_index, start_sample) WHERE t.truth = f.class`,
      ),
    ).toBe(await one(service, "SELECT count(*) FROM tested"));
  });

  it("thins large tables evenly and says so", async () => {
    const service = serviceOf({ mostRows: 100 });
    const traces = (await service.tables()).find(({ name }) => name === "traces")!;
    expect([traces.rows, traces.every]).toEqual([240, 3]);
    const result = await service.query("SELECT trace_index FROM traces ORDER BY trace_index");
    expect(result.rows.flat()).toEqual(Array.from({ length: 80 }, (_, i) => 3 * i));
    expect(result.thinned).toEqual([{ table: "traces", every: 3 }]);
  });

  it("loads a table once, and again when its records have changed", async () => {
    const service = serviceOf();
    const first = await one(service, "SELECT count(*) FROM features");
    const later = { ...house, now: () => "2026-01-02T00:00:00.000Z" };
    await computeFeatures(later, { ...demoFeatures, every: 2 });
    expect(await one(service, "SELECT count(*) FROM features")).toBe(Number(first) / 2);
    await house.workspace.removeRecord(featureSetKind, (await newestFeatureSet(house)).id);
    expect(await one(service, "SELECT count(*) FROM features")).toBe(first);
  });

  it("forgets what was deleted or read anew, and answers neither by itself nor to a view", async () => {
    const own = await memoryPorts(await demoFiles());
    await ingestSurvey(own, "demo.sgy");
    const service = new TablesService({
      workspace: async () => own.workspace,
      database: () => {
        const opening = openNodeDuckDb();
        databases.push(opening);
        return opening;
      },
      nowMs: () => performance.now(),
    });
    const loudest = "SELECT max(rms) FROM traces";
    const before = await one(service, loudest);
    await service.query("CREATE VIEW mine AS SELECT * FROM traces");
    expect(await one(service, "SELECT max(rms) FROM mine")).toBe(before);
    await ingestSurvey(own, "demo.sgy", { formatCode: 5 });
    await expect(service.query("SELECT max(rms) FROM mine")).rejects.toMatchObject({ code: "sql-failed" });
    expect(await one(service, loudest)).not.toBe(before);
    await own.workspace.removeRecord(surveyKind, "demo");
    await expect(service.query(loudest)).rejects.toMatchObject({ code: "sql-failed" });
    expect((await service.query("SHOW TABLES")).rows).toEqual([["mine"]]);
  });

  it("breaks off counting when the labels change", async () => {
    const service = serviceOf();
    const [labelSet] = await house.workspace.listRecords(labelSetKind);
    const earlier = service.histograms();
    earlier.catch(() => undefined);
    // Let it begin; it then waits for the first part.
    await service.tables();
    await house.workspace.putRecord(labelSetKind, {
      ...labelSet!,
      id: "newer",
      createdAt: "2026-03-01T00:00:00.000Z",
    });
    const later = service.histograms();
    await expect(earlier).rejects.toMatchObject({ name: "AbortError" });
    expect((await later).histograms).toHaveLength(8);
    await house.workspace.removeRecord(labelSetKind, "newer");
  });

  it("tells failures as data, a missing engine too, and tries again after it", async () => {
    let broken = true;
    const service = serviceOf(undefined, () =>
      broken ? Promise.reject(new Error("no such file")) : openNodeDuckDb(),
    );
    const face = new TablesFace(service);
    expect(await face.query("SELECT 1")).toMatchObject({ ok: false, fault: { code: "internal-error" } });
    broken = false;
    expect(await face.query("SELECT 1")).toMatchObject({ ok: true, value: { rows: [[1]] } });
    expect(await face.query(" ")).toMatchObject({ ok: false, fault: { code: "sql-empty" } });
    expect(await face.query("SELECT nothing FROM traces")).toMatchObject({
      ok: false,
      fault: { code: "sql-failed", kind: "input" },
    });
    expect(await face.histograms({ bins: 0 })).toMatchObject({
      ok: false,
      fault: { code: "bins-out-of-range" },
    });
  });

  it("answers the newer of two queries and tells the older one that it was cancelled", async () => {
    const service = serviceOf();
    const older = service.query("SELECT count(*) FROM traces");
    const newer = service.query("SELECT 2");
    await expect(older).rejects.toMatchObject({ name: "AbortError" });
    expect((await newer).rows).toEqual([[2]]);
  });

  it("draws histograms that hold every window, as SQL counts them", async () => {
    const service = serviceOf();
    const { classes, rows, nonFinite, histograms } = await service.histograms({ bins: 20 });
    expect(histograms.map(({ feature }) => feature)).toHaveLength(8);
    expect(nonFinite).toBe(0);
    for (const { counts, below, above, edges, feature } of histograms) {
      expect(Array.from(edges).every((edge, i) => i === 0 || edge > edges[i - 1]!)).toBe(true);
      counts.forEach((bins, c) => {
        expect(bins.reduce((a, b) => a + b, 0) + below[c]! + above[c]!).toBe(rows[c]);
      });
      const outside = [...below, ...above].reduce((a, b) => a + b, 0);
      const all = rows.reduce((a, b) => a + b, 0);
      expect(outside / all, feature).toBeLessThan(0.03);
    }
    const rms = histograms.find(({ feature }) => feature === "rms")!;
    const c = classes.findIndex((name, i) => name !== null && rms.counts[i]![7]! > 0);
    expect(
      await one(
        service,
        `SELECT count(*) FROM features WHERE class = '${classes[c]!}'
         AND floor((rms::DOUBLE - ${rms.edges[0]!}) * ${20 / (rms.edges[20]! - rms.edges[0]!)}) = 7`,
      ),
    ).toBe(rms.counts[c]![7]);
    const crossings = histograms.find(({ feature }) => feature === "zero_crossings")!;
    expect([...crossings.edges].every((edge) => Math.abs(edge % 1) === 0.5)).toBe(true);
    // Frequencies come in steps of 1 / 128 ms: no bin between them stays empty for want of a value that could be in it.
    const frequency = histograms.find(({ feature }) => feature === "dominant_frequency")!;
    expect(frequency.edges[1]! - frequency.edges[0]!).toBeCloseTo(7.8125, 9);
    expect((frequency.edges[0]! / 7.8125) % 1).toBeCloseTo(0.5, 9);
  });

  it("says so where nothing has been computed", async () => {
    const empty = await memoryPorts(new Map());
    const service = new TablesService({
      workspace: async () => empty.workspace,
      database: openNodeDuckDb,
      nowMs: () => 0,
    });
    expect(await service.tables()).toEqual([]);
    await expect(service.histograms()).rejects.toMatchObject({ code: "no-features" });
  });
});

async function newestFeatureSet(house: WorkspacePorts): Promise<{ readonly id: string }> {
  const sets = await house.workspace.listRecords(featureSetKind);
  return sets.find(({ every }) => every === 2)!;
}
