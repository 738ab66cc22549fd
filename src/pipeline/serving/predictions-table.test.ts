import { describe, expect, it } from "vitest";
import { float64Matrix } from "../../quantities/matrix.ts";
import { columnOf, encodeParquet } from "../workspace/contract.ts";
import type { Predictions } from "./contract.ts";
import { MemorySink } from "../segy/memory-file.fixture.ts";
import { openPredictionsCsv } from "./predictions-csv.ts";
import { openPredictionsParquet } from "./predictions-parquet.ts";
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

const headOf = (withSurvey: boolean) => ({ ...predictions("a"), withSurvey });

async function csvOf(all: readonly Predictions[], withSurvey = false): Promise<string> {
  const sink = new MemorySink();
  const writer = await openPredictionsCsv(sink, headOf(withSurvey));
  for (const block of all) await writer.append(block);
  await writer.finish();
  return new TextDecoder().decode(sink.bytes());
}

/** Rows with numbers of their own, from row `from` of an endless file. */
function many(rows: number, from = 0): Predictions {
  const number = (row: number): number => from + row;
  const probabilities = float64Matrix(rows, 2);
  for (let row = 0; row < rows; row++)
    probabilities.data.set([Math.sin(number(row)) ** 2, Math.cos(number(row)) ** 2], 2 * row);
  return {
    ...predictions("a"),
    rows,
    traceIndex: Int32Array.from({ length: rows }, (_, row) => number(row)),
    inline: Int32Array.from({ length: rows }, (_, row) => number(row) % 7),
    crossline: Int32Array.from({ length: rows }, (_, row) => number(row) % 11),
    startSample: new Int32Array(rows),
    startMs: Float64Array.from({ length: rows }, (_, row) => number(row) / 3),
    endMs: Float64Array.from({ length: rows }, (_, row) => number(row) / 3 + 4),
    classIndex: Int32Array.from({ length: rows }, (_, row) => (number(row) % 3) - 1),
    probabilities,
  };
}

describe("predictions as CSV", () => {
  it("has a line for each window, classes by name, times to the microsecond, unscored windows without numbers", async () => {
    expect(await csvOf([predictions("a")])).toBe(
      [
        'inline,crossline,trace_index,start_ms,end_ms,class,confidence,p_normal,"p_salt, ""top"""',
        '128,300,0,4,36,"salt, ""top""",0.666666687,0.333333343,0.666666687',
        "128,300,0,6.667,38.667,unscored,,,",
        "129,-1,7,0,0.25,normal,1,1,9.99999996e-13",
        "",
      ].join("\n"),
    );
  });

  it("names the survey last where there are several", async () => {
    const lines = (await csvOf([predictions("a"), predictions("b,c")], true)).trimEnd().split("\n");
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/,survey$/);
    expect([lines[1], lines[4]].map((line) => line!.slice(-8))).toEqual(
      [",0.666666687,a", ',0.666666687,"b,c"'].map((end) => end.slice(-8)),
    );
  });

  it("holds probabilities that read back as the table's", async () => {
    const all = predictions("a");
    for (let i = 0; i < 6; i++) all.probabilities.data[i] = Math.sin(i + 1) ** 2;
    const read = (await csvOf([all]))
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => Math.fround(Number(line.split(",").at(-1))));
    const table = predictionsToTable([all], headOf(false));
    expect(read).toEqual([...columnOf(table, 'p_salt, "top"', "float")]);
  });

  it("is the same whatever blocks the rows come in", async () => {
    const whole = await csvOf([many(5000)]);
    expect(await csvOf([many(1), many(2999, 1), many(0, 3000), many(2000, 3000)])).toBe(whole);
    expect(whole.split("\n")).toHaveLength(5002);
  });
});

describe("predictions as Parquet", () => {
  it("is the whole table encoded at once, whatever blocks the rows come in", async () => {
    const rows = 110_000;
    const whole = encodeParquet(predictionsToTable([many(rows)], headOf(false)));
    for (const ends of [[rows], [1, 99_999, 100_001, rows], []]) {
      const sink = new MemorySink();
      const writer = openPredictionsParquet(sink, headOf(false));
      let from = 0;
      for (const end of ends) {
        await writer.append(many(end - from, from));
        from = end;
      }
      await writer.finish();
      const expected = from === rows ? whole : encodeParquet(predictionsToTable([], headOf(false)));
      expect(Buffer.compare(sink.bytes(), expected)).toBe(0);
    }
  });
});

describe("predictions as a table", () => {
  it("has the columns of the CSV, in order", () => {
    const table = predictionsToTable([predictions("a"), predictions("b")], headOf(true));
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
    expect(predictionsToTable([predictions("a")], headOf(false)).columns.at(-1)?.name).toBe('p_salt, "top"');
  });
});
