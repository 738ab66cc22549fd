import {
  DataType,
  Dictionary,
  Float32,
  Float64,
  Int32,
  makeData,
  Table,
  tableToIPC,
  Utf8,
  Vector,
  type Data,
} from "apache-arrow";
import type { SqlCell, SqlColumn, SqlRows, SqlType } from "./duckdb-contract.ts";

/** Rows as an Arrow stream. Arrow's builders are not used: they make code from text, which the policy forbids. */
export function arrowStream({ columns, rows }: SqlRows): Uint8Array {
  // A stream without rows has no place for a dictionary.
  const vectors = columns.map(
    (column) =>
      [
        column.name,
        rows === 0 && column.type === "text" ? textVector([]) : new Vector([dataOf(column)]),
      ] as const,
  );
  return tableToIPC(new Table(Object.fromEntries(vectors)), "stream");
}

function dataOf(column: SqlColumn): Data {
  switch (column.type) {
    case "int32": {
      const { values, missing } = column;
      return makeData({ type: new Int32(), data: values, ...nulls(values, (value) => value === missing) });
    }
    case "float":
      return makeData({ type: new Float32(), data: column.values, ...nulls(column.values, Number.isNaN) });
    case "double":
      return makeData({ type: new Float64(), data: column.values, ...nulls(column.values, Number.isNaN) });
    case "text":
      return makeData({
        type: new Dictionary(new Utf8(), new Int32()),
        data: column.codes,
        dictionary: textVector(column.categories),
        ...nulls(column.codes, (code) => code < 0),
      });
  }
}

/** Arrow's validity bits, one a value, least significant first; none where nothing is missing. */
function nulls(
  values: Int32Array | Float32Array | Float64Array,
  isMissing: (value: number) => boolean,
): { readonly nullCount: number; readonly nullBitmap?: Uint8Array } {
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  let count = 0;
  for (let i = 0; i < values.length; i++)
    if (isMissing(values[i]!)) count++;
    else bits[i >> 3]! |= 1 << (i & 7);
  return count === 0 ? { nullCount: 0 } : { nullCount: count, nullBitmap: bits };
}

function textVector(texts: readonly string[]): Vector<Utf8> {
  const encoded = texts.map((text) => new TextEncoder().encode(text));
  const valueOffsets = new Int32Array(texts.length + 1);
  encoded.forEach((bytes, i) => (valueOffsets[i + 1] = valueOffsets[i]! + bytes.length));
  const data = new Uint8Array(valueOffsets[texts.length]!);
  encoded.forEach((bytes, i) => {
    data.set(bytes, valueOffsets[i]);
  });
  return new Vector([makeData({ type: new Utf8(), valueOffsets, data, length: texts.length, nullCount: 0 })]);
}

export function typeOf(type: DataType): SqlType {
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)) return "number";
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isDictionary(type)) return "text";
  if (DataType.isBool(type)) return "boolean";
  return DataType.isDate(type) || DataType.isTimestamp(type) ? "time" : "other";
}

/** A value of a result as JSON would have it; whole numbers beyond 2⁵³ keep their digits as text. */
export function cellOf(value: unknown, type: SqlType): SqlCell {
  if (value === null || value === undefined) return null;
  if (type === "time") return new Date(Number(value)).toISOString();
  if (typeof value === "bigint")
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  // Lists and structures of Arrow say in their own words what they hold.
  return (value as { toString(): string }).toString();
}
