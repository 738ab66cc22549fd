import type { Bundle } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import { openSegy, type ByteSink, type LineBytes } from "../segy/contract.ts";
import {
  classNumbers,
  predictFile,
  predictionsToCsv,
  predictionsToTable,
  writePredictionsSegy,
  type Predictions,
} from "../serving/contract.ts";
import { encodeParquet } from "../workspace/contract.ts";
import type { StepPorts } from "./context.ts";
import { surveyNameOf } from "./survey-files.ts";

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

function summarise(all: readonly Predictions[], classes: readonly string[]): PredictionSummary {
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
  lineBytes?: LineBytes,
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
      const segy = await openSegy(source, { lineBytes });
      const predictions = await predictFile(model, segy, surveyNameOf(source.name), {
        signal: ports.signal,
        onProgress: (done: number, total: number) =>
          ports.onProgress?.({ step: "predict", detail: source.name, done, total }),
      });
      all.push(predictions);
      if (format === "segy") {
        const classes = describeClasses(model.classes);
        await writePredictionsSegy(
          predictions,
          segy,
          sink,
          `GEOPHONE ${lineage.codeVersion} CLASSES: ${classes}`,
        );
      }
    } finally {
      await source.close();
    }
  }
  const withSurvey = all.length > 1;
  if (format === "csv")
    for (const text of predictionsToCsv(all, { withSurvey }))
      await sink.write(new TextEncoder().encode(text));
  if (format === "parquet") await sink.write(encodeParquet(predictionsToTable(all, { withSurvey })));
  return summarise(all, model.classes);
}
