import { beforeAll, describe, expect, it } from "vitest";
import { effectiveIntervals, labelSetKind, type LabelIntervals } from "../labels/contract.ts";
import { MemorySink } from "../segy/memory-file.fixture.ts";
import type { Workspace } from "../workspace/contract.ts";
import { agreementOfLabelSets, diffLabelSets } from "./compare-label-sets.ts";
import type { WorkspacePorts } from "./context.ts";
import { demoFiles, memoryPorts, type MemoryFiles } from "./demo-workspace.fixture.ts";
import { exportLabels } from "./export-labels.ts";
import { importLabels } from "./import-labels.ts";
import { ingestSurvey } from "./ingest-survey.ts";
import { labelFileName, type LabelExport } from "./label-export.ts";
import { readLabelSet } from "./label-draft.ts";
import { previewPointFile } from "./read-point-file.ts";
import { surveyHeaders } from "./survey-headers.ts";
import { requireSurvey } from "./survey-files.ts";
import { verifyWorkspace } from "./verify-workspace.ts";

/** Labels of the demo survey as they apply to it, with class names. */
async function labelsOf(workspace: Workspace, id: string) {
  const survey = await requireSurvey(workspace, "demo");
  const { labels } = await readLabelSet(workspace, id);
  const found = effectiveIntervals(labels, { name: "demo", ...(await surveyHeaders(workspace, survey)) });
  return rowsOf(found, (index) => labels.scheme[index]!.name);
}

const rowsOf = (intervals: LabelIntervals, nameOf: (index: number) => string) =>
  Array.from(intervals.inline, (inline, row) => ({
    inline,
    crossline: intervals.crossline[row]!,
    startMs: intervals.startMs[row]!,
    endMs: intervals.endMs[row]!,
    name: nameOf(intervals.classIndex[row]!),
  }));

/** Each labelled sample as a word: what a file keeps that holds samples, not intervals. */
const samplesOf = (rows: Awaited<ReturnType<typeof labelsOf>>): string[] =>
  rows
    .flatMap(({ inline, crossline, startMs, endMs, name }) =>
      Array.from({ length: 120 }, (_, k) => 4 * k)
        .filter((time) => startMs <= time && time < endMs)
        .map((time) => `${inline}/${crossline}/${String(time).padStart(4, "0")} ${name}`),
    )
    .sort();

