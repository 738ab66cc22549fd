import type { ArrayRoom } from "../../quantities/array-room.ts";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { millisecondsFromSample } from "../../quantities/units.ts";
import {
  createFeatureExtractor,
  featureTableToColumns,
  projectOnto,
  unitOf,
  type Embedding,
  type FeatureTable,
  type WindowDefinition,
} from "../features/contract.ts";
import { blankMuted } from "../quality/contract.ts";
import type { SegyFile } from "../segy/contract.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { ColumnTable } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { readSelectedTraces } from "./read-selected-traces.ts";

export interface FeaturePart {
  readonly survey: SurveyRecord;
  /** Positions of all traces of the file. */
  readonly headers: { readonly inline: Int32Array; readonly crossline: Int32Array };
  readonly window: WindowDefinition;
  /** First sample of each window. */
  readonly starts: Int32Array;
  /** Traces of the part, ascending. */
  readonly traces: Int32Array;
  readonly exploratory?: { readonly embedding: Embedding; readonly fittedOn: readonly string[] };
  /** Gets the number of rows that a block added. */
  readonly onRows: (rows: number) => void;
}

/** Windows that are cut out at once for the embedding, about. */
const windowsAtOnce = 2048;

/** Scores of all windows of a block of traces. @param scores `[traces · starts, components]` */
function projectBlock(
  embedding: Embedding,
  block: Float32Matrix,
  starts: Int32Array,
  scores: Float32Array,
  room: ArrayRoom,
): void {
  const { rows: components, columns: length } = embedding.components;
  const tracesAtOnce = Math.max(1, Math.floor(windowsAtOnce / Math.max(1, starts.length)));
  for (let first = 0; first < block.rows; first += tracesAtOnce) {
    const end = Math.min(first + tracesAtOnce, block.rows);
    const rows = (end - first) * starts.length;
    const windows = float32Matrix(rows, length, room.floats("windows", rows * length));
    let to = 0;
    for (let trace = first; trace < end; trace++)
      for (const start of starts) {
        const from = trace * block.columns + start;
        windows.data.set(block.data.subarray(from, from + length), to);
        to += length;
      }
    const row = first * starts.length;
    const out = scores.subarray(row * components, (row + rows) * components);
    projectOnto(embedding, windows, float32Matrix(rows, components, out));
  }
}

/**
 * One part of a survey's feature table. Memory holds the part and one block of traces.
 * @param room of all parts that are made one after the other; the next one writes over the table
 */
export async function computeFeaturePart(
  ports: Pick<WorkspacePorts, "signal" | "yieldControl">,
  segy: SegyFile,
  { survey, headers, window, starts, traces, exploratory, onRows }: FeaturePart,
  room: ArrayRoom,
): Promise<ColumnTable> {
  const extractor = createFeatureExtractor(window);
  const rows = traces.length * starts.length;
  const table: FeatureTable = {
    survey: survey.name,
    rows,
    traceIndex: room.ints("trace_index", rows),
    inline: room.ints("inline", rows),
    crossline: room.ints("crossline", rows),
    startSample: room.ints("start_sample", rows),
    startMs: room.floats("start_ms", rows),
    lengthMs: (window.lengthSamples * window.intervalMicroseconds) / 1000,
    verticalUnit: unitOf(window),
    features: float32Matrix(rows, 8, room.floats("features", rows * 8)),
  };
  const components = exploratory?.embedding.components.rows ?? 0;
  const scores = float32Matrix(rows, components, room.floats("scores", rows * components));
  let row = 0;
  await readSelectedTraces(
    segy,
    traces,
    async (block, indices) => {
      const first = row;
      const end = first + indices.length * starts.length;
      const features = float32Matrix(end - first, 8, table.features.data.subarray(first * 8, end * 8));
      extractor.extract(block, starts, features);
      blankMuted(features, block, starts, window.lengthSamples);
      if (exploratory)
        projectBlock(
          exploratory.embedding,
          block,
          starts,
          scores.data.subarray(first * components, end * components),
          room,
        );
      for (const trace of indices)
        for (const start of starts) {
          table.traceIndex[row] = trace;
          table.inline[row] = headers.inline[trace]!;
          table.crossline[row] = headers.crossline[trace]!;
          table.startSample[row] = start;
          table.startMs[row] = millisecondsFromSample(start, window.intervalMicroseconds, survey.delayMs);
          row++;
        }
      onRows(row - first);
      await ports.yieldControl?.();
    },
    ports.signal,
    room,
  );
  return featureTableToColumns(table, exploratory && { scores, fittedOn: exploratory.fittedOn }, room);
}
