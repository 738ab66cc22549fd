import type { ByteSink } from "../segy/contract.ts";
import type { PredictionFileHead, PredictionWriter, Predictions } from "./contract.ts";
import { predictionColumns } from "./predictions-table.ts";

const rowsPerChunk = 2048;

/** Quoted where a comma, quote or line break would break the row (RFC 4180). */
const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** Milliseconds to the microsecond, the unit of a sample interval. */
const timeText = (ms: number): string => String(Number(ms.toFixed(3)));
/** Nine significant digits of a float32 read back as the same float32. NaN is an empty field. */
const probabilityText = (value: number): string =>
  Number.isNaN(value) ? "" : String(Number(Math.fround(value).toPrecision(9)));

/**
 * The same columns as `predictionsToTable`, as CSV: a header line, then a line for each window; CSV has no NaN, so an unscored
 * window has empty numbers.
 */
export async function openPredictionsCsv(
  sink: ByteSink,
  head: PredictionFileHead,
): Promise<PredictionWriter> {
  const encoder = new TextEncoder();
  const header = predictionColumns(head).map(csvField).join(",");
  await sink.write(encoder.encode(`${header}\n`));
  return {
    append: async (block) => {
      for (let first = 0; first < block.rows; first += rowsPerChunk)
        await sink.write(encoder.encode(linesOf(block, head, first)));
    },
    finish: async () => undefined,
  };
}

function linesOf(block: Predictions, { withSurvey }: PredictionFileHead, first: number): string {
  const { inline, crossline, traceIndex, startMs, endMs, classIndex, probabilities } = block;
  const names = block.classes.map(csvField);
  const survey = withSurvey ? `,${csvField(block.survey)}` : "";
  let text = "";
  for (let row = first; row < Math.min(first + rowsPerChunk, block.rows); row++) {
    const own = classIndex[row]!;
    const at = row * probabilities.columns;
    text += `${inline[row]!},${crossline[row]!},${traceIndex[row]!},${timeText(startMs[row]!)},${timeText(endMs[row]!)},`;
    text += own < 0 ? "unscored," : `${names[own]!},${probabilityText(probabilities.data[at + own]!)}`;
    for (let c = 0; c < probabilities.columns; c++)
      text += `,${probabilityText(probabilities.data[at + c]!)}`;
    text += `${survey}\n`;
  }
  return text;
}
