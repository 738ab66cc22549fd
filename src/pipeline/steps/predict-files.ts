import type { Bundle } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import { openSegy, type ByteSink, type SegyFile, type SegyReading } from "../segy/contract.ts";
import { predictFile, type Predictions } from "../serving/contract.ts";
import type { StepPorts } from "./context.ts";
import { withJoinedFiles } from "./join-files.ts";
import { surveyNameOf } from "./survey-files.ts";
import {
  summarisePredictions,
  writePredictions,
  type PredictionFormat,
  type PredictionSummary,
} from "./write-predictions.ts";

export interface FilesToPredict {
  readonly locations: readonly string[];
  /** Name of the one survey that all these files are; absent: each is one. */
  readonly join?: string;
  readonly reading?: SegyReading;
}

/**
 * Scores files with a bundle and writes the answers.
 * @throws InputError `one-file-expected` when SEG-Y is asked for several files
 */
export async function predictFiles(
  ports: StepPorts,
  { model, lineage }: Bundle,
  { locations, join, reading }: FilesToPredict,
  format: PredictionFormat,
  sink: ByteSink,
): Promise<PredictionSummary> {
  if (format === "segy" && join === undefined && locations.length !== 1)
    throw new InputError(
      "one-file-expected",
      `SEG-Y output holds the answers of one file; ${locations.length} were given`,
      {
        advice: "Run it once a file, join them to one survey, or write CSV or Parquet.",
      },
    );
  const all: Predictions[] = [];
  const score = async (segy: SegyFile, name: string): Promise<void> => {
    const predictions = await predictFile(model, segy, name, {
      signal: ports.signal,
      onProgress: (done: number, total: number) =>
        ports.onProgress?.({ step: "predict", detail: segy.layout.file, done, total }),
      yieldControl: ports.yieldControl,
    });
    all.push(predictions);
    if (format === "segy")
      await writePredictions(
        [predictions],
        { format, segy, codeVersion: lineage.codeVersion, signal: ports.signal },
        sink,
      );
  };
  if (join !== undefined)
    await withJoinedFiles(ports, { name: join, locations }, reading, (segy) => score(segy, join));
  else
    for (const location of locations) {
      const source = await ports.openSource(location);
      try {
        await score(await openSegy(source, { reading }), surveyNameOf(source.name));
      } finally {
        await source.close();
      }
    }
  if (format !== "segy") await writePredictions(all, { format }, sink);
  return summarisePredictions(all, model.classes);
}