describe("labels out of a workspace and in again", () => {
  let files: MemoryFiles;
  let ports: WorkspacePorts;
  let first: string;
  let original: Awaited<ReturnType<typeof labelsOf>>;

  beforeAll(async () => {
    files = await demoFiles();
    ports = await memoryPorts(files);
    await ingestSurvey(ports, "demo.sgy");
    first = (await importLabels(ports, { locations: ["demo.labels.csv"] })).labelSet.id;
    original = await labelsOf(ports.workspace, first);
  });

  async function exported(as: LabelExport, to = labelFileName("demo", as)) {
    const sink = new MemorySink();
    const written = await exportLabels(ports, { labelSet: first, survey: "demo", as }, sink);
    files.set(to, sink.bytes());
    return { written, text: new TextDecoder().decode(sink.bytes()) };
  }

  it("goes through CSV to the bit", async () => {
    const { written } = await exported({ format: "csv" }, "again.csv");
    expect(written.rows).toBe(original.length);
    const { labelSet } = await importLabels(ports, { locations: ["again.csv"] });
    expect(await labelsOf(ports.workspace, labelSet.id)).toEqual(original);
  });

  it("goes through a label volume sample by sample, with its names", async () => {
    expect((await exported({ format: "segy" }, "again.labels.sgy")).written.rows).toBe(240);
    const { labelSet } = await importLabels(ports, { locations: ["again.labels.sgy"] });
    expect(labelSet.classes).toEqual(["normal", "anomaly", "boundary"]);
    expect(samplesOf(await labelsOf(ports.workspace, labelSet.id))).toEqual(samplesOf(original));
  });

  it.each(["lines", "coordinates"] as const)(
    "goes through points by %s, one class a file",
    async (columns) => {
      for (const name of ["normal", "anomaly", "boundary"])
        await exported({ format: "points", class: name, columns }, `${name}.pts`);
      const { labelSet, left } = await importLabels(ports, {
        locations: [],
        imports: ["normal.pts", "anomaly.pts", "boundary.pts"].map((location) => ({
          kind: "points",
          location,
        })),
      });
      expect(left.map(({ undefinedRows, outsideRows }) => undefinedRows + outsideRows)).toEqual([0, 0, 0]);
      expect(labelSet.sources.map(({ kind }) => kind)).toEqual(["points", "points", "points"]);
      expect(samplesOf(await labelsOf(ports.workspace, labelSet.id))).toEqual(samplesOf(original));
    },
  );

  it.each([
    { columns: "lines" },
    { columns: "coordinates", header: false },
    { columns: "coordinates", seconds: true },
    { columns: "lines", seconds: true, header: false },
  ] as const)(
    "goes through two horizons (%o) where each trace has one interval of the class",
    async (how) => {
      const sides = [];
      for (const side of ["top", "base"] as const) {
        const as = { format: "horizon", class: "anomaly", side, ...how } as const;
        sides.push((await exported(as, `${side}.dat`)).written);
      }
      const preview = await previewPointFile(ports, "top.dat");
      expect(preview.mapping).toMatchObject({
        ...(how.columns === "lines" ? { inline: 0, crossline: 1 } : { x: 0, y: 1 }),
        z: 2,
        unit: "seconds" in how ? "s" : "ms",
      });
      const { labelSet } = await importLabels(ports, {
        locations: [],
        imports: [
          {
            kind: "zone",
            top: { location: "top.dat" },
            base: { location: "base.dat" },
            className: "anomaly",
          },
        ],
      });
      const rows = original.filter(({ name }) => name === "anomaly");
      // One interval from the top of the first to the base of the last.
      const traces = new Map<string, (typeof rows)[number]>();
      for (const row of rows) {
        const key = `${row.inline}/${row.crossline}`;
        traces.set(key, { ...row, startMs: traces.get(key)?.startMs ?? row.startMs });
      }
      expect(await labelsOf(ports.workspace, labelSet.id)).toEqual([...traces.values()]);
      expect(sides[0]!.rows).toBe(traces.size);
      expect(sides[0]!.severalIntervals).toBe(
        [...traces.keys()].filter(
          (key) => rows.filter(({ inline, crossline }) => `${inline}/${crossline}` === key).length > 1,
        ).length,
      );
    },
  );

  it("adds files to a label set: what they say counts, and the rest stays", async () => {
    files.set("fault.dat", new TextEncoder().encode("# Inl Crl Z\n103 305 200\n103 306 208\n"));
    const { labelSet } = await importLabels(ports, {
      locations: [],
      imports: [{ kind: "boundary", location: "fault.dat", className: "fault", halfWidthMs: 10 }],
      onto: first,
      author: "Ada",
      note: "the fault of inline 103",
    });
    expect(labelSet).toMatchObject({ parent: first, author: "Ada", note: "the fault of inline 103" });
    expect(labelSet.classes).toEqual(["normal", "anomaly", "boundary", "fault"]);
    expect(labelSet.sources).toMatchObject([
      { fileName: "demo.labels.csv", kind: "csv" },
      { fileName: "fault.dat", kind: "horizon", intervals: 2 },
    ]);
    const difference = await diffLabelSets(ports, first, labelSet.id);
    expect(difference.traces).toBe(2);
    const changed = difference.changes;
    expect(changed.every(({ to }) => to === "fault")).toBe(true);
    expect(changed.reduce((sum, { totalMs }) => sum + totalMs, 0)).toBeCloseTo(40, 3);
    // Samples at 192, 196, … 208 and 200, … 216 (exclusive ends at 210 and 218).
    const agreement = await agreementOfLabelSets(ports, first, labelSet.id);
    expect(agreement.samples - agreement.perClass.reduce((sum, { inBoth }) => sum + inBoth, 0)).toBe(10);
    expect(agreement.perLine.filter(({ kappa }) => kappa !== 1).map(({ inline }) => inline)).toEqual([103]);
    expect(agreement.kappa).toBeLessThan(1);
    expect(agreement.kappa).toBeGreaterThan(0.9);
  });

  it("says where a class or a survey has nothing to write, and where files are of nothing here", async () => {
    const fails = (code: string): Error => expect.objectContaining({ code }) as Error;
    await expect(exported({ format: "points", class: "salt", columns: "lines" })).rejects.toThrow(
      fails("label-class-unknown"),
    );
    files.set("far.pts", new TextEncoder().encode("1 1 100\n"));
    await expect(
      importLabels(ports, {
        locations: [],
        imports: [
          {
            kind: "points",
            location: "far.pts",
            mapping: { inline: 0, crossline: 1, z: 2, unit: "ms", upward: false, undefinedValues: [] },
          },
        ],
      }),
    ).rejects.toThrow(fails("labels-match-nothing"));
    await expect(
      importLabels(ports, { locations: [], imports: [{ kind: "points", location: "far.pts" }] }),
    ).rejects.toThrow(fails("label-points-outside"));
    files.set("broken.dat", new TextEncoder().encode("103 305 200\n103 306 x\n"));
    await expect(
      importLabels(ports, {
        locations: [],
        imports: [{ kind: "boundary", location: "broken.dat", className: "b", halfWidthMs: 4 }],
      }),
    ).rejects.toThrow(
      expect.objectContaining({
        code: "label-points-row-invalid",
        place: { file: "broken.dat", line: 2 },
      }) as Error,
    );
  });

  it("leaves a workspace that is whole", async () => {
    const { problems, unclaimed } = await verifyWorkspace(ports.workspace);
    expect({ problems, unclaimed }).toEqual({ problems: [], unclaimed: [] });
    expect((await ports.workspace.listRecords(labelSetKind)).length).toBeGreaterThan(4);
  });
});
