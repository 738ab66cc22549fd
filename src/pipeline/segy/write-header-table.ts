import { openParquetRows } from "../workspace/contract.ts";
import type { ByteSink, FieldColumn, HeaderField, SegyFile } from "./contract.ts";
import { isInt32 } from "./header-fields.ts";
import { tracesPerBlock, type SummaryOptions } from "./summarise-fields.ts";

export type HeaderTableFormat = "csv" | "parquet";

/** Rows of a row group: 92 columns of them are about 18 MB. */
const rowsPerGroup = 50_000;
const rowsPerText = 2048;

interface Block {
  readonly first: number;
  readonly columns: readonly FieldColumn[];
}

async function* blocksOf(
  segy: SegyFile,
  fields: readonly HeaderField[],
  { onProgress, signal, yieldControl }: SummaryOptions,
): AsyncGenerator<Block> {
  const { traces } = segy.layout;
  const block = tracesPerBlock(segy);
  for (let first = 0; first < traces; first += block) {
    signal?.throwIfAborted();
    const count = Math.min(block, traces - first);
    yield { first, columns: await segy.readFieldColumns(first, count, fields, signal) };
    onProgress?.(first + count);
    await yieldControl?.();
  }
}

/** RFC 4180 needs no quotes for numbers; NaN and infinity, which extension fields may hold, stay words. */
async function writeCsv(
  blocks: AsyncIterable<Block>,
  fields: readonly HeaderField[],
  sink: ByteSink,
): Promise<void> {
  const encoder = new TextEncoder();
  await sink.write(encoder.encode(`${["trace_index", ...fields.map(({ name }) => name)].join(",")}\n`));
  for await (const { first, columns } of blocks) {
    const rows = columns[0]?.length ?? 0;
    for (let from = 0; from < rows; from += rowsPerText) {
      let text = "";
      for (let row = from; row < Math.min(from + rowsPerText, rows); row++) {
        text += String(first + row);
        for (const column of columns) text += `,${column[row]!}`;
        text += "\n";
      }
      await sink.write(encoder.encode(text));
    }
  }
}

async function writeParquet(
  blocks: AsyncIterable<Block>,
  fields: readonly HeaderField[],
  sink: ByteSink,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  const rows = openParquetRows(
    sink,
    [
      { name: "trace_index", type: "int32" },
      ...fields.map((field) => ({
        name: field.name,
        type: isInt32(field) ? ("int32" as const) : ("double" as const),
      })),
    ],
    metadata,
  );
  let group: { readonly index: Int32Array; readonly columns: readonly FieldColumn[] } | undefined;
  let filled = 0;
  const flush = async (): Promise<void> => {
    if (!group || filled === 0) return;
    await rows.append(
      [group.index, ...group.columns].map((values) => ({ values: values.subarray(0, filled) })),
    );
    filled = 0;
  };
  for await (const { first, columns } of blocks) {
    const count = columns[0]?.length ?? 0;
    group ??= {
      index: new Int32Array(rowsPerGroup),
      columns: fields.map((field) =>
        isInt32(field) ? new Int32Array(rowsPerGroup) : new Float64Array(rowsPerGroup),
      ),
    };
    for (let from = 0; from < count;) {
      const take = Math.min(count - from, rowsPerGroup - filled);
      for (let i = 0; i < take; i++) group.index[filled + i] = first + from + i;
      for (let c = 0; c < columns.length; c++)
        group.columns[c]!.set(columns[c]!.subarray(from, from + take), filled);
      filled += take;
      from += take;
      if (filled === rowsPerGroup) await flush();
    }
  }
  await flush();
  await rows.finish();
}

/**
 * The headers of all traces as a table: `trace_index` from 0, then the fields by name, raw (no scalar applied). Written block
 * by block, so that memory does not grow with the file.
 * @param fields at least one
 */
export async function writeHeaderTable(
  segy: SegyFile,
  fields: readonly HeaderField[],
  format: HeaderTableFormat,
  sink: ByteSink,
  options: SummaryOptions = {},
): Promise<void> {
  const blocks = blocksOf(segy, fields, options);
  if (format === "csv") await writeCsv(blocks, fields, sink);
  else await writeParquet(blocks, fields, sink, { file: segy.layout.file });
}
