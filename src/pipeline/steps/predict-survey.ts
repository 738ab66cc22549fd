import { predictFile, type Predictions } from "../serving/contract.ts";
import { readingIdentity, type SurveyRecord } from "../survey-record.ts";
import { sha256Hex, stableJson, type ColumnTable, type Workspace } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { loadScorer, type LoadedScorer } from "./load-scorer.ts";
import { predictionKind, type PredictionRecord, type Scorer } from "./prediction-record.ts";
import { requireSurvey, withSurveyFile } from "./survey-files.ts";
import { summarisePredictions } from "./write-predictions.ts";

export type { PredictionRecord, Scorer } from "./prediction-record.ts";

export interface PredictSurveyRequest {
  readonly scorer: Scorer;
  /** A survey's name. */
  readonly survey: string;
}

/** Exact: times and probabilities as double. Classes are numbered, since a class may be named like a column. */
function toTable(predictions: Predictions): ColumnTable {
  const { rows, probabilities } = predictions;
  const { columns, data } = probabilities;
  return {
    rows,
    columns: [
      { name: "trace_index", type: "int32", values: predictions.traceIndex },
      { name: "inline", type: "int32", values: predictions.inline },
      { name: "crossline", type: "int32", values: predictions.crossline },
      { name: "start_sample", type: "int32", values: predictions.startSample },
      { name: "start_ms", type: "double", values: predictions.startMs },
      { name: "end_ms", type: "double", values: predictions.endMs },
      { name: "class_index", type: "int32", values: predictions.classIndex },
      ...Array.from({ length: columns }, (_, c) => ({
        name: `p_${c}`,
        type: "double" as const,
        values: Float64Array.from({ length: rows }, (__, row) => data[row * columns + c]!),
      })),
    ],
    metadata: { survey: predictions.survey, classes: JSON.stringify(predictions.classes) },
  };
}

/** Which prediction it is: of this scorer, this content, read this way. */
async function predictionId(survey: SurveyRecord, loaded: LoadedScorer): Promise<string> {
  const content = {
    scorer: loaded.sha,
    survey: survey.name,
    sha256: survey.sha256,
    ...readingIdentity(survey),
  };
  return (await sha256Hex(new TextEncoder().encode(stableJson(content)))).slice(0, 16);
}

const predictionPath = (id: string): string => `gold/${id}.parquet`;

/** What this scorer has said of this very survey before; undefined where it has not, or its table is gone. */
export async function knownPrediction(
  workspace: Workspace,
  survey: SurveyRecord,
  loaded: LoadedScorer,
): Promise<PredictionRecord | undefined> {
  const id = await predictionId(survey, loaded);
  const known = await workspace.getRecord(predictionKind, id);
  return known && (await workspace.hasFile(predictionPath(id))) ? known : undefined;
}

/** Scores all windows of a survey and keeps the answers, whether they are there already or not. */
export async function scoreSurvey(
  ports: WorkspacePorts,
  survey: SurveyRecord,
  { scorer, loaded }: { readonly scorer: Scorer; readonly loaded: LoadedScorer },
): Promise<PredictionRecord> {
  const { workspace } = ports;
  const id = await predictionId(survey, loaded);
  const path = predictionPath(id);
  const { model } = loaded;
  const predictions = await withSurveyFile(ports, survey, (segy) =>
    predictFile(model, segy, survey.name, {
      signal: ports.signal,
      onProgress: (done, total) =>
        ports.onProgress?.({ step: "predict", detail: survey.fileName, done, total }),
      yieldControl: ports.yieldControl,
    }),
  );
  const { examples, unscored, classCounts } = summarisePredictions(predictions, model.classes);
  const prediction: PredictionRecord = {
    id,
    scorer,
    scorerLabel: loaded.label,
    survey: survey.name,
    surveySha256: survey.sha256,
    path,
    tableSha256: await workspace.putTable(path, toTable(predictions)),
    classes: [...model.classes],
    window: model.window,
    examples,
    unscored,
    classCounts: { ...classCounts },
    createdAt: ports.now(),
  };
  await workspace.putRecord(predictionKind, prediction);
  return prediction;
}

/**
 * Scores every trace of a survey and keeps the answers. What the same model has said of the same file is taken as it is.
 * @throws InputError `survey-unknown`, `input-mismatch`, and what `loadScorer` and `withSurveyFile` raise
 */
export async function predictSurvey(
  ports: WorkspacePorts,
  { scorer, survey }: PredictSurveyRequest,
): Promise<{ readonly prediction: PredictionRecord; readonly reused: boolean }> {
  const record = await requireSurvey(ports.workspace, survey);
  const loaded = await loadScorer(ports.workspace, scorer);
  const known = await knownPrediction(ports.workspace, record, loaded);
  if (known) return { prediction: known, reused: true };
  return { prediction: await scoreSurvey(ports, record, { scorer, loaded }), reused: false };
}
