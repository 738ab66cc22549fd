import type { VerticalUnit } from "../../quantities/units.ts";
import type { ColumnTable, TableColumn } from "../workspace/contract.ts";
import type { Predictions } from "./contract.ts";

/** The class of a window that holds NaN or infinite samples. */
const unscored = "unscored";

export interface PredictionsTableOptions {
  /** Whether a last column names the survey: where the answers of several files stand together. */
  readonly withSurvey: boolean;
}

const confidenceOf = ({ classIndex, probabilities }: Predictions, row: number): number => {
  const own = classIndex[row]!;
  return own < 0 ? NaN : probabilities.data[row * probabilities.columns + own]!;
};

/** Predictions of one model are in its unit; of none, in none. */
export const unitOfAll = (all: readonly Predictions[]): VerticalUnit => all[0]?.verticalUnit ?? "ms";

/**
 * Columns `inline, crossline, trace_index, start_ms, end_ms (in depth: start_m, end_m or start_ft, end_ft), class, confidence, p_<class> …` and `survey` where asked for.
 * Confidence is the class' probability; probabilities are float32. An unscored window has the class `unscored` and NaN.
 * @param all predictions of one model
 */
export function predictionsToTable(
  all: readonly Predictions[],
  { withSurvey }: PredictionsTableOptions,
): ColumnTable {
  const rows = all.reduce((sum, predictions) => sum + predictions.rows, 0);
  const classes = all[0]?.classes ?? [];
  const unit = unitOfAll(all);
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
      name: `start_${unit}`,
      type: "double",
      values: fill(new Float64Array(rows), (p, row) => p.startMs[row]!),
    },
    { name: `end_${unit}`, type: "double", values: fill(new Float64Array(rows), (p, row) => p.endMs[row]!) },
    { name: "class", type: "string", values: texts((p, row) => p.classes[p.classIndex[row]!] ?? unscored) },
    { name: "confidence", type: "float", values: fill(new Float32Array(rows), confidenceOf) },
    ...classes.map((name, index): TableColumn => ({
      name: `p_${name}`,
      type: "float",
      values: fill(
        new Float32Array(rows),
        (p, row) => p.probabilities.data[row * p.probabilities.columns + index]!,
      ),
    })),
  ];
  if (withSurvey) columns.push({ name: "survey", type: "string", values: texts((p) => p.survey) });
  return { rows, columns, metadata: { classes: JSON.stringify(classes) } };
}
