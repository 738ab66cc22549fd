import { beforeAll, describe, expect, it } from "vitest";
import { describeWithData, f3 } from "../../e2e/support/peers.ts";
import { openFileSource } from "../adapters/node/file-byte-source.ts";
import { demoDefaults, writeDemoSurvey } from "../pipeline/demo/contract.ts";
import { memorySource, MemorySink } from "../pipeline/segy/memory-file.fixture.ts";
import { openSegy } from "../pipeline/segy/contract.ts";
import type { OpenedSource } from "../pipeline/steps/context.ts";
import { importLabels } from "../pipeline/steps/import-labels.ts";
import { ingestSurvey } from "../pipeline/steps/ingest-survey.ts";
import { openWorkspace, type Workspace } from "../pipeline/workspace/contract.ts";
import { memoryStorage } from "../pipeline/workspace/memory-storage.fixture.ts";
import { usualClip } from "./section-contract.ts";
import { SectionService } from "./section-service.ts";

/** Files in memory by name, with a count of the bytes that were read. */
class MemoryFiles {
  readonly files = new Map<string, { readonly bytes: Uint8Array; modifiedMs: number }>();
  bytesRead = 0;

  readonly openSource = async (location: string): Promise<OpenedSource> => {
    const file = this.files.get(location);
    if (!file) return openFileSource(location);
    const source = memorySource(location, file.bytes);
    return {
      ...source,
      modifiedMs: file.modifiedMs,
      read: (offset, length) => {
        this.bytesRead += length;
        return source.read(offset, length);
      },
      close: async () => undefined,
    };
  };
}

async function house(): Promise<{ files: MemoryFiles; workspace: Workspace; service: SectionService }> {
  const files = new MemoryFiles();
  const now = () => "2026-01-01T00:00:00.000Z";
  const workspace = await openWorkspace(memoryStorage(), { create: true, now });
  return {
    files,
    workspace,
    service: new SectionService({ workspace: async () => workspace, openSource: files.openSource }),
  };
}

const stepPorts = ({ files, workspace }: Awaited<ReturnType<typeof house>>) => ({
  workspace,
  openSource: files.openSource,
  now: () => "2026-01-01T00:00:00.000Z",
  elapsedSeconds: () => 0,
  codeVersion: "test",
  networkTrainer: () => Promise.reject(new Error("not needed")),
});

