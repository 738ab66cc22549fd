import type { Predictions } from "./contract.ts";
import { unitOfAll, type PredictionsTableOptions } from "./predictions-table.ts";

const rowsPerChunk = 2048;

/** Quoted where a comma, quote or line break would break the row (RFC 4180). */
const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** Milliseconds to the microsecond, the unit of a sample interval. */
const timeText = (ms: number): string => String(Number(ms.toFixed(3)));
/** Nine significant digits of a float32 read back as the same float32. NaN is an empty field. */
const probabilityText = (value: number): string =>
  Number.isNaN(value) ? "" : String(Number(Math.fround(value).toPrecision(9)));

/**
 * The same columns as `predictionsToTable`, as CSV text in chunks: a header line, then a line for each window; CSV has no
 * NaN, so an unscored window has empty numbers.
 * @param all predictions of one model
 */
export function* predictionsToCsv(
  all: readonly Predictions[],
  { withSurvey }: PredictionsTableOptions,
): Generator<string> {
  const classes = all[0]?.classes ?? [];
  const unit = unitOfAll(all);
  const header = [
    "inline",
    "crossline",
    "trace_index",
    `start_${unit}`,
    `end_${unit}`,
    "class",
    "confidence",
  ];
  header.push(...classes.map((name) => csvField(`p_${name}`)));
  if (withSurvey) header.push("survey");
  yield `${header.join(",")}\n`;

  const names = classes.map(csvField);
  for (const predictions of all) {
    const { rows, inline, crossline, traceIndex, startMs, endMs, classIndex, probabilities } = predictions;
    const survey = withSurvey ? `,${csvField(predictions.survey)}` : "";
    for (let first = 0; first < rows; first += rowsPerChunk) {
      let text = "";
      for (let row = first; row < Math.min(first + rowsPerChunk, rows); row++) {
        const own = classIndex[row]!;
        const at = row * probabilities.columns;
        text += `${inline[row]!},${crossline[row]!},${traceIndex[row]!},${timeText(startMs[row]!)},${timeText(endMs[row]!)},`;
        text += own < 0 ? "unscored," : `${names[own]!},${probabilityText(probabilities.data[at + own]!)}`;
        for (let c = 0; c < probabilities.columns; c++)
          text += `,${probabilityText(probabilities.data[at + c]!)}`;
        text += `${survey}\n`;
      }
      yield text;
    }
  }
}
