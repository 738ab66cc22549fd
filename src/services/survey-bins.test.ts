import { beforeAll, describe, expect, it } from "vitest";
import { featureSetKind, featureTableFromColumns } from "../pipeline/features/contract.ts";
import { featureNames } from "../pipeline/features/feature-names.ts";
import { labelSetKind } from "../pipeline/labels/contract.ts";
import { parseModelParameters } from "../pipeline/models/contract.ts";
import { openSegy } from "../pipeline/segy/contract.ts";
import { runKind } from "../pipeline/registry/contract.ts";
import { classColour } from "../pipeline/reports/class-colours.ts";
import type { WorkspacePorts } from "../pipeline/steps/context.ts";
import {
  demoFiles,
  memoryPorts,
  trainDemo,
  type MemoryFiles,
} from "../pipeline/steps/demo-workspace.fixture.ts";
import { readFeaturePart } from "../pipeline/steps/feature-parts.ts";
import { predictSurvey } from "../pipeline/steps/predict-survey.ts";
import { readPrediction, type PredictionRecord } from "../pipeline/steps/prediction-record.ts";
import { trainModel } from "../pipeline/steps/train-model.ts";
import type { BinColouring, BinsPixels, ValueColouring } from "./bins-contract.ts";
import { noValueColour } from "./bin-colours.ts";
import { SectionService } from "./section-service.ts";

const [inlines, crosslines, samples, intervalMs] = [10, 24, 120, 4];
const traceBytes = 240 + 4 * samples;
/** Empty, of two traces, of a dead trace, of a trace without coordinates: `[inline, crossline]`. */
const odd = { empty: [103, 305], twice: [104, 310], dead: [105, 311], unplaced: [106, 312] } as const;

/** The demo survey with a hole, a duplicate at its end, a dead trace and one at 0, 0. */
async function oddFiles(): Promise<MemoryFiles> {
  const files = await demoFiles();
  const whole = files.get("demo.sgy")!;
  const traces = Array.from({ length: inlines * crosslines }, (_, i) =>
    whole.slice(3600 + i * traceBytes, 3600 + (i + 1) * traceBytes),
  );
  const at = ([inline, crossline]: readonly [number, number]): number =>
    (inline - 100) * crosslines + crossline - 300;
  traces[at(odd.dead)]!.fill(0, 240);
  traces[at(odd.unplaced)]!.fill(0, 180, 188);
  traces[at(odd.unplaced)]!.fill(0, 72, 80);
  const kept = traces.filter((_, i) => i !== at(odd.empty));
  const twin = traces[at(odd.twice)]!.slice();
  // Another number in a field that is looked at: the field record, bytes 9 to 12.
  new DataView(twin.buffer).setInt32(8, 900);
  const bytes = new Uint8Array(3600 + (kept.length + 1) * traceBytes);
  bytes.set(whole.subarray(0, 3600));
  [...kept, twin].forEach((trace, i) => {
    bytes.set(trace, 3600 + i * traceBytes);
  });
  // Some traces lose a third of their labels.
  const table = new TextDecoder().decode(files.get("demo.labels.csv")).split("\n");
  const labelled = table.filter((line, i) => {
    const [inline, crossline] = line.split(",").map(Number);
    return !(i > 0 && i % 3 === 0 && inline! >= 104 && crossline! < 308);
  });
  return new Map([
    ...files,
    ["demo.sgy", bytes],
    ["demo.labels.csv", new TextEncoder().encode(labelled.join("\n"))],
  ]);
}

type Numbers = Map<string, number>;
const keyOf = (inline: number, crossline: number): string => `${inline} ${crossline}`;

/** Means by bin, the plain way. */
function meansOf(rows: Iterable<readonly [inline: number, crossline: number, value: number]>): Numbers {
  const all = new Map<string, number[]>();
  for (const [inline, crossline, value] of rows) {
    if (!Number.isFinite(value)) continue;
    const key = keyOf(inline, crossline);
    all.set(key, [...(all.get(key) ?? []), value]);
  }
  return new Map([...all].map(([key, own]) => [key, own.reduce((sum, v) => sum + v, 0) / own.length]));
}

