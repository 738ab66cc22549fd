import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import { encodeParquet, rowsPerGroup, type ColumnTable, type TableColumn } from "./contract.ts";

/** The library by itself, for the whole table. */
function byTheLibrary({ columns, metadata }: ColumnTable): Uint8Array {
  const types = { int32: "INT32", float: "FLOAT", double: "DOUBLE", string: "STRING", boolean: "BOOLEAN" };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, type, values }) => ({
        name,
        type: types[type] as "INT32",
        data: ArrayBuffer.isView(values) ? values : [...values],
        nullable: false,
      })),
      rowGroupSize: rowsPerGroup,
      kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      createdBy: "geophone",
    }),
  );
}

const random = seededRandom(3, "parquet");
const odd = [NaN, -0, 0, Infinity, -Infinity, 1e-45, -3.4e38];
/** Each kind of values that a column may hold: distinct, few, nearly one of ten twice, odd ones among them, all alike. */
const kinds: Readonly<Record<string, (row: number) => number>> = {
  distinct: () => random.normal() * 1000,
  few: (row) => row % 7,
  edge: (row) => (random.next() < 0.1 ? 5 : row + 0.5),
  odd: (row) => (row % 3 === 0 ? odd[random.integer(odd.length)]! : random.normal()),
  zeros: (row) => (row % 2 ? 0 : -0),
  nothing: () => NaN,
  falling: (row) => -row,
};

function tableOf(rows: number): ColumnTable {
  const columns: TableColumn[] = [
    { name: "name", type: "string", values: Array.from({ length: rows }, (_, i) => `line ${i % 3}`) },
    { name: "survey", type: "string", values: new Array<string>(rows).fill("Störung 小 🎯") },
    { name: "empty", type: "string", values: new Array<string>(rows).fill("") },
    { name: "flag", type: "boolean", values: Array.from({ length: rows }, (_, i) => i % 5 === 0) },
  ];
  for (const [kind, value] of Object.entries(kinds)) {
    const values = Array.from({ length: rows }, (_, row) => value(row));
    columns.push(
      { name: `${kind} float`, type: "float", values: Float32Array.from(values) },
      { name: `${kind} double`, type: "double", values: Float64Array.from(values) },
      { name: `${kind} int`, type: "int32", values: Int32Array.from(values) },
    );
  }
  return { rows, columns, metadata: { made_by: "a test" } };
}

describe("Parquet row groups", () => {
  it.each([1, 2, 15, 999, 4_000, 100_001])("are the library's own bytes: %i rows", (rows) => {
    const table = tableOf(rows);
    expect(Buffer.compare(encodeParquet(table), byTheLibrary(table))).toBe(0);
  });

  it("are the same out of a larger array, and in a room that was used before", () => {
    const table = tableOf(3_000);
    const inTheMiddle = table.columns.map((column) => {
      if (column.type !== "float") return column;
      const values = new Float32Array(column.values.length + 7);
      values.set(column.values, 3);
      return { ...column, values: values.subarray(3, 3 + column.values.length) };
    });
    expect(Buffer.compare(encodeParquet({ ...table, columns: inTheMiddle }), byTheLibrary(table))).toBe(0);
  });
});
