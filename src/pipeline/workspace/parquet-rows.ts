import { ByteWriter } from "hyparquet-writer";
import type { ByteSink } from "../byte-access.ts";
import type { ColumnData, TableColumn } from "./contract.ts";
import { ParquetGroups } from "./parquet-groups.ts";

/** A Parquet file that is written one row group after another and never held whole. */
interface ParquetRows {
  /** One row group. @param columns as long as each other, of the types declared */
  append(columns: readonly { readonly values: ColumnData["values"] }[]): Promise<void>;
  finish(): Promise<void>;
}

class SinkWriter extends ByteWriter {
  constructor(private readonly sink: ByteSink) {
    super(1 << 20);
  }

  /** After each row group. Offsets go on counting. */
  async pass(): Promise<void> {
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
  const groups = new ParquetGroups(writer, columns, metadata);
  return {
    append: async (group) => {
      groups.append(group);
      await writer.pass();
    },
    finish: async () => {
      groups.finish();
      await writer.pass();
    },
  };
}
