import { parquetMetadataAsync, parquetRead, type AsyncBuffer, type FileMetaData } from "hyparquet";
import { ByteWriter } from "hyparquet-writer";
import { InputError } from "../errors.ts";
import type { ColumnData, ColumnTable, ColumnType, TableColumn } from "./contract.ts";
import { ParquetGroups } from "./parquet-groups.ts";

/** Rows of a row group. */
export const rowsPerGroup = 100_000;

/** Memory to write Parquet in, again and again: it grows to the largest table. */
export class ParquetRoom extends ByteWriter {
  constructor() {
    super(1 << 20);
  }

  /** For the next table; bytes of the last one are written over. */
  empty(): void {
    this.index = 0;
    this.offset = 0;
  }
}

/**
 * Parquet bytes of a table: required (never null) columns, row groups of 100 000 rows, the same bytes for the same table.
 * @param room where the bytes lie: until the next table is written there
 */
export function encodeParquet(table: ColumnTable, room = new ParquetRoom()): Uint8Array<ArrayBuffer> {
  room.empty();
  const groups = new ParquetGroups(room, table.columns, table.metadata);
  for (let first = 0; first < table.rows; first += rowsPerGroup)
    groups.append(
      first === 0 && table.rows <= rowsPerGroup
        ? table.columns
        : table.columns.map(({ values }) => ({ values: partOf(values, first, first + rowsPerGroup) })),
    );
  groups.finish();
  return room.getBytes();
}

const partOf = (values: ColumnData["values"], from: number, to: number): ColumnData["values"] =>
  ArrayBuffer.isView(values) ? values.subarray(from, to) : values.slice(from, to);

function columnTypeOf(metadata: FileMetaData, name: string): ColumnType | undefined {
  const element = metadata.schema.find((candidate) => candidate.name === name);
  switch (element?.type) {
    case "INT32":
      return "int32";
    case "FLOAT":
      return "float";
    case "DOUBLE":
      return "double";
    case "BOOLEAN":
      return "boolean";
    case "BYTE_ARRAY":
      return "string";
    default:
      return undefined;
  }
}

/** An empty column to be filled chunk by chunk, and how to put a chunk into it. */
function columnToFill(
  type: ColumnType,
  rows: number,
): { data: ColumnData; fill: (chunk: ArrayLike<unknown>, at: number) => void } {
  if (type === "string") {
    const values = new Array<string>(rows);
    return {
      data: { type, values },
      fill: (chunk, at) => {
        for (let i = 0; i < chunk.length; i++) values[at + i] = String(chunk[i]);
      },
    };
  }
  if (type === "boolean") {
    const values = new Array<boolean>(rows);
    return {
      data: { type, values },
      fill: (chunk, at) => {
        for (let i = 0; i < chunk.length; i++) values[at + i] = chunk[i] === true;
      },
    };
  }
  const fillNumbers =
    (values: Int32Array | Float32Array | Float64Array) =>
    (chunk: ArrayLike<unknown>, at: number): void => {
      // At once where it can be: value by value, each number that is no small integer becomes an object on its way.
      if (chunk instanceof Int32Array || chunk instanceof Float32Array || chunk instanceof Float64Array)
        values.set(chunk, at);
      else for (let i = 0; i < chunk.length; i++) values[at + i] = Number(chunk[i]);
    };
  switch (type) {
    case "int32": {
      const values = new Int32Array(rows);
      return { data: { type, values }, fill: fillNumbers(values) };
    }
    case "float": {
      const values = new Float32Array(rows);
      return { data: { type, values }, fill: fillNumbers(values) };
    }
    case "double": {
      const values = new Float64Array(rows);
      return { data: { type, values }, fill: fillNumbers(values) };
    }
  }
}

/**
 * A table from Parquet bytes; only the columns asked for are decoded. @param name what errors call the table
 * @throws InputError `table-damaged` when the bytes are no Parquet or a column is missing
 */
export async function decodeParquet(
  bytes: Uint8Array<ArrayBuffer>,
  columns?: readonly string[],
  name = "the table",
): Promise<ColumnTable> {
  const damaged = (why: string, cause?: unknown): InputError =>
    new InputError("table-damaged", `${name} cannot be read: ${why}`, {
      cause,
      advice: "Delete it and compute it again.",
    });
  const file: AsyncBuffer = {
    byteLength: bytes.byteLength,
    slice: (start, end) =>
      bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + (end ?? bytes.byteLength)),
  };
  try {
    const metadata = await parquetMetadataAsync(file);
    const rows = Number(metadata.num_rows);
    const present = metadata.schema.slice(1).map((element) => element.name);
    const wanted = columns ?? present;
    const filling = new Map(
      wanted.map((column) => {
        const type = columnTypeOf(metadata, column);
        if (!type) throw damaged(`column ${column} is missing`);
        return [column, columnToFill(type, rows)] as const;
      }),
    );
    if (rows > 0 && wanted.length > 0)
      await parquetRead({
        file,
        metadata,
        columns: [...wanted],
        onChunk: ({ columnName, columnData, rowStart }) =>
          filling.get(columnName)?.fill(columnData, rowStart),
      });
    return {
      rows,
      columns: Array.from(filling, ([column, { data }]): TableColumn => ({ name: column, ...data })),
      metadata: Object.fromEntries(
        (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""]),
      ),
    };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw damaged("it is no Parquet file, or it is damaged", error);
  }
}
