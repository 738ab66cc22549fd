import type { ByteSink, SegyFile } from "../segy/contract.ts";
import {
  classNumbers,
  openPredictionsCsv,
  openPredictionsParquet,
  openPredictionsSegy,
  type PredictionFileHead,
  type Predictions,
  type PredictionWriter,
} from "../serving/contract.ts";

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

/** Counts predictions as they come by. */
export class PredictionCounts {
  private readonly counts: number[];
  private examples = 0;
  private unscored = 0;

  constructor(private readonly classes: readonly string[]) {
    this.counts = new Array<number>(classes.length).fill(0);
  }

  add({ rows, classIndex }: Pick<Predictions, "rows" | "classIndex">): void {
    this.examples += rows;
    for (const index of classIndex)
      if (index < 0) this.unscored++;
      else this.counts[index]!++;
  }

  summary(): PredictionSummary {
    const { examples, unscored } = this;
    const classCounts = Object.fromEntries(this.classes.map((name, i) => [name, this.counts[i]!]));
    return { examples, unscored, classCounts };
  }
}

export function summarisePredictions(
  predictions: Predictions,
  classes: readonly string[],
): PredictionSummary {
  const counts = new PredictionCounts(classes);
  counts.add(predictions);
  return counts.summary();
}

export type PredictionWriterOptions =
  | { readonly format: "csv" | "parquet" }
  | {
      readonly format: "segy";
      /** The file that was scored: its traces are taken. */
      readonly segy: SegyFile;
      /** Of the code that trained the model; stands in the textual header. */
      readonly codeVersion: string;
      readonly signal?: AbortSignal;
    };

/**
 * The one way from predictions to a file; the bytes do not depend on the blocks they come in. SEG-Y holds one file's answers.
 * @throws InputError `too-many-classes` for SEG-Y, before anything is written
 */
export async function openPredictionWriter(
  sink: ByteSink,
  head: PredictionFileHead,
  options: PredictionWriterOptions,
): Promise<PredictionWriter> {
  switch (options.format) {
    case "csv":
      return openPredictionsCsv(sink, head);
    case "parquet":
      return openPredictionsParquet(sink, head);
    case "segy": {
      const { segy, codeVersion, signal } = options;
      const provenance = `GEOPHONE ${codeVersion} CLASSES: ${describeClasses(head.classes)}`;
      return openPredictionsSegy(sink, head, segy, provenance, signal);
    }
  }
}
