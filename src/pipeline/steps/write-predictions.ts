import type { ByteSink, SegyFile } from "../segy/contract.ts";
import {
  classNumbers,
  predictionsToCsv,
  predictionsToTable,
  writePredictionsSegy,
  type Predictions,
} from "../serving/contract.ts";
import { encodeParquet } from "../workspace/contract.ts";

export type PredictionFormat = "csv" | "parquet" | "segy";

export interface PredictionSummary {
  readonly examples: number;
  /** Windows that hold NaN or infinity. */
  readonly unscored: number;
  readonly classCounts: Readonly<Record<string, number>>;
}

/** "0 normal, 1 anomaly", or the numbers alone where they are the names. */
function describeClasses(classes: readonly string[]): string {
  const numbers = classNumbers(classes);
  return classes
    .map((name, place) => (String(numbers[place]) === name ? name : `${numbers[place]} ${name}`))
    .join(", ");
}

export function summarisePredictions(
  all: readonly Predictions[],
  classes: readonly string[],
): PredictionSummary {
  const counts = new Array<number>(classes.length).fill(0);
  let examples = 0;
  let unscored = 0;
  for (const { rows, classIndex } of all) {
    examples += rows;
    for (const index of classIndex)
      if (index < 0) unscored++;
      else counts[index]!++;
  }
  return {
    examples,
    unscored,
    classCounts: Object.fromEntries(classes.map((name, i) => [name, counts[i]!])),
  };
}

/** The one way from predictions to a file. SEG-Y takes the traces of the file that was scored, and one file's answers only. */
export async function writePredictions(
  all: readonly Predictions[],
  options:
    | { readonly format: "csv" | "parquet" }
    | {
        readonly format: "segy";
        readonly segy: SegyFile;
        /** Of the code that trained the model; stands in the textual header. */
        readonly codeVersion: string;
        readonly signal?: AbortSignal;
      },
  sink: ByteSink,
): Promise<void> {
  const withSurvey = all.length > 1;
  switch (options.format) {
    case "csv":
      for (const text of predictionsToCsv(all, { withSurvey }))
        await sink.write(new TextEncoder().encode(text));
      return;
    case "parquet":
      await sink.write(encodeParquet(predictionsToTable(all, { withSurvey })));
      return;
    case "segy":
      for (const predictions of all)
        await writePredictionsSegy(
          predictions,
          options.segy,
          sink,
          `GEOPHONE ${options.codeVersion} CLASSES: ${describeClasses(predictions.classes)}`,
          options.signal,
        );
  }
}