describe("sections of a generated volume", () => {
  const options = { ...demoDefaults, seed: 5, inlines: 12, crosslines: 30, samples: 80 };
  let home: Awaited<ReturnType<typeof house>>;
  let labelSetId: string;

  beforeAll(async () => {
    home = await house();
    const [survey, labels, labelTable] = [new MemorySink(), new MemorySink(), new MemorySink()];
    await writeDemoSurvey(options, { survey, labels, labelTable });
    home.files.files.set("demo.sgy", { bytes: survey.bytes(), modifiedMs: 1 });
    home.files.files.set("demo.labels.sgy", { bytes: labels.bytes(), modifiedMs: 1 });
    await ingestSurvey(stepPorts(home), "demo.sgy");
    const imported = await importLabels(
      stepPorts(home),
      { locations: ["demo.labels.sgy"] },
      { classNames: ["normal", "anomaly", "boundary"] },
    );
    labelSetId = imported.labelSet.id;
  });

  it("opens an inline as the file holds it, and the nearest one where there is none of that number", async () => {
    const view = await home.service.open("demo", { axis: "inline", number: 104 });
    expect(view).toMatchObject({
      title: "Inline 104",
      axis: "crossline",
      traces: 30,
      samples: 80,
      stride: 1,
      first: 0,
      lineTraces: 30,
      intervalMs: 4,
      delayMs: 0,
    });
    expect([...view.traceIndex.subarray(0, 3)]).toEqual([120, 121, 122]);
    expect(new Set(view.inline)).toEqual(new Set([104]));
    expect([view.crossline[0], view.crossline[29]]).toEqual([300, 329]);
    const far = await home.service.open("demo", { axis: "inline", number: 9999 });
    expect(far.line).toEqual({ axis: "inline", number: 111 });
  });

  it("opens a crossline across the file: one trace of each inline", async () => {
    const view = await home.service.open("demo", { axis: "crossline", number: 310 });
    expect(view).toMatchObject({ axis: "inline", traces: 12, title: "Crossline 310" });
    expect([...view.traceIndex]).toEqual(Array.from({ length: 12 }, (_, i) => 10 + 30 * i));
    const segy = await openSegy(await home.files.openSource("demo.sgy"));
    const { samples } = await home.service.trace(view.key, 7);
    expect([...samples]).toEqual([...(await segy.readSamples(220, 1)).data]);
  });

  it("opens a part of a line by itself", async () => {
    const view = await home.service.open(
      "demo",
      { axis: "inline", number: 103 },
      { range: { first: 10, end: 14 } },
    );
    expect(view).toMatchObject({ first: 10, traces: 4, lineTraces: 30 });
    expect([...view.crossline]).toEqual([310, 311, 312, 313]);
  });

  it("breaks off a reading when its viewer asks for another section", async () => {
    const slow = home.service.open("demo", { axis: "inline", number: 101 }, { viewer: "v" });
    const next = home.service.open("demo", { axis: "inline", number: 102 }, { viewer: "v" });
    await expect(slow).rejects.toMatchObject({ name: "AbortError" });
    expect((await next).title).toBe("Inline 102");
  });

  it("reads a first look without the rest of the file", async () => {
    home.files.bytesRead = 0;
    const { section, truncated, layout } = await home.service.peek("demo.sgy");
    expect(section).toMatchObject({ title: "Inline 100", traces: 30, axis: "crossline" });
    expect({ truncated, traces: layout.traces }).toEqual({ truncated: false, traces: 360 });
    const bytesPerTrace = 240 + 4 * 80;
    // Headers of the first traces once more than the section itself, and the file's own headers.
    expect(home.files.bytesRead).toBeLessThan((360 + 30) * bytesPerTrace + 3600 + 2 * 3840);
    const opened = await home.service.open("demo", { axis: "inline", number: 100 });
    expect((await home.service.trace(section.key, 3)).samples).toEqual(
      (await home.service.trace(opened.key, 3)).samples,
    );
  });

  it("shares of a label overlay are the label volume's own", async () => {
    const view = await home.service.open("demo", { axis: "inline", number: 104 });
    const overlay = await home.service.overlay(view.key, { kind: "labels", labelSetId });
    const labels = await openSegy(await home.files.openSource("demo.labels.sgy"));
    const { data } = await labels.readSamples(120, 30);
    expect(overlay.legend.map(({ name, share }) => ({ name, share }))).toEqual(
      ["normal", "anomaly", "boundary"].map((name, index) => ({
        name,
        share: data.filter((value) => value === index).length / data.length,
      })),
    );
    expect(overlay.covered).toBe(1);
    // Pixel (row 50, column 7) has the colour of the class at that sample.
    const probe = await home.service.probe(view.key, 7, 50, { labelSetId });
    expect(probe.label).toBe(["normal", "anomaly", "boundary"][data[7 * 80 + 50]!]);
    const pixel = [...overlay.data.subarray((50 * 30 + 7) * 4, (50 * 30 + 7) * 4 + 3)];
    const { colour } = overlay.legend.find(({ name }) => name === probe.label)!;
    expect(`rgb(${pixel.join(" ")})`).toBe(colour);
  });

  it("outlines the volume, and tells lines from coordinates", async () => {
    const [outline] = await home.service.lineGeometry();
    expect(outline).toMatchObject({ survey: "demo", kind: "volume", hasCoordinates: true });
    const corner = outline!.inline.findIndex(
      (inline, point) => inline === 111 && outline!.crossline[point] === 329,
    );
    expect(corner).toBeGreaterThanOrEqual(0);
    const [a, b, c, d, e, f] = outline!.linesFromXY!;
    const [x, y] = [outline!.x[corner]!, outline!.y[corner]!];
    expect(a! + b! * x + c! * y).toBeCloseTo(111, 1);
    expect(d! + e! * x + f! * y).toBeCloseTo(329, 1);
  });

  it("maps bins: what each holds, and how far its coordinates are from the fit", async () => {
    const { service } = home;
    const view = await service.bins("demo");
    expect(view).toMatchObject({
      rows: 12,
      columns: 30,
      geometry: { bins: { present: 360, missing: 0 }, findings: [], sorting: { name: "inline" } },
    });
    // Tenths of a metre are stored: no place is further off than half the diagonal of that.
    expect(view.geometry.fit!.largest.distance).toBeLessThan(0.08);
    expect(view.geometry.fit!.inlineVector!.length).toBeCloseTo(25, 1);
    const { data, width, height, stride } = await service.paintBins("demo", {
      colouring: { kind: "traces" },
    });
    expect({ width, height, stride }).toEqual({ width: 30, height: 12, stride: 1 });
    expect(new Set(new Uint32Array(data.buffer)).size).toBe(1);
    const window = { row: 2, rowEnd: 4, column: 5, columnEnd: 9 };
    const residuals = await service.paintBins("demo", { colouring: { kind: "residual" }, window });
    expect(residuals).toMatchObject({ width: 4, height: 2, row: 2, column: 5 });
    const facts = await service.bin("demo", 104, 310);
    expect(facts).toMatchObject({ traces: 1, first: { trace: 4 * 30 + 10 } });
    expect(facts.residual).toBeLessThanOrEqual(view.geometry.fit!.largest.distance);
    expect(await service.bin("demo", 104, 9999)).toEqual({ traces: 0 });
    await expect(service.bins("nothing")).rejects.toMatchObject({ code: "survey-unknown" });
  });

  it("hashes a moved file once and then trusts it while its date stays", async () => {
    const file = home.files.files.get("demo.sgy")!;
    file.modifiedMs = 2;
    home.files.bytesRead = 0;
    await home.service.open("demo", { axis: "inline", number: 106 });
    expect(home.files.bytesRead).toBeGreaterThan(file.bytes.length);
    home.files.bytesRead = 0;
    await home.service.open("demo", { axis: "inline", number: 107 });
    expect(home.files.bytesRead).toBeLessThan(file.bytes.length / 4);
    const other = Uint8Array.from(file.bytes);
    other[file.bytes.length - 1]! ^= 1;
    home.files.files.set("demo.sgy", { bytes: other, modifiedMs: 3 });
    await expect(home.service.open("demo", { axis: "inline", number: 108 })).rejects.toMatchObject({
      code: "survey-file-changed",
    });
    home.files.files.set("demo.sgy", file);
  });

  it("shows a survey that was read anew as it is read now", async () => {
    const before = await home.service.open("demo", { axis: "inline", number: 104 });
    const { data } = await (
      await openSegy(await home.files.openSource("demo.sgy"), { reading: { formatCode: 5, delayMs: 100 } })
    ).readSamples(120, 1);
    await ingestSurvey(stepPorts(home), "demo.sgy", { formatCode: 5, delayMs: 100 });
    const after = await home.service.open("demo", { axis: "inline", number: 104 });
    expect([before.delayMs, after.delayMs]).toEqual([0, 100]);
    expect((await home.service.trace(after.key, 0)).samples).toEqual(data);
    await ingestSurvey(stepPorts(home), "demo.sgy", {});
  });

  describe("in a memory that holds two sections", () => {
    const line = (number: number) => ({ axis: "inline", number }) as const;
    const look = { palette: "grey", clip: { low: -1, high: 1 } } as const;
    const bytesOf = 30 * 80 * 4;
    const tight = () =>
      new SectionService(
        { workspace: async () => home.workspace, openSource: home.files.openSource },
        { mostHeldBytes: 2.5 * bytesOf },
      );
    const readFor = async (work: Promise<unknown>): Promise<number> => {
      home.files.bytesRead = 0;
      await work;
      return home.files.bytesRead;
    };

    it("counts classes once they are made", async () => {
      const service = tight();
      const [first, second] = [await service.open("demo", line(101)), await service.open("demo", line(102))];
      expect(await readFor(service.paint(first.key, look))).toBe(0);
      await service.overlay(second.key, { kind: "labels", labelSetId });
      await service.overlay(second.key, { kind: "labels", labelSetId });
      // Two bytes a sample more: 2.5 sections, just within.
      expect(await readFor(service.paint(first.key, look))).toBe(0);
      service.close("main");
      await service.overlay(first.key, { kind: "labels", labelSetId });
      expect(await readFor(service.paint(second.key, look))).toBeGreaterThan(0);
    });

    it("keeps what viewers show, and gives it up when they close", async () => {
      const service = tight();
      const shown = [];
      for (const number of [101, 102, 103, 104])
        shown.push(await service.open("demo", line(number), { viewer: `viewer ${number}` }));
      for (const { key } of shown) expect(await readFor(service.paint(key, look))).toBe(0);
      service.close("viewer 101");
      service.close("viewer 102");
      await service.open("demo", line(105), { viewer: "viewer 105" });
      expect(await readFor(service.paint(shown[2]!.key, look))).toBe(0);
      expect(await readFor(service.paint(shown[0]!.key, look))).toBeGreaterThan(0);
    });

    it("says so when a first look cannot be had again because its file has changed", async () => {
      const service = tight();
      const { section } = await service.peek("demo.sgy", {}, { viewer: "look" });
      service.close("look");
      for (const number of [101, 102, 103]) await service.open("demo", line(number));
      const file = home.files.files.get("demo.sgy")!;
      home.files.files.set("demo.sgy", { ...file, modifiedMs: 77 });
      await expect(service.paint(section.key, look)).rejects.toMatchObject({ code: "section-unknown" });
      home.files.files.set("demo.sgy", file);
      expect((await service.paint(section.key, look)).width).toBe(30);
    });
  });

  it("says what is not there", async () => {
    await expect(home.service.open("nothing")).rejects.toMatchObject({ code: "survey-unknown" });
    await expect(home.service.paint("nothing", { palette: "grey", clip: usualClip })).rejects.toMatchObject({
      code: "section-unknown",
    });
    const view = await home.service.open("demo");
    await expect(home.service.overlay(view.key, { kind: "labels", labelSetId: "no" })).rejects.toMatchObject({
      code: "label-set-unknown",
    });
    await expect(
      home.service.overlay(view.key, { kind: "prediction", predictionId: "no" }),
    ).rejects.toMatchObject({ code: "prediction-unknown" });
  });
});

