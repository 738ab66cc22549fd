import type { SqlColumn, SqlRows } from "../adapters/browser/duckdb-contract.ts";

/** Every n-th row of a table that comes in parts, counted through all of them. */
export async function* everyNth(parts: AsyncIterable<SqlRows>, every: number): AsyncGenerator<SqlRows> {
  let firstRow = 0;
  for await (const part of parts) {
    yield every === 1 ? part : thinned(part, every, (every - (firstRow % every)) % every);
    firstRow += part.rows;
  }
}

function thinned({ rows, columns }: SqlRows, every: number, first: number): SqlRows {
  const kept = Math.max(0, Math.ceil((rows - first) / every));
  const take = <T extends Int32Array | Float32Array | Float64Array>(values: T, into: T): T => {
    for (let i = 0; i < kept; i++) into[i] = values[first + i * every]!;
    return into;
  };
  return {
    rows: kept,
    columns: columns.map((column): SqlColumn => {
      switch (column.type) {
        case "int32":
          return { ...column, values: take(column.values, new Int32Array(kept)) };
        case "float":
          return { ...column, values: take(column.values, new Float32Array(kept)) };
        case "double":
          return { ...column, values: take(column.values, new Float64Array(kept)) };
        case "text":
          return { ...column, codes: take(column.codes, new Int32Array(kept)) };
      }
    }),
  };
}
