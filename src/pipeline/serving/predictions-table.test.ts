import { describe, expect, it } from "vitest";
import { float64Matrix } from "../../quantities/matrix.ts";
import { columnOf } from "../workspace/contract.ts";
import type { Predictions } from "./contract.ts";
import { predictionsToCsv } from "./predictions-csv.ts";
import { predictionsToTable } from "./predictions-table.ts";

const third = 1 / 3;
function predictions(survey: string, classes = ["normal", 'salt, "top"']): Predictions {
  return {
    survey,
    classes,
    verticalUnit: "ms",
    rows: 3,
    traceIndex: Int32Array.of(0, 0, 7),
    inline: Int32Array.of(128, 128, 129),
    crossline: Int32Array.of(300, 300, -1),
    startSample: Int32Array.of(0, 8, 0),
    startMs: Float64Array.of(4, 4 + 8 * third, 1e-9),
    endMs: Float64Array.of(36, 36 + 8 * third, 0.25),
    classIndex: Int32Array.of(1, -1, 0),
    probabilities: float64Matrix(3, 2, Float64Array.of(third, 1 - third, NaN, NaN, 1 - 1e-12, 1e-12)),
  };
}

const csvOf = (...all: Parameters<typeof predictionsToCsv>): string => [...predictionsToCsv(...all)].join("");

describe("predictions as CSV", () => {
  it("has a line for each window, classes by name, times to the microsecond, unscored windows without numbers", () => {
    expect(csvOf([predictions("a")], { withSurvey: false })).toBe(
      [
        'inline,crossline,trace_index,start_ms,end_ms,class,confidence,p_normal,"p_salt, ""top"""',
        '128,300,0,4,36,"salt, ""top""",0.666666687,0.333333343,0.666666687',
        "128,300,0,6.667,38.667,unscored,,,",
        "129,-1,7,0,0.25,normal,1,1,9.99999996e-13",
        "",
      ].join("\n"),
    );
  });

  it("names the survey last where there are several", () => {
    const lines = csvOf([predictions("a"), predictions("b,c")], { withSurvey: true })
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/,survey$/);
    expect([lines[1], lines[4]].map((line) => line!.slice(-8))).toEqual(
      [",0.666666687,a", ',0.666666687,"b,c"'].map((end) => end.slice(-8)),
    );
  });

  it("holds probabilities that read back as the table's", () => {
    const all = predictions("a");
    for (let i = 0; i < 6; i++) all.probabilities.data[i] = Math.sin(i + 1) ** 2;
    const read = csvOf([all], { withSurvey: false })
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => Math.fround(Number(line.split(",").at(-1))));
    const table = predictionsToTable([all], { withSurvey: false });
    expect(read).toEqual([...columnOf(table, 'p_salt, "top"', "float")]);
  });

  it("comes in pieces that a large file needs", () => {
    const one = predictions("a");
    const rows = 5000;
    const many = {
      ...one,
      rows,
      startMs: new Float64Array(rows),
      endMs: new Float64Array(rows),
      inline: new Int32Array(rows),
      crossline: new Int32Array(rows),
      traceIndex: new Int32Array(rows),
      classIndex: new Int32Array(rows),
      probabilities: float64Matrix(rows, 2),
    };
    expect([...predictionsToCsv([many], { withSurvey: false })].length).toBe(4);
  });
});

describe("predictions as a table", () => {
  it("has the columns of the CSV, in order", () => {
    const table = predictionsToTable([predictions("a"), predictions("b")], { withSurvey: true });
    expect(table.rows).toBe(6);
    expect(table.columns.map(({ name }) => name)).toEqual([
      "inline",
      "crossline",
      "trace_index",
      "start_ms",
      "end_ms",
      "class",
      "confidence",
      "p_normal",
      'p_salt, "top"',
      "survey",
    ]);
    expect(columnOf(table, "class", "string").slice(0, 3)).toEqual(['salt, "top"', "unscored", "normal"]);
    expect([...columnOf(table, "confidence", "float")].slice(0, 3)).toEqual([Math.fround(1 - third), NaN, 1]);
    expect(columnOf(table, "survey", "string")).toEqual(["a", "a", "a", "b", "b", "b"]);
    expect(predictionsToTable([predictions("a")], { withSurvey: false }).columns.at(-1)?.name).toBe(
      'p_salt, "top"',
    );
  });
});
