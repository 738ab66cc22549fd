import { describe, expect, it } from "vitest";
import type { PointMapping, SurveyExtent } from "./contract.ts";
import { labelsAboutHorizon, labelsBetweenHorizons } from "./horizon-labels.ts";
import { labelsFromPoints } from "./point-labels.ts";
import { previewPoints } from "./preview-points.ts";
import { readPoints } from "./read-points.ts";

const survey: SurveyExtent = {
  inlines: { min: 100, max: 700 },
  crosslines: { min: 300, max: 1250 },
  verticalUnit: "ms",
  endMs: 1848,
};
const nowhere = (): undefined => undefined;
const lines: PointMapping = {
  inline: 0,
  crossline: 1,
  z: 2,
  unit: "ms",
  upward: false,
  undefinedValues: [],
};
const fails = (code: string, more: object = {}): Error => expect.objectContaining({ code, ...more }) as Error;

describe("previews of points and horizons", () => {
  it("reads OpendTect's list of columns, its undefined values and its tabs", () => {
    const text = [
      '# "Horizon: Truncation"',
      "# 1: Inline",
      "# 2: Crossline",
      "# 3: Z (ms)",
      "# - - - - - - - - - -",
      "110\t300\t512.25",
      "110\t301\t1e30",
      "! a remark between",
      "110\t302\t530",
    ].join("\r\n");
    const preview = previewPoints("truncation.dat", text, []);
    expect(preview).toMatchObject({
      delimiter: "tab",
      rows: 3,
      columns: [
        { name: "Inline", numbers: 3, min: 110, max: 110, isWhole: true },
        { name: "Crossline", min: 300, max: 302 },
        { name: "Z (ms)", numbers: 3, undefined: 1, min: 512.25, max: 530, isWhole: false },
      ],
      mapping: { inline: 0, crossline: 1, z: 2, unit: "ms", upward: false, undefinedValues: [] },
    });
    expect(preview.sample[0]).toEqual({ line: 6, fields: ["110", "300", "512.25"] });
  });

  it("knows line numbers from coordinates by the survey, in either order, and seconds by their size", () => {
    const guess = (text: string) => previewPoints("a.pts", text, [survey]).mapping;
    expect(guess("110 300 0.5\n111 301 0.6")).toMatchObject({ inline: 0, crossline: 1, z: 2, unit: "s" });
    expect(guess("1200 110 500\n900 111 600")).toMatchObject({ inline: 1, crossline: 0, unit: "ms" });
    expect(guess("606123.4 6078000.5 -500\n606150 6078000 -501")).toMatchObject({
      x: 0,
      y: 1,
      z: 2,
      unit: "ms",
      upward: true,
    });
    expect(guess("X;Y;Depth (ft);Class\n1;2;3;salt")).toMatchObject({
      x: 0,
      y: 1,
      z: 2,
      class: 3,
      unit: "ft",
    });
    expect(guess("Inl Crl Z\n110 300 500\n110 301 -999.25")).toMatchObject({
      inline: 0,
      undefinedValues: [-999.25],
    });
    expect(guess("1 2\n3 4")).toBeUndefined();
  });

  it("refuses a file without a row of numbers", () => {
    expect(() => previewPoints("a.dat", "# nothing\nInl Crl Z\n", [])).toThrow(
      fails("label-points-empty", { place: { file: "a.dat" } }),
    );
  });
});

