import { parquetMetadataAsync, parquetRead, type AsyncBuffer, type FileMetaData } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { InputError } from "../errors.ts";
import type { ColumnData, ColumnTable, ColumnType, TableColumn } from "./contract.ts";

/** Rows of a row group. */
export const rowsPerGroup = 100_000;

export const parquetTypes = {
  int32: "INT32",
  float: "FLOAT",
  double: "DOUBLE",
  string: "STRING",
  boolean: "BOOLEAN",
} as const satisfies Record<ColumnType, string>;

/** Parquet bytes of a table: required (never null) columns, row groups of 100 000 rows, the same bytes for the same table. */
export function encodeParquet(table: ColumnTable): Uint8Array<ArrayBuffer> {
  const buffer = parquetWriteBuffer({
    columnData: table.columns.map((column) => ({
      name: column.name,
      type: parquetTypes[column.type],
      data: column.type === "string" || column.type === "boolean" ? [...column.values] : column.values,
      nullable: false,
    })),
    rowGroupSize: rowsPerGroup,
    kvMetadata: Object.entries(table.metadata).map(([key, value]) => ({ key, value })),
    createdBy: "geophone",
  });
  return new Uint8Array(buffer);
}

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
      for (let i = 0; i < chunk.length; i++) values[at + i] = Number(chunk[i]);
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
