import { describe, expect, it } from "vitest";
import type { LineSelection } from "../lines.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { ExamplePositions, LineRoles } from "./contract.ts";
import { splitByLines } from "./split-by-lines.ts";

const range = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
const summary = (values: readonly number[]) => ({
  min: Math.min(...values),
  max: Math.max(...values),
  count: new Set(values).size,
});

interface Survey {
  readonly record: SurveyRecord;
  readonly traces: readonly (readonly [number, number])[];
}

function surveyOf(
  name: string,
  inlines: readonly number[],
  crosslines: readonly number[],
  geometryKind: SurveyRecord["geometryKind"] = "3d",
): Survey {
  const traces = inlines.flatMap((inline) => crosslines.map((crossline) => [inline, crossline] as const));
  const record: SurveyRecord = {
    name,
    fileName: `${name}.sgy`,
    location: "",
    bytes: 0,
    modifiedMs: 0,
    sha256: name,
    revision: 1,
    format: { code: 5, name: "IEEE float" },
    traces: traces.length,
    samplesPerTrace: 100,
    intervalMicroseconds: 4000,
    verticalUnit: "ms",
    delayMs: 0,
    inlineByte: 189,
    crosslineByte: 193,
    geometryKind,
    inlines: summary(inlines),
    crosslines: summary(crosslines),
    quality: { traces: 0, deadTraces: 0, tracesWithNonFinite: 0, rmsMedian: 0 },
    warnings: [],
    ingestedAt: "",
  };
  return { record, traces };
}

/** One example per trace. */
function positionsOf(surveys: readonly Survey[]): ExamplePositions {
  const all = surveys.flatMap(({ traces }, survey) =>
    traces.map(([inline, crossline], trace) => ({ survey, trace, inline, crossline })),
  );
  return {
    rows: all.length,
    inline: Int32Array.from(all, (row) => row.inline),
    crossline: Int32Array.from(all, (row) => row.crossline),
    surveyIndex: Int32Array.from(all, (row) => row.survey),
    traceIndex: Int32Array.from(all, (row) => row.trace),
  };
}

const whole = ({ record }: Survey): LineSelection => ({ text: record.name, survey: record });
const part = ({ record }: Survey, axis: "inline" | "crossline", number: number): LineSelection => ({
  text: `${axis}-${number}`,
  survey: record,
  within: { axis, number },
});

function split(
  surveys: readonly Survey[],
  train: LineSelection[],
  test: LineSelection[],
  bufferTraces: number,
) {
  const positions = positionsOf(surveys);
  const roles: LineRoles = { surveys: surveys.map(({ record }) => record), train, test };
  const rows = splitByLines(positions, roles, bufferTraces);
  const tracesIn = (part: Int32Array) =>
    [...part].map((row) => `${positions.inline[row]!}/${positions.crossline[row]!}`);
  return { ...rows, tracesIn };
}

const inline10 = surveyOf("inline-10", [10], range(1, 9));
const inline12 = surveyOf("inline-12", [12], range(1, 9));
const crossline5 = surveyOf("crossline-5", range(8, 20), [5]);
const volume = surveyOf("volume", range(8, 14), range(1, 9));

