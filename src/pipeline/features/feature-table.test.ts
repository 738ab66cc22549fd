import { describe, expect, it } from "vitest";
import { float32Matrix } from "../../quantities/matrix.ts";
import { InputError } from "../errors.ts";
import type { FeatureTable } from "./contract.ts";
import { featureTableFromColumns, featureTableToColumns } from "./feature-table.ts";

function tableOf(rows: number): FeatureTable {
  const column = (factor: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row * factor);
  const features = float32Matrix(rows, 8);
  features.data.forEach((_, at) => (features.data[at] = at % 8 === 6 ? at : at + 0.25));
  return {
    survey: "f3-inline-128",
    verticalUnit: "ms",
    rows,
    traceIndex: column(1),
    inline: column(2),
    crossline: column(3),
    startSample: column(16),
    startMs: Float32Array.from(column(64)),
    lengthMs: 255.3,
    features,
  };
}

const fixedColumns =
  "survey, trace_index, inline, crossline, start_ms, length_ms, mean, std, min, max, rms, energy, zero_crossings, dominant_frequency";

describe("featureTableToColumns", () => {
  it("names and types the columns that others rely on, in their order", () => {
    const { rows, columns } = featureTableToColumns(tableOf(3));
    expect(rows).toBe(3);
    expect(columns.map(({ name }) => name).join(", ")).toBe(`${fixedColumns}, start_sample`);
    const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({
      survey: "string",
      trace_index: "int32",
      inline: "int32",
      crossline: "int32",
    });
    expect(types).toMatchObject({
      start_ms: "float",
      length_ms: "float",
      mean: "float",
      dominant_frequency: "float",
    });
    expect(types).toMatchObject({ zero_crossings: "int32", start_sample: "int32" });
    for (const { values } of columns) expect(values).toHaveLength(3);
  });

  it("marks an exploratory embedding as for looking only", () => {
    const scores = float32Matrix(
      3,
      12,
      Float32Array.from({ length: 36 }, (_, at) => at),
    );
    const { columns, metadata } = featureTableToColumns(tableOf(3), {
      scores,
      fittedOn: ["inline-128", "inline-228"],
    });
    const names = columns.map(({ name }) => name).slice(15);
    expect([names.length, names[0], names[11]]).toEqual([
      12,
      "exploratory_embedding_01",
      "exploratory_embedding_12",
    ]);
    expect([...columns[15 + 11]!.values]).toEqual([11, 23, 35]);
    expect(metadata["exploratory_embedding"]).toBe(
      "fitted on inline-128,inline-228; for looking only, never used in a score",
    );
    expect(featureTableToColumns(tableOf(3)).metadata).not.toHaveProperty("exploratory_embedding");
  });

  it("refuses an exploratory embedding of other rows", () => {
    expect(() => featureTableToColumns(tableOf(3), { scores: float32Matrix(2, 4), fittedOn: [] })).toThrow(
      RangeError,
    );
  });
});

describe("featureTableFromColumns", () => {
  it.each([0, 1, 5])("gives back the table of %i rows, without the exploratory columns", (rows) => {
    const table = tableOf(rows);
    const scores = float32Matrix(rows, 4);
    expect(featureTableFromColumns(featureTableToColumns(table, { scores, fittedOn: ["x"] }))).toEqual(table);
  });

  it("keeps a window with non-finite samples as a row of NaN", () => {
    const table = tableOf(2);
    table.features.data.fill(NaN, 0, 8);
    const columns = featureTableToColumns(table);
    expect(columns.columns.find(({ name }) => name === "zero_crossings")?.values[0]).toBe(-1);
    expect(featureTableFromColumns(columns)).toEqual(table);
  });

  it("reads a table whose metadata another program dropped", () => {
    const read = featureTableFromColumns({ ...featureTableToColumns(tableOf(2)), metadata: {} });
    expect(read.survey).toBe("f3-inline-128");
    expect(read.lengthMs).toBeCloseTo(255.3, 4);
  });

  it("says so when a column is missing", () => {
    const table = featureTableToColumns(tableOf(2));
    const without = { ...table, columns: table.columns.filter(({ name }) => name !== "rms") };
    expect(() => featureTableFromColumns(without)).toThrow(InputError);
  });
});
