import type { Bundle } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import { unitOf } from "../features/contract.ts";
import { openSegy, type ByteSink, type SegyFile, type SegyReading } from "../segy/contract.ts";
import { predictFileBlocks, type PredictionFileHead, type PredictionWriter } from "../serving/contract.ts";
import type { StepPorts } from "./context.ts";
import { withJoinedFiles } from "./join-files.ts";
import { surveyNameOf } from "./survey-files.ts";
import {
  openPredictionWriter,
  PredictionCounts,
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
  const counts = new PredictionCounts(model.classes);
  const head: PredictionFileHead = {
    classes: model.classes,
    verticalUnit: unitOf(model.window),
    withSurvey: join === undefined && locations.length > 1,
  };
  // SEG-Y has one file or survey, the others one table for all: either way one writer.
  let writer: PredictionWriter | undefined;
  const score = async (segy: SegyFile, name: string): Promise<void> => {
    const { blocks } = await predictFileBlocks(model, segy, name, {
      signal: ports.signal,
      onProgress: (done: number, total: number) =>
        ports.onProgress?.({ step: "predict", detail: segy.layout.file, done, total }),
      yieldControl: ports.yieldControl,
    });
    writer ??= await openPredictionWriter(
      sink,
      head,
      format === "segy"
        ? { format, segy, codeVersion: lineage.codeVersion, signal: ports.signal }
        : { format },
    );
    for await (const block of blocks) {
      counts.add(block);
      await writer.append(block);
    }
    // What it has yet to write of a SEG-Y is read from the file.
    if (format === "segy") await writer.finish();
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
  if (format !== "segy") await writer?.finish();
  return counts.summary();
}
