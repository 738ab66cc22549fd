import type { Bundle } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import { openSegy, type ByteSink, type SegyReading } from "../segy/contract.ts";
import { predictFile, type Predictions } from "../serving/contract.ts";
import type { StepPorts } from "./context.ts";
import { surveyNameOf } from "./survey-files.ts";
import {
  summarisePredictions,
  writePredictions,
  type PredictionFormat,
  type PredictionSummary,
} from "./write-predictions.ts";

/**
 * Scores files with a bundle and writes the answers.
 * @throws InputError `one-file-expected` when SEG-Y is asked for several files
 */
export async function predictFiles(
  ports: StepPorts,
  { model, lineage }: Bundle,
  locations: readonly string[],
  format: PredictionFormat,
  sink: ByteSink,
  reading?: SegyReading,
): Promise<PredictionSummary> {
  if (format === "segy" && locations.length !== 1)
    throw new InputError(
      "one-file-expected",
      `SEG-Y output holds the answers of one file; ${locations.length} were given`,
      {
        advice: "Run it once a file, or write CSV or Parquet.",
      },
    );
  const all: Predictions[] = [];
  for (const location of locations) {
    const source = await ports.openSource(location);
    try {
      const segy = await openSegy(source, { reading });
      const predictions = await predictFile(model, segy, surveyNameOf(source.name), {
        signal: ports.signal,
        onProgress: (done: number, total: number) =>
          ports.onProgress?.({ step: "predict", detail: source.name, done, total }),
        yieldControl: ports.yieldControl,
      });
      all.push(predictions);
      if (format === "segy")
        await writePredictions(
          [predictions],
          { format, segy, codeVersion: lineage.codeVersion, signal: ports.signal },
          sink,
        );
    } finally {
      await source.close();
    }
  }
  if (format !== "segy") await writePredictions(all, { format }, sink);
  return summarisePredictions(all, model.classes);
}
