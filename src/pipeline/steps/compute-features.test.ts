import { beforeAll, describe, expect, it } from "vitest";
import { featureSetKind, featureTableFromColumns, type FeatureSetRecord } from "../features/contract.ts";
import { labelExamples, LabelIndex, labelsFromTable } from "../labels/contract.ts";
import { resolveLine } from "../lines.ts";
import { surveyKind } from "../survey-record.ts";
import {
  sha256Hex,
  type ColumnTable,
  type TableColumn,
  type Workspace,
  type WorkspaceStorage,
} from "../workspace/contract.ts";
import { memoryStorage } from "../workspace/memory-storage.fixture.ts";
import { computeFeatures } from "./compute-features.ts";
import type { StepProgress } from "./context.ts";
import { demoFiles, memoryPorts, type MemoryFiles } from "./demo-workspace.fixture.ts";
import { forEachFeaturePart } from "./feature-parts.ts";
import type { FeatureRequest } from "./feature-request.ts";
import { importLabels } from "./import-labels.ts";
import { ingestSurvey } from "./ingest-survey.ts";
import { loadExamples } from "./load-examples.ts";

/** 2,400 traces of 117 windows: three parts. */
const size = { inlines: 20, crosslines: 120, samples: 120 };
const request: FeatureRequest = {
  window: { extent: "window", lengthMs: 16, stepMs: 4 },
  every: 1,
  fit: ["inline-104"],
};
let files: MemoryFiles;
beforeAll(async () => {
  files = await demoFiles(size);
});

/** Notes what is written. */
function watched(storage = memoryStorage()) {
  const written: string[] = [];
  const watching: WorkspaceStorage = {
    ...storage,
    write: (path, bytes) => {
      written.push(path);
      return storage.write(path, bytes);
    },
  };
  return { storage: watching, files: storage.files, written };
}

const silver = (paths: Iterable<string>): string[] => [...paths].filter((path) => path.startsWith("silver/"));

async function whole(workspace: Workspace, featureSet: FeatureSetRecord): Promise<ColumnTable> {
  const parts: ColumnTable[] = [];
  const firstRows: number[] = [];
  await forEachFeaturePart(workspace, featureSet.tables[0]!, undefined, (table, part, firstRow) => {
    expect(part).toBe(parts.length);
    parts.push(table);
    firstRows.push(firstRow);
  });
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  expect(firstRows).toEqual(parts.map((_, i) => parts.slice(0, i).reduce((sum, part) => sum + part.rows, 0)));
  const columns = parts[0]!.columns.map(({ name, type }, c) => {
    const values = parts.flatMap((part) => Array.from<number | string | boolean>(part.columns[c]!.values));
    const typed = {
      int32: () => Int32Array.from(values as number[]),
      float: () => Float32Array.from(values as number[]),
      double: () => Float64Array.from(values as number[]),
      string: () => values,
      boolean: () => values,
    }[type]();
    return { name, type, values: typed } as TableColumn;
  });
  return { rows, columns, metadata: parts[0]!.metadata };
}

