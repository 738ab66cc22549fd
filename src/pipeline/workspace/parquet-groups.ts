import { ByteWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import { writeRleBitPackedHybrid } from "hyparquet-writer/src/encoding.js";
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
function isMostlyDistinct(values: Numbers): boolean {
  const count = Math.min(values.length, sampled);
  const seen = new Set<number>();
  for (let i = 0; i < count; i++)
    seen.add(values[count === 1 ? 0 : Math.floor((i * (values.length - 1)) / (count - 1))]!);
  return seen.size / count > mostlyDistinct;
}

/** Bits of an index into so many values. */
const bitsFor = (values: number): number => Math.ceil(Math.log2(values));

/** Distinct values in the order of their first rows, where by the library's rule they and the rows' indexes halve the column. */
function dictionaryOf(values: Numbers, indexes: Int32Array): number[] | undefined {
  if (isMostlyDistinct(values)) return undefined;
  const places = new Map<number, number>();
  const dictionary: number[] = [];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    let place = places.get(value);
    if (place === undefined) {
      place = dictionary.length;
      dictionary.push(value);
      places.set(value, place);
    }
    indexes[row] = place;
  }
  const indexBytes = Math.ceil((values.length * bitsFor(dictionary.length)) / 8);
  const bytes = dictionary.length * values.BYTES_PER_ELEMENT + indexBytes;
  return 2 * bytes > values.byteLength ? undefined : dictionary;
}

const isAllOf = (values: readonly unknown[], word: string): boolean => {
  for (let row = 0; row < values.length; row++) if (values[row] !== word) return false;
  return true;
};

const bytesOf = ({ buffer, byteOffset, byteLength }: Numbers): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

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
  readonly #page = new ByteWriter(1 << 10);
  #indexes = new Int32Array(0);

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
      if (ArrayBuffer.isView(values))
        return values.byteLength < largestPage
          ? this.#appendNumbers(column, values)
          : this.#appendByLibrary(column, values);
      const [word] = values;
      return typeof word === "string" && rows > 1 && 4 * rows < largestPage && isAllOf(values, word)
        ? this.#appendWord(column, word, rows)
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
   * Numbers in one page, as indexes into a dictionary or as they lie in memory: the very bytes that the library writes, without an
   * object or two for each value in each of its loops. Features of a large survey made more of those than were collected.
   */
  #appendNumbers({ name, type }: Column, values: Numbers): Chunk {
    const indexes = this.#indexesFor(values.length);
    const dictionary = dictionaryOf(values, indexes);
    const physical = physicalTypes[type] as "INT32" | "FLOAT" | "DOUBLE";
    const statistics = statisticsOf(values, type !== "int32");
    if (!dictionary) return this.#appendChunk(name, physical, values.length, statistics, bytesOf(values));
    const distinct = values.slice(0, dictionary.length);
    distinct.set(dictionary);
    const packed = this.#packed(indexes, dictionary.length);
    return this.#appendChunk(name, physical, values.length, statistics, packed, {
      bytes: bytesOf(distinct),
      values: dictionary.length,
    });
  }

  /** One word in all rows, as the name of a survey in its features: a dictionary of one. */
  #appendWord({ name }: Column, word: string, rows: number): Chunk {
    const text = new TextEncoder().encode(word);
    const bytes = new Uint8Array(4 + text.length);
    new DataView(bytes.buffer).setUint32(0, text.length, true);
    bytes.set(text, 4);
    const packed = this.#packed(this.#indexesFor(rows).fill(0), 1);
    const statistics = { min_value: word, max_value: word, null_count: 0n };
    return this.#appendChunk(name, "BYTE_ARRAY", rows, statistics, packed, { bytes, values: 1 });
  }

  #indexesFor(rows: number): Int32Array {
    if (this.#indexes.length < rows) this.#indexes = new Int32Array(rows);
    return this.#indexes.subarray(0, rows);
  }

  /** @param dictionary what `data` holds indexes into; absent: it holds the values */
  #appendChunk(
    name: string,
    type: "INT32" | "FLOAT" | "DOUBLE" | "BYTE_ARRAY",
    rows: number,
    statistics: Statistics,
    data: Uint8Array,
    dictionary?: { readonly bytes: Uint8Array; readonly values: number },
  ): Chunk {
    const { writer } = this;
    const start = writer.offset;
    let uncompressed = 0;
    if (dictionary) uncompressed += this.#appendPage(dictionary.bytes, dictionary.values, "dictionary");
    const dataStart = writer.offset;
    uncompressed += this.#appendPage(data, rows, dictionary ? "indexes" : "plain");
    const encoding = dictionary ? "RLE_DICTIONARY" : "PLAIN";
    return {
      meta_data: {
        type,
        encodings: dictionary ? ["PLAIN", encoding] : [encoding],
        path_in_schema: [name],
        codec: "SNAPPY",
        num_values: BigInt(rows),
        total_compressed_size: BigInt(writer.offset - start),
        total_uncompressed_size: BigInt(uncompressed),
        data_page_offset: BigInt(dataStart),
        ...(dictionary ? { dictionary_page_offset: BigInt(start) } : {}),
        statistics,
        encoding_stats: [
          ...(dictionary ? [{ page_type: "DICTIONARY_PAGE", encoding: "PLAIN", count: 1 } as const] : []),
          { page_type: "DATA_PAGE_V2", encoding, count: 1 },
        ],
      },
      file_offset: BigInt(start),
    };
  }

  /** Indexes in as few bits as they need, in runs and packed groups; their width first. */
  #packed(indexes: Int32Array, values: number): Uint8Array {
    const page = this.#page;
    page.index = 0;
    page.offset = 0;
    page.appendUint8(bitsFor(values));
    writeRleBitPackedHybrid(page, indexes, bitsFor(values));
    return page.getBytes();
  }

  /** @returns bytes of the page with its header before compression */
  #appendPage(bytes: Uint8Array, values: number, kind: PageKind): number {
    const { writer } = this;
    const compressed = this.#parquet.compressors.SNAPPY(bytes);
    const start = writer.offset;
    writePageHeader(writer, kind, { values, bytes: bytes.length, compressed: compressed.length });
    const header = writer.offset - start;
    writer.appendBytes(compressed);
    return header + bytes.length;
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

type PageKind = "dictionary" | "indexes" | "plain";

/** The header of a page of required values (Thrift's compact protocol): of a dictionary, or of data in version 2. */
function writePageHeader(
  writer: ByteWriter,
  kind: PageKind,
  {
    values,
    bytes,
    compressed,
  }: { readonly values: number; readonly bytes: number; readonly compressed: number },
): void {
  const int = (value: number): void => {
    writer.appendUint8(0x15); // the next field, a 32-bit integer
    writer.appendZigZag(value);
  };
  const isDictionary = kind === "dictionary";
  int(isDictionary ? 2 : 3);
  int(bytes);
  int(compressed);
  writer.appendUint8(isDictionary ? 0x4c : 0x5c); // four or five fields on, a struct
  int(values);
  if (!isDictionary) {
    int(0); // nulls
    int(values); // rows
  }
  int(kind === "indexes" ? 8 : 0); // encoding: indexes into a dictionary, or plain
  if (!isDictionary) {
    int(0); // bytes of definition levels
    int(0); // bytes of repetition levels
  }
  writer.appendUint8(0);
  writer.appendUint8(0);
}
