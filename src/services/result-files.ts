import type { SqlCell, SqlResult } from "../adapters/browser/duckdb-contract.ts";
import { csvText } from "../pipeline/csv-text.ts";
import { encodeParquet, type ColumnTable, type TableColumn } from "../pipeline/workspace/contract.ts";

export type ResultFormat = "csv" | "parquet";

const rowsPerText = 10_000;

const isInt32 = (cell: SqlCell): boolean =>
  typeof cell === "number" && cell === (cell | 0) && !Object.is(cell, -0);

/** Parquet columns here hold no nulls: a missing number is NaN, what else is missing an empty text. */
function columnOf(name: string, cells: readonly SqlCell[]): TableColumn {
  if (cells.every(isInt32)) return { name, type: "int32", values: Int32Array.from(cells, Number) };
  if (cells.every((cell) => typeof cell === "number" || cell === null))
    return {
      name,
      type: "double",
      values: Float64Array.from(cells, (cell) => (cell === null ? NaN : cell)),
    };
  if (cells.every((cell) => typeof cell === "boolean")) return { name, type: "boolean", values: cells };
  return { name, type: "string", values: cells.map((cell) => (cell === null ? "" : String(cell))) };
}

/** Parquet needs names of its own; SQL may give one twice. */
function ownNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}_${times}`;
  });
}

/** A query's result as a file, in parts. */
export function resultFile(
  { columns, rows }: SqlResult,
  format: ResultFormat,
): (string | Uint8Array<ArrayBuffer>)[] {
  const names = columns.map(({ name }) => name);
  if (format === "parquet") {
    const table: ColumnTable = {
      rows: rows.length,
      columns: ownNames(names).map((name, i) =>
        columnOf(
          name,
          rows.map((row) => row[i]!),
        ),
      ),
      metadata: {},
    };
    return [encodeParquet(table)];
  }
  const parts = [csvText([names])];
  for (let from = 0; from < rows.length; from += rowsPerText)
    parts.push(csvText(rows.slice(from, from + rowsPerText)));
  return parts;
}
