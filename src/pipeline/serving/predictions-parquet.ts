import type { ByteSink } from "../segy/contract.ts";
import { openParquetRows, rowsPerGroup } from "../workspace/contract.ts";
import type { PredictionFileHead, PredictionWriter, Predictions } from "./contract.ts";
import { predictionMetadata, predictionsToTable } from "./predictions-table.ts";

/**
 * `predictionsToTable` as Parquet in row groups of 100 000, whatever blocks the rows come in: the bytes of the whole table
 * encoded at once, without ever holding it.
 */
export function openPredictionsParquet(sink: ByteSink, head: PredictionFileHead): PredictionWriter {
  const { columns } = predictionsToTable([], head);
  const file = openParquetRows(sink, columns, predictionMetadata(head));
  let pending: Predictions[] = [];
  let rows = 0;
  const flush = async (): Promise<void> => {
    await file.append(predictionsToTable(pending, head).columns);
    pending = [];
    rows = 0;
  };
  return {
    append: async (block) => {
      for (let from = 0; from < block.rows;) {
        const take = Math.min(block.rows - from, rowsPerGroup - rows);
        pending.push(rowsOf(block, from, from + take));
        rows += take;
        from += take;
        if (rows === rowsPerGroup) await flush();
      }
    },
    finish: async () => {
      await flush();
      await file.finish();
    },
  };
}

/** Rows `from … to − 1`, in the same memory. */
function rowsOf(block: Predictions, from: number, to: number): Predictions {
  const { data, columns } = block.probabilities;
  return {
    ...block,
    rows: to - from,
    traceIndex: block.traceIndex.subarray(from, to),
    inline: block.inline.subarray(from, to),
    crossline: block.crossline.subarray(from, to),
    startSample: block.startSample.subarray(from, to),
    startMs: block.startMs.subarray(from, to),
    endMs: block.endMs.subarray(from, to),
    classIndex: block.classIndex.subarray(from, to),
    probabilities: { rows: to - from, columns, data: data.subarray(from * columns, to * columns) },
  };
}