describe("features in parts", () => {
  it("have whole traces, no more than 100 000 rows each, and follow the file", async () => {
    const { storage, written } = watched();
    const ports = await memoryPorts(files, storage);
    await ingestSurvey(ports, "demo.sgy");
    const { featureSet, computed, reused } = await computeFeatures(ports, request);
    expect([computed, reused]).toEqual([1, 0]);
    const [table] = featureSet.tables;
    expect(table!.rows).toBe(2400 * 117);
    expect(table!.parts.map(({ rows }) => rows)).toEqual([854 * 117, 854 * 117, 692 * 117]);
    expect(table!.parts.map(({ path }) => path.replace(/^silver\/[0-9a-f]{16}\//, ""))).toEqual([
      "demo/part-00000.parquet",
      "demo/part-00001.parquet",
      "demo/part-00002.parquet",
    ]);
    expect(silver(written)).toEqual(table!.parts.map(({ path }) => path));
    const all = featureTableFromColumns(await whole(ports.workspace, featureSet));
    expect(all.traceIndex.every((trace, row) => trace === Math.floor(row / 117))).toBe(true);
    expect(all.startSample.every((start, row) => start === row % 117)).toBe(true);
  });

  it("go on within a file where a cancelled job stopped, and end as an undisturbed one", async () => {
    const undisturbed = watched();
    const first = await memoryPorts(files, undisturbed.storage);
    await ingestSurvey(first, "demo.sgy");
    const expected = await computeFeatures(first, request);

    const kept = memoryStorage();
    const cancelled = watched(kept);
    const cancel = new AbortController();
    const ports = await memoryPorts(files, cancelled.storage, {
      signal: cancel.signal,
      onProgress: ({ step, done }) => {
        if (step === "features" && done > 854 * 117) cancel.abort();
      },
    });
    await ingestSurvey(ports, "demo.sgy");
    await expect(computeFeatures(ports, request)).rejects.toThrow("aborted");
    expect(silver(cancelled.written)).toHaveLength(2);
    expect(await ports.workspace.listRecords(featureSetKind)).toEqual([]);

    const resumed = watched(kept);
    const told: StepProgress[] = [];
    const again = await memoryPorts(files, resumed.storage, { onProgress: (state) => told.push(state) });
    const { featureSet } = await computeFeatures(again, request);
    expect(silver(resumed.written)).toEqual([featureSet.tables[0]!.parts[2]!.path]);
    expect(told.map(({ done }) => done)).toEqual([2 * 854 * 117, 2400 * 117]);
    expect(featureSet).toEqual(expected.featureSet);
    expect(silver(kept.files.keys()).sort()).toEqual(silver(undisturbed.files.keys()).sort());
    for (const path of silver(kept.files.keys()))
      expect(await sha256Hex(kept.files.get(path)!)).toBe(await sha256Hex(undisturbed.files.get(path)!));
  });

  it("are taken as they are without the SEG-Y where all are there", async () => {
    const own = new Map(files);
    const ports = await memoryPorts(own);
    await ingestSurvey(ports, "demo.sgy");
    const { featureSet } = await computeFeatures(ports, request);
    own.clear();
    expect(await computeFeatures(ports, request)).toEqual({ featureSet, computed: 0, reused: 1 });
  });

  it("give the examples and labels that one table in one file gave", async () => {
    const ports = await memoryPorts(new Map(files));
    const { workspace } = ports;
    await ingestSurvey(ports, "demo.sgy");
    const { featureSet } = await computeFeatures(ports, { ...request, fit: [] });
    const all = await whole(workspace, featureSet);

    // Two label files that disagree: the first labels more traces of the first part, the second more of the whole file.
    const csv = (inlines: readonly number[], name: string): Uint8Array<ArrayBuffer> => {
      const rows = inlines.flatMap((inline) =>
        Array.from({ length: 120 }, (_, i) => `${inline},${300 + i},0,300,${name}`),
      );
      return new TextEncoder().encode(`inline,crossline,start_ms,end_ms,class\n${rows.join("\n")}\n`);
    };
    const labelFiles = new Map(files);
    labelFiles.set("one.csv", csv([100, 101, 102, 103, 104], "one"));
    labelFiles.set("two.csv", csv([104, 112, 113, 114, 115, 116, 117, 118], "two"));
    const labelling = { ...(await memoryPorts(labelFiles)), workspace };
    const { labelSet } = await importLabels(labelling, { locations: ["one.csv", "two.csv"] });
    const index = new LabelIndex(labelsFromTable(await workspace.getTable(labelSet.path)), labelSet.classes);
    const table = featureTableFromColumns(all);
    const labels = labelExamples(index, { ...table, surveyName: "demo" }, featureSet.window);

    const surveys = await workspace.listRecords(surveyKind);
    const lines = ["inline-104", "inline-116"].map((text) => resolveLine(text, surveys));
    const examples = await loadExamples(workspace, featureSet, labelSet, lines);
    const expected = Array.from({ length: table.rows }, (_, row) => row).filter(
      (row) => [104, 116].includes(table.inline[row]!) && labels[row]! >= 0,
    );
    expect(examples.rows).toBe(expected.length);
    expect([...examples.traceIndex]).toEqual(expected.map((row) => table.traceIndex[row]));
    expect([...examples.startSample]).toEqual(expected.map((row) => table.startSample[row]));
    expect([...examples.labels]).toEqual(expected.map((row) => labels[row]));
    expect(new Set(examples.labels.subarray(0, 100))).toEqual(new Set([labelSet.classes.indexOf("two")]));
    expect([...examples.eight.data]).toEqual(
      expected.flatMap((row) => [...table.features.data.subarray(row * 8, (row + 1) * 8)]),
    );
    expect(examples.dropped.unlabelled).toBe(2 * 120 * 117 - expected.length);

    // A record of an older version names one file a survey.
    const path = "silver/old/demo.parquet";
    await workspace.putTable(path, all);
    const [{ parts, ...entry }] = featureSet.tables as [FeatureSetRecord["tables"][number]];
    expect(parts).toHaveLength(3);
    const older = featureSetKind.schema.parse({ ...featureSet, tables: [{ ...entry, path }] });
    expect(older.tables).toEqual([{ ...entry, parts: [{ path, rows: entry.rows }] }]);
    expect(await loadExamples(workspace, older, labelSet, lines)).toEqual(examples);
  });

  it("are refused where a part holds other rows than were written", async () => {
    const ports = await memoryPorts(files);
    await ingestSurvey(ports, "demo.sgy");
    const { featureSet } = await computeFeatures(ports, { ...request, fit: [] });
    const [first, second] = featureSet.tables[0]!.parts;
    const last = featureSet.tables[0]!.parts[2]!;
    await ports.workspace.putFile(second!.path, (await ports.workspace.getFile(last.path))!);
    expect(first!.rows).toBe(second!.rows);
    await expect(
      forEachFeaturePart(ports.workspace, featureSet.tables[0]!, ["inline"], () => undefined),
    ).rejects.toMatchObject({ code: "table-damaged", place: { file: second!.path } });
  });
});
