import { ByteWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import type { ByteSink } from "../byte-access.ts";
import type { ColumnData, TableColumn } from "./contract.ts";
import { parquetTypes } from "./parquet.ts";

type Values = ColumnData["values"];

/** A Parquet file that is written one row group after another and never held whole. */
interface ParquetRows {
  /** One row group. @param columns as long as each other, of the types declared */
  append(columns: readonly { readonly values: Values }[]): Promise<void>;
  finish(): Promise<void>;
}

class SinkWriter extends ByteWriter {
  constructor(private readonly sink: ByteSink) {
    super(1 << 20);
  }

  /** Called after each row group. Offsets go on counting. */
  async flush(): Promise<void> {
    if (this.index === 0) return;
    const bytes = this.getBytes().slice();
    this.index = 0;
    await this.sink.write(bytes);
  }
}

/** Required (never null) columns; the same bytes for the same rows in the same groups. */
export function openParquetRows(
  sink: ByteSink,
  columns: readonly Pick<TableColumn, "name" | "type">[],
  metadata: Readonly<Record<string, string>> = {},
): ParquetRows {
  const writer = new SinkWriter(sink);
  const parquet = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({
      columnData: columns.map(({ name, type }) => ({
        name,
        type: parquetTypes[type],
        nullable: false,
        data: new Int32Array(0),
      })),
    }),
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy: "geophone",
  });
  return {
    append: async (group) => {
      const rows = group[0]?.values.length ?? 0;
      if (rows === 0) return;
      await parquet.write({
        columnData: columns.map(({ name }, i) => ({ name, data: dataOf(group[i]!.values) })),
        rowGroupSize: rows,
      });
    },
    finish: async () => {
      await parquet.finish();
      await writer.flush();
    },
  };
}

/** hyparquet-writer takes no read-only array. */
const dataOf = (values: Values) => (ArrayBuffer.isView(values) ? values : [...values]);
