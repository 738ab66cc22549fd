import { ParquetWriter, schemaFromColumnData, type ByteWriter } from "hyparquet-writer";
import type { ColumnData, ColumnType, TableColumn } from "./contract.ts";

const physicalTypes = {
  int32: "INT32",
  float: "FLOAT",
  double: "DOUBLE",
  string: "STRING",
  boolean: "BOOLEAN",
} as const satisfies Record<ColumnType, string>;

type Column = Pick<TableColumn, "name" | "type">;
type Values = ColumnData["values"];
type Numbers = Int32Array | Float32Array | Float64Array;
type Chunk = ParquetWriter["row_groups"][number]["columns"][number];
type Statistics = NonNullable<NonNullable<Chunk["meta_data"]>["statistics"]>;

const schemaOf = (columns: readonly Column[]): ParquetWriter["schema"] =>
  schemaFromColumnData({
    columnData: columns.map(({ name, type }) => ({
      name,
      type: physicalTypes[type],
      nullable: false,
      data: new Int32Array(0),
    })),
  });

/** A page of more bytes than this is cut in two, which is left to the library. */
const largestPage = 1 << 20;
/** Of so many values, spread over a column, most are distinct where a dictionary saves nothing. */
const sampled = 1000;
const mostlyDistinct = 0.9;

/** Whether the library would not even try a dictionary: by its own rule, for the same bytes. */
function isWithoutDictionary(values: Numbers): boolean {
  const count = Math.min(values.length, sampled);
  const seen = new Set<number>();
  for (let i = 0; i < count; i++)
    seen.add(values[count === 1 ? 0 : Math.floor((i * (values.length - 1)) / (count - 1))]!);
  return seen.size / count > mostlyDistinct;
}

/** Least and largest value, and how many are NaN. By the format's rule a least zero is negative, a largest one positive. */
function statisticsOf(values: Numbers, isFloat: boolean): Statistics {
  let min = Infinity;
  let max = -Infinity;
  let missing = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
    if (Number.isNaN(value)) missing++;
  }
  const none = missing === values.length;
  return {
    min_value: none ? undefined : min === 0 ? -0 : min,
    max_value: none ? undefined : max === 0 ? 0 : max,
    null_count: 0n,
    // Newer than the reader's types, which know no such count.
    ...(isFloat ? { nan_count: BigInt(missing) } : {}),
  };
}

/** Row groups of required (never null) columns, one after another: the bytes that hyparquet-writer gives for the same groups. */
export class ParquetGroups {
  readonly #parquet: ParquetWriter;

  constructor(
    private readonly writer: ByteWriter,
    private readonly columns: readonly Column[],
    metadata: Readonly<Record<string, string>>,
  ) {
    this.#parquet = new ParquetWriter({
      writer,
      schema: schemaOf(columns),
      kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      createdBy: "geophone",
    });
  }

  /** One row group. @param columns as long as each other, of the types declared */
  append(columns: readonly { readonly values: Values }[]): void {
    const rows = columns[0]?.values.length ?? 0;
    if (rows === 0) return;
    const start = this.writer.offset;
    const chunks = this.columns.map((column, i) => {
      const { values } = columns[i]!;
      return ArrayBuffer.isView(values) && values.byteLength < largestPage && isWithoutDictionary(values)
        ? this.#appendPlain(column, values)
        : this.#appendByLibrary(column, values);
    });
    this.#parquet.num_rows += BigInt(rows);
    this.#parquet.row_groups.push({
      columns: chunks,
      total_byte_size: chunks.reduce((sum, { meta_data }) => sum + meta_data!.total_uncompressed_size, 0n),
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(this.writer.offset - start),
    });
  }

  finish(): void {
    void this.#parquet.finish();
  }

  /**
   * Numbers as they lie in memory, in one page: the very bytes that the library writes, without a boxed number for each value in
   * each of its loops. Features of a large survey made more of those than were collected.
   */
  #appendPlain({ name, type }: Column, values: Numbers): Chunk {
    const { writer } = this;
    const start = writer.offset;
    const plain = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const page = this.#parquet.compressors.SNAPPY(plain);
    writePageHeader(writer, values.length, plain.length, page.length);
    const header = writer.offset - start;
    writer.appendBytes(page);
    return {
      meta_data: {
        type: physicalTypes[type] as "INT32" | "FLOAT" | "DOUBLE",
        encodings: ["PLAIN"],
        path_in_schema: [name],
        codec: "SNAPPY",
        num_values: BigInt(values.length),
        total_compressed_size: BigInt(writer.offset - start),
        total_uncompressed_size: BigInt(header + plain.length),
        data_page_offset: BigInt(start),
        statistics: statisticsOf(values, type !== "int32"),
        encoding_stats: [{ page_type: "DATA_PAGE_V2", encoding: "PLAIN", count: 1 }],
      },
      file_offset: BigInt(start),
    };
  }

  /** One column by itself: the library would take a whole group. */
  #appendByLibrary(column: Column, values: Values): Chunk {
    const { index, offset } = this.writer;
    const alone = new ParquetWriter({ writer: this.writer, schema: schemaOf([column]) });
    // It began a file of its own, which this is none of.
    this.writer.index = index;
    this.writer.offset = offset;
    void alone.write({
      columnData: [{ name: column.name, data: ArrayBuffer.isView(values) ? values : [...values] }],
      rowGroupSize: values.length,
    });
    this.#parquet.pendingIndexes.push(...alone.pendingIndexes);
    return alone.row_groups[0]!.columns[0]!;
  }
}

/** The header of a version-2 data page (Thrift's compact protocol) of required values, plain and compressed. */
function writePageHeader(writer: ByteWriter, values: number, bytes: number, compressed: number): void {
  const int = (value: number): void => {
    writer.appendUint8(0x15); // the next field, a 32-bit integer
    writer.appendZigZag(value);
  };
  int(3); // a data page of version 2
  int(bytes);
  int(compressed);
  writer.appendUint8(0x5c); // five fields on, a struct
  int(values);
  int(0); // nulls
  int(values); // rows
  int(0); // plain
  int(0); // bytes of definition levels
  int(0); // bytes of repetition levels
  writer.appendUint8(0);
  writer.appendUint8(0);
}
