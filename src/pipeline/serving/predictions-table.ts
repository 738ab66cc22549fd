import type { ColumnTable, TableColumn } from "../workspace/contract.ts";
import type { PredictionFileHead, Predictions } from "./contract.ts";

/** The class of a window that holds NaN or infinite samples. */
const unscored = "unscored";

const confidenceOf = ({ classIndex, probabilities }: Predictions, row: number): number => {
  const own = classIndex[row]!;
  return own < 0 ? NaN : probabilities.data[row * probabilities.columns + own]!;
};

/** Names of the columns: `start_ms`, in depth `start_m` or `start_ft`; `survey` where several files stand together. */
export function predictionColumns({ classes, verticalUnit, withSurvey }: PredictionFileHead): string[] {
  return [
    "inline",
    "crossline",
    "trace_index",
    `start_${verticalUnit}`,
    `end_${verticalUnit}`,
    "class",
    "confidence",
    ...classes.map((name) => `p_${name}`),
    ...(withSurvey ? ["survey"] : []),
  ];
}

/**
 * Columns `inline, crossline, trace_index, start_ms, end_ms, class, confidence, p_<class> …` and `survey` where asked for.
 * Confidence is the class' probability; probabilities are float32. An unscored window has the class `unscored` and NaN.
 * @param all predictions of one model
 */
export function predictionsToTable(all: readonly Predictions[], head: PredictionFileHead): ColumnTable {
  const rows = all.reduce((sum, predictions) => sum + predictions.rows, 0);
  const fill = <T extends Int32Array | Float32Array | Float64Array>(
    values: T,
    of: (predictions: Predictions, row: number) => number,
  ): T => {
    let at = 0;
    for (const predictions of all)
      for (let row = 0; row < predictions.rows; row++) values[at++] = of(predictions, row);
    return values;
  };
  const texts = (of: (predictions: Predictions, row: number) => string): string[] =>
    all.flatMap((predictions) => Array.from({ length: predictions.rows }, (_, row) => of(predictions, row)));
  const columns: TableColumn[] = [
    { name: "inline", type: "int32", values: fill(new Int32Array(rows), (p, row) => p.inline[row]!) },
    { name: "crossline", type: "int32", values: fill(new Int32Array(rows), (p, row) => p.crossline[row]!) },
    {
      name: "trace_index",
      type: "int32",
      values: fill(new Int32Array(rows), (p, row) => p.traceIndex[row]!),
    },
    {
      name: `start_${head.verticalUnit}`,
      type: "double",
      values: fill(new Float64Array(rows), (p, row) => p.startMs[row]!),
    },
    {
      name: `end_${head.verticalUnit}`,
      type: "double",
      values: fill(new Float64Array(rows), (p, row) => p.endMs[row]!),
    },
    { name: "class", type: "string", values: texts((p, row) => p.classes[p.classIndex[row]!] ?? unscored) },
    { name: "confidence", type: "float", values: fill(new Float32Array(rows), confidenceOf) },
    ...head.classes.map((name, index): TableColumn => ({
      name: `p_${name}`,
      type: "float",
      values: fill(
        new Float32Array(rows),
        (p, row) => p.probabilities.data[row * p.probabilities.columns + index]!,
      ),
    })),
  ];
  if (head.withSurvey) columns.push({ name: "survey", type: "string", values: texts((p) => p.survey) });
  return { rows, columns, metadata: predictionMetadata(head) };
}

/** What a file of predictions says of itself beside its rows. */
export const predictionMetadata = ({ classes }: PredictionFileHead): Record<string, string> => ({
  classes: JSON.stringify(classes),
});
