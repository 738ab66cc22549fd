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

/** All windows of a block of traces, `[traces · starts, lengthSamples]`. */
function windowsOf(block: Float32Matrix, starts: Int32Array, lengthSamples: number): Float32Matrix {
  const windows = float32Matrix(block.rows * starts.length, lengthSamples);
  let to = 0;
  for (let trace = 0; trace < block.rows; trace++)
    for (const start of starts) {
      const from = trace * block.columns + start;
      windows.data.set(block.data.subarray(from, from + lengthSamples), to);
      to += lengthSamples;
    }
  return windows;
}

/** One part of a survey's feature table. Memory holds the part and one block of traces. */
export async function computeFeaturePart(
  ports: Pick<WorkspacePorts, "signal" | "yieldControl">,
  segy: SegyFile,
  { survey, headers, window, starts, traces, exploratory, onRows }: FeaturePart,
): Promise<ColumnTable> {
  const extractor = createFeatureExtractor(window);
  const rows = traces.length * starts.length;
  const table: FeatureTable = {
    survey: survey.name,
    rows,
    traceIndex: new Int32Array(rows),
    inline: new Int32Array(rows),
    crossline: new Int32Array(rows),
    startSample: new Int32Array(rows),
    startMs: new Float32Array(rows),
    lengthMs: (window.lengthSamples * window.intervalMicroseconds) / 1000,
    verticalUnit: unitOf(window),
    features: float32Matrix(rows, 8),
  };
  const components = exploratory?.embedding.components.rows ?? 0;
  const scores = float32Matrix(rows, components);
  let row = 0;
  await readSelectedTraces(
    segy,
    traces,
    async (block, indices) => {
      const first = row;
      const features = extractor.extract(block, starts);
      blankMuted(features, block, starts, window.lengthSamples);
      table.features.data.set(features.data, row * 8);
      if (exploratory) {
        const windows = windowsOf(block, starts, window.lengthSamples);
        scores.data.set(projectOnto(exploratory.embedding, windows).data, row * components);
      }
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
  );
  return featureTableToColumns(table, exploratory && { scores, fittedOn: exploratory.fittedOn });
}