describe("splitByLines", () => {
  it("leaves parallel lines whole, and tells how near they are", () => {
    const result = split([inline10, inline12], [whole(inline10)], [whole(inline12)], 40);
    expect([...result.train]).toEqual(range(0, 8));
    expect([...result.test]).toEqual(range(9, 17));
    expect(result).toMatchObject({
      validation: new Int32Array(0),
      buffer: new Int32Array(0),
      inflated: false,
      nearestParallel: { train: "inline-10", test: "inline-12", axis: "inline", distance: 2 },
    });
  });

  it("leaves out training traces within the buffer of a crossing, both ends included", () => {
    const { train, buffer, tracesIn, nearestParallel } = split(
      [inline10, crossline5],
      [whole(inline10)],
      [whole(crossline5)],
      2,
    );
    expect(tracesIn(buffer)).toEqual(["10/3", "10/4", "10/5", "10/6", "10/7"]);
    expect(tracesIn(train)).toEqual(["10/1", "10/2", "10/8", "10/9"]);
    expect(nearestParallel).toBeUndefined();
  });

  it("never trains on the crossing trace itself, with no buffer either", () => {
    const { buffer, tracesIn } = split([inline10, crossline5], [whole(inline10)], [whole(crossline5)], 0);
    expect(tracesIn(buffer)).toEqual(["10/5"]);
  });

  it("counts the buffer in bins where lines are numbered by twos", () => {
    const sparse = surveyOf("inline-10", [10], range(1, 19, 2));
    const { buffer, tracesIn } = split([sparse, crossline5], [whole(sparse)], [whole(crossline5)], 2);
    expect(tracesIn(buffer)).toEqual(["10/1", "10/3", "10/5", "10/7", "10/9"]);
  });

  it("takes lines out of a volume: neighbours in parallel stay, crossings are buffered", () => {
    const { tracesIn, train, test, buffer, nearestParallel } = split(
      [volume],
      [part(volume, "inline", 11), part(volume, "crossline", 9)],
      [part(volume, "inline", 12)],
      1,
    );
    expect(tracesIn(test)).toEqual(range(1, 9).map((crossline) => `12/${crossline}`));
    expect(tracesIn(train)).toEqual([
      "8/9",
      "9/9",
      "10/9",
      ...range(1, 8).map((crossline) => `11/${crossline}`),
      "14/9",
    ]);
    expect(tracesIn(buffer)).toEqual(["11/9", "13/9"]);
    expect(nearestParallel?.distance).toBe(1);
  });

  it("buffers a whole volume around each of its test lines, and does not count test traces as left out", () => {
    const { tracesIn, train, test, buffer } = split(
      [volume],
      [whole(volume)],
      [part(volume, "inline", 11)],
      1,
    );
    expect(new Set(tracesIn(train).map((trace) => trace.split("/")[0]))).toEqual(
      new Set(["8", "9", "13", "14"]),
    );
    expect(test).toHaveLength(9);
    expect(buffer).toHaveLength(18);
  });

  it("finds test traces in another file", () => {
    const { tracesIn, train } = split([volume, inline12], [whole(volume)], [whole(inline12)], 0);
    expect(tracesIn(train).some((trace) => trace.startsWith("12/"))).toBe(false);
    // A volume to test on has no number of its own: its traces are dropped one by one.
    const halfTested = surveyOf("volume", range(8, 14), range(6, 9));
    const halved = split([inline12, halfTested], [whole(inline12)], [whole(halfTested)], 3);
    expect(halved.tracesIn(halved.train)).toEqual(["12/1", "12/2", "12/3", "12/4", "12/5"]);
  });

  it("does not compare positions of traces without a grid", () => {
    const blank = surveyOf("blank", [0], [0], "unknown");
    const other = surveyOf("other", [0], [0], "unknown");
    const gridded = surveyOf("inline-0", [0], range(0, 3));
    for (const [train, test] of [
      [blank, other],
      [blank, gridded],
      [gridded, blank],
    ] as const) {
      const result = split([train, test], [whole(train)], [whole(test)], 40);
      expect(result.train).toHaveLength(train.traces.length);
      expect(result.buffer).toHaveLength(0);
    }
  });

  it("tells of the nearest of several pairs", () => {
    const line = (inline: number) => surveyOf(`inline-${inline}`, [inline], range(1, 9));
    const [far, near, test] = [line(30), line(15), line(12)];
    const result = split([near, far, test], [whole(near), whole(far)], [whole(test)], 0);
    expect(result.nearestParallel).toMatchObject({ train: "inline-15", distance: 3 });
  });

  it.each<[string, Survey[], LineSelection[], LineSelection[]]>([
    ["the same file", [inline10], [whole(inline10)], [whole(inline10)]],
    ["the same line of a volume", [volume], [part(volume, "inline", 9)], [part(volume, "inline", 9)]],
    ["a line and its copy in a volume", [volume, inline12], [part(volume, "inline", 12)], [whole(inline12)]],
    [
      "one of several",
      [volume, inline12],
      [whole(inline12), part(volume, "inline", 9)],
      [part(volume, "inline", 9)],
    ],
    ["lines that are all part of a test volume", [volume], [part(volume, "inline", 9)], [whole(volume)]],
  ])("refuses to train and test on %s", (_, surveys, train, test) => {
    expect(() => split(surveys, train, test, 0)).toThrow(
      expect.objectContaining({ code: "train-equals-test" }) as Error,
    );
  });

  it("says why nothing is left", () => {
    expect(() => split([inline10, crossline5], [whole(inline10)], [whole(crossline5)], 40)).toThrow(
      expect.objectContaining({
        code: "split-without-training",
        message:
          "all 9 examples of the training lines (inline-10) are on the test lines (crossline-5) or within 40 traces of them",
      }) as Error,
    );
    expect(() => split([inline10], [whole(inline10)], [whole(inline12)], 0)).toThrow(
      expect.objectContaining({ code: "split-without-test" }) as Error,
    );
    expect(() => split([inline10], [whole(inline12)], [whole(inline10)], 0)).toThrow(
      expect.objectContaining({ code: "split-without-training" }) as Error,
    );
  });
});
