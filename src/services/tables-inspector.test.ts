import { beforeAll, describe, expect, it } from "vitest";
import { featureSetKind } from "../pipeline/features/contract.ts";
import { featureNames } from "../pipeline/features/feature-names.ts";
import { labelSetKind } from "../pipeline/labels/contract.ts";
import type { WorkspacePorts } from "../pipeline/steps/context.ts";
import { demoFiles, memoryPorts, trainDemo } from "../pipeline/steps/demo-workspace.fixture.ts";
import { predictSurvey } from "../pipeline/steps/predict-survey.ts";
import { readPrediction } from "../pipeline/steps/prediction-record.ts";
import type { LassoRequest } from "./points-contract.ts";
import { TablesInspector } from "./tables-inspector.ts";
import { labelledParts } from "./tables-labelled-parts.ts";

const all = { most: 100_000, seed: 7 };

/** The whole table in plain lists, another way than what is tested reads it. */
interface PlainRow {
  readonly traceIndex: number;
  readonly inline: number;
  readonly startSample: number;
  readonly startMs: number;
  readonly label: number;
  readonly features: readonly number[];
}

describe("windows one by one", () => {
  let house: WorkspacePorts;
  let rows: PlainRow[];
  let classes: readonly string[];
  let lengthMs: number;

  beforeAll(async () => {
    house = await memoryPorts(await demoFiles());
    await trainDemo(house);
    const [featureSet] = await house.workspace.listRecords(featureSetKind);
    const [labelSet] = await house.workspace.listRecords(labelSetKind);
    classes = labelSet!.classes;
    lengthMs = (featureSet!.window.lengthSamples * featureSet!.window.intervalMicroseconds) / 1000;
    rows = [];
    for await (const { table, labels } of labelledParts(house.workspace, featureSet!, labelSet))
      for (let row = 0; row < table.rows; row++)
        rows.push({
          traceIndex: table.traceIndex[row]!,
          inline: table.inline[row]!,
          startSample: table.startSample[row]!,
          startMs: table.startMs[row]!,
          label: labels[row]!,
          features: [...table.features.data.subarray(row * 8, row * 8 + 8)],
        });
  });
  const inspector = (): TablesInspector => new TablesInspector({ workspace: async () => house.workspace });
  const finite = (): PlainRow[] => rows.filter(({ features }) => features.every(Number.isFinite));

  it("draws every window of a small table, in its order", async () => {
    const points = await inspector().points(all);
    const expected = finite();
    expect([points.windows, points.nonFinite, points.rows]).toEqual([
      rows.length,
      rows.length - expected.length,
      expected.length,
    ]);
    expect([...points.traceIndex]).toEqual(expected.map(({ traceIndex }) => traceIndex));
    expect([...points.startSample]).toEqual(expected.map(({ startSample }) => startSample));
    expect([...points.label]).toEqual(expected.map(({ label }) => label));
    const width = points.columns.length;
    expected.forEach(({ features }, row) => {
      expect([...points.values.subarray(row * width, row * width + 8)]).toEqual(features);
    });
    expect(points.columns.slice(0, 8).map(({ name }) => name)).toEqual([...featureNames]);
    const rms = expected.map(({ features }) => features[4]!);
    const facts = points.columns[4]!;
    const [least, most] = [Math.min(...rms), Math.max(...rms)];
    expect(facts.whole[0]).toBeCloseTo(least - 0.04 * (most - least), 3);
    expect(facts.whole[1]).toBeCloseTo(most + 0.04 * (most - least), 3);
    // A line for each inline of the volume.
    expect(new Set(points.lines.map(({ name }) => name)).size).toBe(
      new Set(rows.map(({ inline }) => inline)).size,
    );
    expect(points.lines[points.line[5]!]).toEqual({
      name: `demo · inline ${expected[5]!.inline}`,
      survey: "demo",
      line: { axis: "inline", number: expected[5]!.inline },
    });
  });

  it("has principal components of standardised features: uncorrelated, in the order of what they explain", async () => {
    const points = await inspector().points(all);
    const { explainedVarianceRatio } = points.components;
    const count = explainedVarianceRatio.length;
    const width = points.columns.length;
    expect(width).toBe(8 + count);
    expect([...explainedVarianceRatio]).toEqual([...explainedVarianceRatio].sort((a, b) => b - a));
    expect(explainedVarianceRatio.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    const moment = (a: number, b: number): number => {
      let sum = 0;
      for (let row = 0; row < points.rows; row++)
        sum += points.values[row * width + 8 + a]! * points.values[row * width + 8 + b]!;
      return sum / points.rows;
    };
    for (let a = 0; a < count; a++)
      for (let b = a; b < count; b++)
        // Scores have mean 0, and the variance of eight standardised features is 8 in all.
        expect(Math.abs(moment(a, b) - (a === b ? 8 * explainedVarianceRatio[a]! : 0))).toBeLessThan(2e-4);
  });

  it("draws so many at random where there are more, the same again with one seed", async () => {
    const most = 100;
    const one = await inspector().points({ most, seed: 7 });
    const again = await inspector().points({ most, seed: 7 });
    const other = await inspector().points({ most, seed: 8 });
    const keysOf = ({ traceIndex, startSample }: typeof one): string[] =>
      Array.from(traceIndex, (trace, row) => `${trace} ${startSample[row]}`);
    expect(one.rows).toBe(most);
    expect(new Set(keysOf(one)).size).toBe(most);
    expect(keysOf(again)).toEqual(keysOf(one));
    expect(keysOf(other)).not.toEqual(keysOf(one));
    // The components are of all windows, whichever are drawn.
    expect(other.components).toEqual(one.components);
    await expect(inspector().points({ most: 0, seed: 1 })).rejects.toMatchObject({
      code: "points-out-of-range",
    });
  });

  const rmsMean: Pick<LassoRequest, "x" | "y"> = { x: "rms", y: "mean" };
  const boxOf = (x0: number, x1: number, y0: number, y1: number) => ({
    cornersX: Float64Array.of(x0, x1, x1, x0),
    cornersY: Float64Array.of(y0, y0, y1, y1),
  });

  it("counts what a lasso encloses over the whole table, by class and by line", async () => {
    const windows = finite();
    const quantile = (column: number, share: number): number =>
      windows.map(({ features }) => features[column]!).sort((a, b) => a - b)[
        Math.floor(share * windows.length)
      ]!;
    const [x0, x1, y0, y1] = [quantile(4, 0.3), quantile(4, 0.9), quantile(0, 0.2), quantile(0, 0.8)];
    const isIn = ({ features }: PlainRow): boolean =>
      features[4]! >= x0 && features[4]! < x1 && features[0]! >= y0 && features[0]! < y1;
    const inside = windows.filter(isIn);
    expect(inside.length).toBeGreaterThan(50);
    const service = inspector();
    // Few are drawn: the count is of the table all the same.
    await service.points({ most: 20, seed: 7 });
    const found = await service.inside({
      ...rmsMean,
      ...boxOf(x0, x1, y0, y1),
      without: [],
      most: 100_000,
      seed: 7,
    });
    expect(found.inside).toBe(inside.length);
    expect([...found.traceIndex]).toEqual(inside.map(({ traceIndex }) => traceIndex));
    expect([...found.startMs]).toEqual(inside.map(({ startMs }) => startMs));
    const countBy = (list: readonly PlainRow[], label: number): number =>
      list.filter((row) => row.label === label).length;
    classes.forEach((_, label) => {
      expect(found.insideByClass[label]).toBe(countBy(inside, label));
      expect(found.allByClass[label]).toBe(countBy(rows, label));
    });
    found.lines.forEach(({ line }, index) => {
      expect(found.insideByLine[index]).toBe(inside.filter(({ inline }) => inline === line!.number).length);
      expect(found.allByLine[index]).toBe(rows.filter(({ inline }) => inline === line!.number).length);
    });
    const rms = inside.map(({ features }) => features[4]!).sort((a, b) => a - b);
    const middle = (rms.length - 1) / 2;
    expect(found.summaries[4]!.median).toBeCloseTo(
      (rms[Math.floor(middle)]! + rms[Math.ceil(middle)]!) / 2,
      3,
    );

    // Without a class, and no more than so many of them one by one.
    const [first] = [inside[0]!.label];
    const without = await service.inside({
      ...rmsMean,
      ...boxOf(x0, x1, y0, y1),
      without: [first],
      most: 10,
      seed: 7,
    });
    expect([without.inside, without.rows]).toEqual([inside.length - countBy(inside, first), 10]);
  });

  it("counts inside a lasso around principal components the points that are drawn inside", async () => {
    const service = inspector();
    const points = await service.points(all);
    const width = points.columns.length;
    let drawnInside = 0;
    for (let row = 0; row < points.rows; row++) {
      const [a, b] = [points.values[row * width + 8]!, points.values[row * width + 9]!];
      if (a > -0.5 && a < 2 && b > -1 && b < 0.75) drawnInside++;
    }
    expect(drawnInside).toBeGreaterThan(50);
    const request = {
      x: "pc1",
      y: "pc2",
      ...boxOf(-0.5, 2, -1, 0.75),
      without: [],
      most: 1,
      seed: 7,
    } as const;
    expect((await service.inside(request)).inside).toBe(drawnInside);
    // Also where the points were not asked for before.
    expect((await inspector().inside(request)).inside).toBe(drawnInside);
    await expect(inspector().inside({ ...request, cornersX: Float64Array.of(1) })).rejects.toMatchObject({
      code: "lasso-out-of-range",
    });
  });

  it("counts the windows of traces that were selected on another page", async () => {
    const traces = [...new Set(rows.map(({ traceIndex }) => traceIndex))].filter((_, i) => i % 7 === 3);
    const inside = finite().filter(({ traceIndex }) => traces.includes(traceIndex));
    expect(inside.length).toBeGreaterThan(20);
    const part = { survey: "demo", traceIndex: Int32Array.from(traces) };
    const found = await inspector().selected({ parts: [part], most: 100_000, seed: 7 });
    expect(found.inside).toBe(inside.length);
    expect([...found.startSample]).toEqual(inside.map(({ startSample }) => startSample));
    expect(found.insideByClass.reduce((sum, n) => sum + n, 0)).toBe(inside.length);
    const elsewhere = { parts: [{ ...part, survey: "another" }], most: 1, seed: 7 };
    expect((await inspector().selected(elsewhere)).inside).toBe(0);
  });

  it("says where a window's features stand among all and among its class", async () => {
    const windows = finite();
    const own = windows[Math.floor(windows.length / 3)]!;
    const found = await inspector().window({
      survey: "demo",
      traceIndex: own.traceIndex,
      atMs: own.startMs + lengthMs / 2 + 1,
    });
    expect([found.traceIndex, found.inline, found.startMs, found.endMs, found.label]).toEqual([
      own.traceIndex,
      own.inline,
      own.startMs,
      own.startMs + lengthMs,
      classes[own.label],
    ]);
    const percentile = (among: readonly PlainRow[], column: number): number => {
      const value = own.features[column]!;
      const smaller = among.filter(({ features }) => features[column]! < value).length;
      const same = among.filter(({ features }) => features[column] === value).length;
      return (100 * (smaller + 0.5 * same)) / among.length;
    };
    const ofClass = windows.filter(({ label }) => label === own.label);
    expect([found.windows, found.windowsOfClass]).toEqual([windows.length, ofClass.length]);
    found.features.forEach((feature, column) => {
      expect(feature.value).toBe(own.features[column]);
      expect(feature.percentile).toBeCloseTo(percentile(windows, column), 9);
      expect(feature.percentileInClass).toBeCloseTo(percentile(ofClass, column), 9);
    });
    await expect(inspector().window({ survey: "demo", traceIndex: 1e6, atMs: 0 })).rejects.toMatchObject({
      code: "window-unknown",
    });
  });

  it("knows what a model said of each drawn window", async () => {
    const { prediction } = await predictSurvey(house, {
      scorer: { kind: "version", version: 1 },
      survey: "demo",
    });
    const said = await readPrediction(house.workspace, prediction);
    const answers = new Map(
      Array.from(said.traceIndex, (trace, row) => [
        `${trace} ${said.startSample[row]}`,
        said.classes[said.classIndex[row]!],
      ]),
    );
    const service = inspector();
    const points = await service.points(all);
    const { predicted, classes: names } = await service.predictions(all, prediction.scorerLabel);
    expect(predicted.length).toBe(points.rows);
    predicted.forEach((index, row) => {
      expect(names[index]).toBe(answers.get(`${points.traceIndex[row]} ${points.startSample[row]}`));
    });
    expect(new Set(predicted).size).toBeGreaterThan(1);
    const nobody = await service.predictions(all, "somebody else");
    expect(nobody.predicted.every((index) => index === -1)).toBe(true);
  });

  it("breaks off a lasso when another one is drawn", async () => {
    const service = inspector();
    const request = { ...rmsMean, ...boxOf(0, 1, 0, 1), without: [], most: 1, seed: 7 };
    const first = service.inside(request);
    const second = service.inside(request);
    await expect(first).rejects.toMatchObject({ name: "AbortError" });
    await second;
  });
});