/** The commonest class of each bin, the plain way; the first of equally common ones. */
function commonestOf(rows: Iterable<readonly [number, number, number]>): Numbers {
  const all = new Map<string, number[]>();
  for (const [inline, crossline, index] of rows) {
    if (index < 0) continue;
    const counts = all.get(keyOf(inline, crossline)) ?? [];
    counts[index] = (counts[index] ?? 0) + 1;
    all.set(keyOf(inline, crossline), counts);
  }
  return new Map(
    [...all].map(([key, counts]) => {
      const filled = Array.from(counts, (count: number | undefined) => count ?? 0);
      return [key, filled.indexOf(Math.max(...filled))];
    }),
  );
}

describe("bins coloured by values", () => {
  let house: WorkspacePorts;
  let service: SectionService;
  let featureSetId: string;
  let labelSetId: string;
  let prediction: PredictionRecord;

  beforeAll(async () => {
    house = await memoryPorts(await oddFiles());
    const { version } = await trainDemo(house);
    featureSetId = (await house.workspace.listRecords(featureSetKind))[0]!.id;
    labelSetId = (await house.workspace.listRecords(labelSetKind))[0]!.id;
    ({ prediction } = await predictSurvey(house, {
      scorer: { kind: "version", version: version.version },
      survey: "demo",
    }));
    service = new SectionService({
      workspace: async () => house.workspace,
      openSource: (location) => house.openSource(location),
    });
  });

  /** What the service says of every bin: numbers as they are, classes by their place in the legend. */
  async function valuesBy(colouring: ValueColouring): Promise<Numbers> {
    const { classes } = await service.colourBins("demo", colouring);
    const values: Numbers = new Map();
    for (let inline = 100; inline < 100 + inlines; inline++)
      for (let crossline = 300; crossline < 300 + crosslines; crossline++) {
        const { value } = await service.bin("demo", inline, crossline, colouring);
        if (value === undefined) continue;
        values.set(
          keyOf(inline, crossline),
          typeof value.value === "number"
            ? value.value
            : classes!.findIndex(({ name }) => name === value.value),
        );
      }
    return values;
  }

  function expectSame(found: Numbers, expected: Numbers): void {
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [key, value] of expected) expect(found.get(key), key).toBeCloseTo(value, 4);
  }

  async function* featureRows(feature: (typeof featureNames)[number], from = -Infinity, to = Infinity) {
    const featureSet = await house.workspace.getRecord(featureSetKind, featureSetId);
    const [entry] = featureSet!.tables;
    for (let part = 0; part < entry!.parts.length; part++) {
      const table = featureTableFromColumns(await readFeaturePart(house.workspace, entry!, part));
      for (let row = 0; row < table.rows; row++) {
        const middle = table.startMs[row]! + table.lengthMs / 2;
        if (middle < from || middle >= to) continue;
        const value = table.features.data[row * featureNames.length + featureNames.indexOf(feature)]!;
        yield [table.inline[row]!, table.crossline[row]!, value] as const;
      }
    }
  }
  const taken = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
    const all: T[] = [];
    for await (const row of rows) all.push(row);
    return all;
  };

  it("by a feature: means over the windows, of the whole trace or of a range", async () => {
    for (const feature of ["rms", "zero_crossings", "dominant_frequency"] as const) {
      const found = await valuesBy({ kind: "feature", featureSetId, feature });
      const expected = meansOf(await taken(featureRows(feature)));
      expect(expected.size).toBe(inlines * crosslines - 1);
      expectSame(found, expected);
    }
    const range = { from: 128, to: 320 };
    const found = await valuesBy({ kind: "feature", featureSetId, feature: "rms", range });
    expectSame(found, meansOf(await taken(featureRows("rms", 128, 320))));
    const legend = await service.colourBins("demo", { kind: "feature", featureSetId, feature: "rms", range });
    expect(legend).toMatchObject({
      title: "mean rms of the windows, 128 to 320 ms",
      unit: "amplitude",
      none: 0,
      empty: 1,
    });
    const sorted = [...found.values()].sort((a, b) => a - b);
    const { least, most, low, high } = legend.scale!;
    expect([least, most]).toEqual([sorted[0], sorted.at(-1)]);
    expect(sorted.filter((value) => value < low || value > high).length).toBe(
      2 * Math.round(0.02 * (sorted.length - 1)),
    );
    const nowhere = { from: 9000, to: 9001 };
    expect(
      await service.colourBins("demo", { kind: "feature", featureSetId, feature: "rms", range: nowhere }),
    ).toMatchObject({ none: inlines * crosslines - 1 });
  });

  it("by a trace header as it lies in the file", async () => {
    const bytes = await viewOf(house, "demo.sgy");
    const rows = Array.from({ length: inlines * crosslines }, (_, i) => {
      const at = 3600 + i * traceBytes;
      return [bytes.getInt32(at + 188), bytes.getInt32(at + 192), bytes.getInt32(at + 8)] as const;
    });
    const segy = await openSegy(await house.openSource("demo.sgy"));
    const field = (await segy.headerFields()).find(({ byte }) => byte === 9)!.name;
    const found = await valuesBy({ kind: "header", field });
    expectSame(found, meansOf(rows));
    // The bin of two traces has the mean of both.
    const [own] = rows.filter(([inline, crossline]) => inline === odd.twice[0] && crossline === odd.twice[1]);
    expect(found.get(keyOf(...odd.twice))).toBe((own![2] + 900) / 2);
    await expect(service.colourBins("demo", { kind: "header", field: "no_field" })).rejects.toMatchObject({
      code: "header-field-unknown",
    });
  });

  it("by what ingest found of the traces", async () => {
    const raised = async (measure: "dead" | "no-coordinates" | "non-finite"): Promise<string[]> =>
      [...(await valuesBy({ kind: "quality", measure }))]
        .filter(([, flag]) => flag === 1)
        .map(([key]) => key);
    expect(await raised("dead")).toEqual([keyOf(...odd.dead)]);
    expect(await raised("no-coordinates")).toEqual([keyOf(...odd.unplaced)]);
    expect(await raised("non-finite")).toEqual([]);
    const rms = await valuesBy({ kind: "quality", measure: "rms" });
    expect(rms.get(keyOf(...odd.dead))).toBe(0);
    const view = await service.open("demo", { axis: "inline", number: 102 });
    const column = 7;
    const trace = await service.trace(view.key, column);
    expect(rms.get(keyOf(102, trace.crossline))).toBeCloseTo(
      Math.sqrt(trace.samples.reduce((sum, value) => sum + value * value, 0) / samples),
      3,
    );
    const mutes = await valuesBy({ kind: "quality", measure: "mute-start" });
    expect(new Set(mutes.values())).toEqual(new Set([0]));
  });

  it("by labels: the share that has one, and the class of most samples", async () => {
    const table = new TextDecoder().decode(await viewOf(house, "demo.labels.csv"));
    const [heading, ...lines] = table.trim().split(/\r?\n/);
    const columns = heading!.split(",");
    const cells = lines.map((line) => {
      const values = line.split(",");
      return (name: string): string => values[columns.indexOf(name)]!;
    });
    const { classes } = (await house.workspace.getRecord(labelSetKind, labelSetId))!;
    const samplesBy = (from: number, to: number): [number, number, number][] =>
      cells.flatMap((cell) =>
        Array.from({ length: samples }, (_, k) => k * intervalMs)
          .filter(
            (ms) => ms >= from && ms < to && ms >= Number(cell("start_ms")) && ms < Number(cell("end_ms")),
          )
          .map((): [number, number, number] => [
            Number(cell("inline")),
            Number(cell("crossline")),
            classes.indexOf(cell("class")),
          ]),
      );
    for (const range of [undefined, { from: 100, to: 222 }]) {
      const { from, to } = range ?? { from: 0, to: samples * intervalMs };
      const labelled = samplesBy(from, to);
      const counted = new Map<string, number>();
      for (const [inline, crossline] of labelled)
        counted.set(keyOf(inline, crossline), (counted.get(keyOf(inline, crossline)) ?? 0) + 1);
      const inRange = Math.ceil(to / intervalMs) - Math.ceil(from / intervalMs);
      const shares = new Map([...counted].map(([key, count]) => [key, (100 * count) / inRange]));
      // What has no label is covered by 0 %; what has no trace is not there.
      const { inline, crossline } = await positionsOf(house);
      inline.forEach((own, i) => {
        const key = keyOf(own, crossline[i]!);
        if (!shares.has(key)) shares.set(key, 0);
      });
      expect(new Set(shares.values()).size).toBeGreaterThan(2);
      const hole = keyOf(...odd.empty);
      shares.delete(hole);
      expectSame(await valuesBy({ kind: "coverage", labelSetId, ...(range ? { range } : {}) }), shares);
      const commonest = commonestOf(labelled);
      commonest.delete(hole);
      expectSame(await valuesBy({ kind: "label", labelSetId, ...(range ? { range } : {}) }), commonest);
    }
  });

  it("by a prediction: the class of most windows, and the mean confidence", async () => {
    const said = await readPrediction(house.workspace, prediction);
    const rows = (from: number, to: number): number[] =>
      [...said.classIndex.keys()].filter((row) => {
        const middle = (said.startMs[row]! + said.endMs[row]!) / 2;
        return said.classIndex[row]! >= 0 && middle >= from && middle < to;
      });
    for (const range of [undefined, { from: 200, to: 300 }]) {
      const own = rows(range?.from ?? -Infinity, range?.to ?? Infinity);
      const asked = { predictionId: prediction.id, ...(range ? { range } : {}) };
      expectSame(
        await valuesBy({ kind: "prediction", ...asked }),
        commonestOf(own.map((row) => [said.inline[row]!, said.crossline[row]!, said.classIndex[row]!])),
      );
      expectSame(
        await valuesBy({ kind: "confidence", ...asked }),
        meansOf(
          own.map((row) => [
            said.inline[row]!,
            said.crossline[row]!,
            said.probabilities.data[row * said.probabilities.columns + said.classIndex[row]!]!,
          ]),
        ),
      );
    }
    // The dead trace has features, all of them 0: only windows that hold NaN are not scored.
    const { classes } = await service.colourBins("demo", {
      kind: "prediction",
      predictionId: prediction.id,
      coloursOf: labelSetId,
    });
    const scheme = (await house.workspace.getRecord(labelSetKind, labelSetId))!.classes;
    expect(classes!.map(({ name, colour }) => [name, colour])).toEqual(
      said.classes.map((name) => [name, `rgb(${classColour(scheme.indexOf(name)).join(" ")})`]),
    );
  });

  it("by the split of a training: its lines, and the buffer at their crossings", async () => {
    const { run } = await trainModel(house, {
      specification: parseModelParameters("boosting", { iterations: "2", minSamplesLeaf: "5" }),
      split: {
        kind: "lines",
        train: ["inline-100", "inline-101"],
        test: ["crossline-315"],
        bufferTraces: 2,
      },
      withTime: false,
      withoutClasses: [],
      classWeight: "none",
      seed: 1,
    });
    const found = await valuesBy({ kind: "split", runId: run.id });
    const expected: Numbers = new Map();
    for (let inline = 100; inline < 100 + inlines; inline++)
      for (let crossline = 300; crossline < 300 + crosslines; crossline++) {
        const away = Math.abs(crossline - 315);
        const part = away === 0 ? 2 : inline > 101 ? undefined : away <= 2 ? 3 : 0;
        if (part !== undefined) expected.set(keyOf(inline, crossline), part);
      }
    expectSame(found, expected);
    expect((await service.colourBins("demo", { kind: "split", runId: run.id })).classes).toMatchObject([
      { name: "train", bins: 2 * (crosslines - 5) },
      { name: "validation", bins: 0 },
      { name: "test", bins: inlines },
      { name: "buffer", bins: 8 },
    ]);
    // A run whose rows cannot be had again says so, and shows nothing.
    const record = (await house.workspace.getRecord(runKind, run.id))!;
    await house.workspace.putRecord(runKind, {
      ...record,
      id: "other",
      examples: { ...record.examples, train: 1 },
    });
    await expect(service.colourBins("demo", { kind: "split", runId: "other" })).rejects.toMatchObject({
      code: "split-not-repeatable",
    });
  });

  it("breaks off what is under way when something else is asked for", async () => {
    const slow = service.colourBins("demo", { kind: "coverage", labelSetId, range: { from: 0, to: 77 } });
    const next = service.colourBins("demo", { kind: "quality", measure: "mute-end" });
    await expect(slow).rejects.toMatchObject({ name: "AbortError" });
    expect((await next).title).toBe("mute at the end of the traces");
    let stopped: Promise<unknown> | undefined;
    await new Promise<void>((begun) => {
      stopped = service.colourBins(
        "demo",
        { kind: "coverage", labelSetId, range: { from: 0, to: 99 } },
        () => {
          begun();
        },
      );
      stopped.catch(() => undefined);
    });
    service.cancelColouring();
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
  });

  const pixelOf = ({ data, width, row, column, stride }: BinsPixels, inline: number, crossline: number) => {
    const at = 4 * (((inline - 100 - row) / stride) * width + (crossline - 300 - column) / stride);
    return [...data.subarray(at, at + 4)];
  };

  it("paints a bin in the colour of its value, and none where there is no trace", async () => {
    const colouring: BinColouring = { kind: "quality", measure: "rms" };
    const window = { row: 3, rowEnd: 7, column: 4, columnEnd: 14 };
    const scale = { low: 0, high: 1 };
    const picture = await service.paintBins("demo", { colouring, window, scale });
    expect([picture.width, picture.height]).toEqual([10, 4]);
    // The ends of viridis: a dead trace has no energy, all others more than 1.
    expect(pixelOf(picture, ...odd.dead)).toEqual([68, 1, 84, 255]);
    expect(pixelOf(picture, 104, 306)).toEqual([253, 231, 37, 255]);
    expect(pixelOf(picture, ...odd.empty)).toEqual([0, 0, 0, 0]);
    const nowhere = { from: 9000, to: 9001 };
    const none = await service.paintBins("demo", {
      colouring: { kind: "prediction", predictionId: prediction.id, range: nowhere },
    });
    expect(pixelOf(none, 104, 306)).toEqual([...noValueColour, 71]);
    expect(pixelOf(none, ...odd.empty)).toEqual([0, 0, 0, 0]);
  });

  it("finds the bins in a polygon, their traces and lines", async () => {
    // Both middles and corners: columns 2 to 11, rows 1 to 6, cut by a slanted edge.
    const polygon = [
      [2, 1],
      [12, 1],
      [12, 7],
      [4.3, 6.2],
    ] as const;
    const isInside = (x: number, y: number): boolean => {
      let turns = 0;
      for (let i = 0; i < polygon.length; i++) {
        const [[ax, ay], [bx, by]] = [polygon[i]!, polygon[(i + 1) % polygon.length]!];
        turns += Math.atan2(
          (ax - x) * (by - y) - (ay - y) * (bx - x),
          (ax - x) * (bx - x) + (ay - y) * (by - y),
        );
      }
      return Math.abs(turns) > Math.PI;
    };
    const found = await service.binsWithin("demo", polygon);
    const expected = [];
    for (let row = 0; row < inlines; row++)
      for (let column = 0; column < crosslines; column++)
        if (isInside(column + 0.5, row + 0.5)) expected.push(keyOf(100 + row, 300 + column));
    expect(expected.length).toBeGreaterThan(30);
    expect([found.bins, found.empty]).toEqual([expected.length, 1]);
    const { inline, crossline } = await positionsOf(house);
    const bins = Array.from(found.traceIndex, (trace) => keyOf(inline[trace]!, crossline[trace]!));
    // The duplicated bin has a second trace, at the end of the file.
    expect(bins.sort()).toEqual(
      [...expected.filter((key) => key !== keyOf(...odd.empty)), keyOf(...odd.twice)].sort(),
    );
    const lines = await service.placesOfTraces("demo", found.traceIndex);
    expect(lines.bins).toBe(expected.length - 1);
    expect(lines.inlines.find(({ number }) => number === 104)!.traces).toBe(
      bins.filter((key) => key.startsWith("104 ")).length,
    );
    expect(lines.crosslines.map(({ number }) => number)).toEqual(
      [...new Set(expected.map((key) => Number(key.split(" ")[1])))].sort((a, b) => a - b),
    );
    const picture = await service.paintSelectedBins("demo", found.traceIndex, [1, 2, 3]);
    const shown = expected.filter((key) => {
      const [own, other] = key.split(" ").map(Number);
      return pixelOf(picture, own!, other!)[3]! > 0;
    });
    expect(shown.length).toBe(expected.length - 1);
    expect(pixelOf(picture, 100, 300)).toEqual([0, 0, 0, 0]);
  });

  it("outlines what is selected along the edges of its bins", async () => {
    // Bins (102, 303), (102, 304) and (103, 303): an L of six corners.
    const { inline, crossline } = await positionsOf(house);
    const own = [...inline.keys()].filter((i) =>
      ["102 303", "102 304", "103 303"].includes(keyOf(inline[i]!, crossline[i]!)),
    );
    const { edges } = await service.paintSelectedBins("demo", Int32Array.from(own), [0, 0, 0]);
    const pieces = Array.from({ length: edges.length / 4 }, (_, i) =>
      [...edges.subarray(4 * i, 4 * i + 4)].join(),
    );
    expect(pieces.sort()).toEqual(["3,2,3,4", "3,2,5,2", "3,4,4,4", "4,3,4,4", "4,3,5,3", "5,2,5,3"]);
  });

  it("writes the bins that are seen, with values and where they come from", async () => {
    const window = { row: 3, rowEnd: 5, column: 4, columnEnd: 14 };
    const colouring: BinColouring = { kind: "feature", featureSetId, feature: "rms" };
    const text = (await service.binsCsv("demo", { colouring, window }, ["demo.sgy, sha256 0"])).join("");
    const [heading, ...lines] = text.trim().split("\r\n");
    expect(heading).toBe("inline,crossline,x,y,traces,mean rms of the windows (amplitude),taken from");
    expect(lines.at(-1)).toBe('"# demo.sgy, sha256 0"');
    expect(lines).toHaveLength(2 * 10 - 1 + 1);
    const expected = meansOf(await taken(featureRows("rms")));
    for (const line of lines.slice(0, -1)) {
      const [inline, crossline, x, , traces, value] = line.split(",").map(Number);
      expect(value).toBeCloseTo(expected.get(keyOf(inline!, crossline!))!, 2);
      expect(x).toBeGreaterThan(0);
      expect(traces).toBe(keyOf(inline!, crossline!) === keyOf(...odd.twice) ? 2 : 1);
    }
    const occupancy = await service.binsCsv("demo", { colouring: { kind: "traces" }, window }, []);
    expect(occupancy.join("")).toContain("103,305,,,0\r\n");
  });
});

async function viewOf(house: WorkspacePorts, location: string): Promise<DataView> {
  const source = await house.openSource(location);
  return new DataView((await source.read(0, source.sizeBytes)).slice().buffer);
}

async function positionsOf(house: WorkspacePorts): Promise<{ inline: number[]; crossline: number[] }> {
  const view = await viewOf(house, "demo.sgy");
  const traces = (view.byteLength - 3600) / traceBytes;
  const field = (byte: number): number[] =>
    Array.from({ length: traces }, (_, i) => view.getInt32(3600 + i * traceBytes + byte - 1));
  return { inline: field(189), crossline: field(193) };
}