describe("reading points", () => {
  it("counts what is undefined and what is on no trace, and keeps the lines", () => {
    const text = "X,Y,Z,c\n0,0,10,a\n5,5,20,b\n# x\n0,0,1e30,a\n0,1,nan,a\n0,2,-999,a\n0,0,40,b";
    const points = readPoints(
      "a.csv",
      text,
      { x: 0, y: 1, z: 2, class: 3, unit: "ms", upward: false, undefinedValues: [-999] },
      "ms",
      (x) => (x === 0 ? { inline: 7, crossline: 8 } : undefined),
    );
    expect(points).toMatchObject({ undefinedRows: 3, outsideRows: 1, classes: ["a", "b"] });
    expect([...points.atMs]).toEqual([10, 40]);
    expect([...points.line]).toEqual([2, 8]);
    expect([...points.classIndex!]).toEqual([0, 1]);
  });

  it.each([
    [{ unit: "s" }, "ms", "1 2 1.5", 1500],
    [{ upward: true }, "ms", "1 2 -1500", 1500],
    [{ unit: "ft" }, "m", "1 2 1000", 304.8],
    [{ unit: "m" }, "ft", "1 2 304.8", 1000],
  ] as const)("takes Z as %o in a survey in %s", (said, unit, text, expected) => {
    const { atMs } = readPoints("a", text, { ...lines, ...said }, unit, nowhere);
    expect(atMs[0]).toBeCloseTo(expected, 9);
  });

  it.each([
    ["110 300 500\n110 x 500", lines, "label-points-row-invalid", 2],
    ["110 300 500\n\n110 300", lines, "label-points-row-invalid", 3],
    ["110 300 500\n110 300 5e", lines, "label-points-row-invalid", 2],
    ["99999999999 300 500", lines, "label-points-row-invalid", 1],
    ["110 300 500 ", { ...lines, class: 3 }, "label-points-row-invalid", 1],
  ] as const)("tells the line of %j", (text, mapping, code, line) => {
    expect(() => readPoints("bad.dat", text, { ...mapping, undefinedValues: [] }, "ms", nowhere)).toThrow(
      fails(code, { place: { file: "bad.dat", line } }),
    );
  });

  it("refuses what can be no labels", () => {
    const read = (text: string, said: Partial<PointMapping>, unit: "ms" | "m" = "ms") =>
      readPoints("a", text, { ...lines, ...said }, unit, nowhere);
    expect(() => read("1 2 3", {}, "m")).toThrow(fails("label-unit-differs"));
    expect(() => read("1 2 3", { unit: "m" })).toThrow(fails("label-unit-differs"));
    expect(() => read("1 2 3", { inline: undefined })).toThrow(fails("label-points-mapping"));
    expect(() => read("1 2 1e30", {})).toThrow(fails("label-points-empty"));
    expect(() => read("# 1", {})).toThrow(fails("label-points-empty"));
    expect(() => read("1 2 3", { inline: undefined, crossline: undefined, x: 0, y: 1 })).toThrow(
      fails("label-points-outside"),
    );
  });
});

describe("labels from points and horizons", () => {
  const read = (text: string, fileName = "a") => readPoints(fileName, text, lines, "ms", nowhere);
  const rowsOf = ({ intervals }: ReturnType<typeof labelsFromPoints>) =>
    [...intervals.inline].map((inline, i) => [
      inline,
      intervals.crossline[i],
      intervals.startMs[i],
      intervals.endMs[i],
    ]);

  it("gives each point its half-width, and joins what overlaps", () => {
    const labels = labelsFromPoints(read("1 5 100\n1 5 106\n1 4 50\n1 5 200"), {
      className: "fault",
      halfWidthMs: 4,
    });
    expect(labels).toMatchObject({ kind: "points", classes: ["fault"] });
    expect(rowsOf(labels)).toEqual([
      [1, 4, 46, 54],
      [1, 5, 96, 110],
      [1, 5, 196, 204],
    ]);
  });

  it("refuses classes that are too near, with both lines, and half-widths of nothing", () => {
    const both = readPoints("a.pts", "1 5 100 salt\n1 5 106 mud", { ...lines, class: 3 }, "ms", nowhere);
    expect(() => labelsFromPoints(both, { className: "", halfWidthMs: 4 })).toThrow(
      fails("label-rows-overlap", { place: { file: "a.pts", line: 2 } }),
    );
    expect(labelsFromPoints(both, { className: "", halfWidthMs: 3 }).classes).toEqual(["salt", "mud"]);
    expect(() => labelsFromPoints(both, { className: "", halfWidthMs: 0 })).toThrow(
      fails("label-half-width"),
    );
  });

  it("labels about a horizon, the mean of several points on one trace", () => {
    const labels = labelsAboutHorizon(read("2 5 100\n1 5 300\n2 5 110"), {
      className: "boundary",
      halfWidthMs: 10,
    });
    expect(rowsOf(labels)).toEqual([
      [1, 5, 290, 310],
      [2, 5, 95, 115],
    ]);
  });

  it("labels between two horizons where both are known and in order", () => {
    const top = read("1 1 100\n1 2 100\n1 3 100\n1 4 100", "top.dat");
    const base = read("1 2 150\n1 3 90\n1 4 120.5\n1 9 300", "base.dat");
    const { labels, ...lost } = labelsBetweenHorizons(top, base, "chalk");
    expect(lost).toEqual({ oneOnly: 2, crossed: 1 });
    expect(labels).toMatchObject({ fileName: "top.dat to base.dat", kind: "horizon", classes: ["chalk"] });
    expect(rowsOf(labels)).toEqual([
      [1, 2, 100, 150],
      [1, 4, 100, 120.5],
    ]);
    expect(() => labelsBetweenHorizons(top, read("5 5 1", "b"), "x")).toThrow(fails("label-horizons-apart"));
    expect(() => labelsBetweenHorizons(top, read("1 1 50", "b"), "x")).toThrow(
      fails("label-horizons-crossed"),
    );
  });
});
