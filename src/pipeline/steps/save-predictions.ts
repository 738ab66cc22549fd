import { JobError } from "../errors.ts";
import type { ByteSink } from "../segy/contract.ts";
import { largestArchiveBytes, StoredZipWriter } from "../workspace/contract.ts";
import type { StepProgress, WorkspacePorts } from "./context.ts";
import { loadScorer, type LoadedScorer } from "./load-scorer.ts";
import { knownPrediction, scoreSurvey, type PredictSurveyRequest } from "./predict-survey.ts";
import { readPrediction, type Scorer } from "./prediction-record.ts";
import { requireSurvey, withSurveyFile } from "./survey-files.ts";
import {
  openPredictionWriter,
  summarisePredictions,
  type PredictionFormat,
  type PredictionSummary,
  type PredictionWriterOptions,
} from "./write-predictions.ts";

interface Answering {
  readonly scorer: Scorer;
  readonly loaded: LoadedScorer;
}

/** Writes a survey's answers; what was not scored yet is. */
async function saveOne(
  ports: WorkspacePorts,
  survey: string,
  answering: Answering,
  format: PredictionFormat,
  sink: ByteSink,
): Promise<PredictionSummary> {
  const { workspace } = ports;
  const record = await requireSurvey(workspace, survey);
  const known = await knownPrediction(workspace, record, answering.loaded);
  const predictions = await readPrediction(workspace, known ?? (await scoreSurvey(ports, record, answering)));
  const { codeVersion } = answering.loaded;
  const write = async (how: PredictionWriterOptions): Promise<void> => {
    const writer = await openPredictionWriter(sink, { ...predictions, withSurvey: false }, how);
    await writer.append(predictions);
    await writer.finish();
  };
  if (format === "segy")
    await withSurveyFile(ports, record, (segy) => write({ format, segy, codeVersion, signal: ports.signal }));
  else await write({ format });
  return summarisePredictions(predictions, predictions.classes);
}

/** As `predictSurvey`, and writes the answers: the bytes that `geophone predict` writes with a bundle of the same model. */
export async function savePredictions(
  ports: WorkspacePorts,
  { scorer, survey }: PredictSurveyRequest,
  format: PredictionFormat,
  sink: ByteSink,
): Promise<PredictionSummary> {
  const loaded = await loadScorer(ports.workspace, scorer);
  return saveOne(ports, survey, { scorer, loaded }, format, sink);
}

/** As `geophone predict --out-dir` names them. */
const endings: Readonly<Record<PredictionFormat, string>> = {
  csv: ".csv",
  parquet: ".parquet",
  segy: ".classes.sgy",
};

/**
 * Writes the answers to several surveys as one zip: a file each, with the name and the bytes that `geophone predict --out-dir`
 * gives it. Memory holds one survey's answers.
 * @throws JobError `zip-too-large`, and what `savePredictions` raises
 */
export async function savePredictionsZip(
  ports: WorkspacePorts,
  { scorer, surveys }: { readonly scorer: Scorer; readonly surveys: readonly string[] },
  format: PredictionFormat,
  sink: ByteSink,
): Promise<void> {
  const loaded = await loadScorer(ports.workspace, scorer);
  let written = 0;
  const zip = new StoredZipWriter({
    write: async (bytes) => {
      written += bytes.length;
      if (written > largestArchiveBytes)
        throw new JobError(
          "zip-too-large",
          `the answers to these ${surveys.length} surveys take more than the 4.2 GB that a zip holds`,
          { advice: "Save fewer of them at once, or as Parquet, which is smaller." },
        );
      await sink.write(bytes);
    },
  });
  const report = (progress: Omit<StepProgress, "step" | "total">): void =>
    ports.onProgress?.({ step: "save", total: surveys.length, ...progress });
  for (const [done, survey] of surveys.entries()) {
    ports.signal?.throwIfAborted();
    report({ detail: survey, done });
    await zip.begin(`${survey}${endings[format]}`);
    await saveOne({ ...ports, onProgress: undefined }, survey, { scorer, loaded }, format, {
      write: (bytes) => zip.append(bytes),
    });
    await zip.finish();
    await ports.yieldControl?.();
  }
  await zip.end();
  report({ detail: "all", done: surveys.length });
}