describeWithData("sections of F3", () => {
  it("looks at a line file at once, with its dead traces and its numbers", async () => {
    const { service } = await house();
    const { section, truncated, warnings } = await service.peek(f3("f3-crossline-322.sgy"));
    expect(section).toMatchObject({
      title: "Crossline 322",
      axis: "inline",
      traces: 651,
      samples: 462,
      delayMs: 4,
    });
    expect({ truncated, warnings }).toEqual({ truncated: false, warnings: [] });
    expect([section.inline[0], section.inline[650]]).toEqual([100, 750]);
    expect([49, 50]).toContain(section.deadTraces.length);
    const { data, width, height } = await service.paint(section.key, {
      palette: "grey",
      clip: usualClip,
    });
    expect({ width, height }).toEqual({ width: 651, height: 462 });
    const dead = section.deadTraces[0]!;
    // Amplitude 0 is the middle of the palette.
    expect([...data.subarray((100 * 651 + dead) * 4, (100 * 651 + dead) * 4 + 4)]).toEqual([
      128, 128, 128, 255,
    ]);
  });

  it("lays a line's facies over it", async () => {
    const home = await house();
    await ingestSurvey(stepPorts(home), f3("f3-inline-128.sgy"));
    const { labelSet } = await importLabels(stepPorts(home), { locations: [f3("f3-inline-128.facies.sgy")] });
    const view = await home.service.open("f3-inline-128");
    expect(view).toMatchObject({ title: "f3-inline-128", axis: "crossline", traces: 951 });
    expect(view.cdpX[0]).toBeGreaterThan(600_000);
    const { legend } = await home.service.overlay(view.key, { kind: "labels", labelSetId: labelSet.id });
    expect(legend).toHaveLength(10);
    expect(legend.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    const [outline] = await home.service.lineGeometry();
    expect(outline).toMatchObject({ kind: "line", hasCoordinates: true });
    expect([outline!.crossline[0], outline!.crossline.at(-1)]).toEqual([300, 1250]);
  });
});
