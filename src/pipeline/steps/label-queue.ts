import { InputError } from "../errors.ts";
import { LabelIndex, labelExamples, labelSetKind, labelsFromTable, UNLABELLED } from "../labels/contract.ts";
import type { Predictions } from "../serving/contract.ts";
import type { Workspace } from "../workspace/contract.ts";
import { pickTeachingWindows, type TeachingOptions } from "./pick-teaching-windows.ts";
import { predictionKind, readPrediction, type PredictionRecord, type Scorer } from "./prediction-record.ts";

export type LabelQueueRequest = { readonly scorer: Scorer } & TeachingOptions;

/** A window that waits for a label. */
export interface QueuedWindow {
  readonly survey: string;
  readonly traceIndex: number;
  readonly inline: number;
  readonly crossline: number;
  /** In the survey's vertical unit; the end is exclusive. */
  readonly startMs: number;
  readonly endMs: number;
  /** What the model takes it for, and what next. */
  readonly first: string;
  readonly second: string;
  readonly firstProbability: number;
  readonly secondProbability: number;
}

export interface LabelQueue {
  readonly windows: readonly QueuedWindow[];
  /** Windows that the model has scored, and those among them that the newest label set labels. */
  readonly scored: number;
  readonly labelled: number;
  /** Names of the surveys that were scored. */
  readonly surveys: readonly string[];
}

const sameScorer = (a: Scorer, b: Scorer): boolean =>
  a.kind === "version"
    ? b.kind === "version" && a.version === b.version
    : b.kind === "bundle" && a.id === b.id;

async function readLabels(workspace: Workspace): Promise<LabelIndex | undefined> {
  const newest = (await workspace.listRecords(labelSetKind)).sort((a, b) =>
    a.createdAt < b.createdAt ? -1 : 1,
  );
  const record = newest.at(-1);
  return record && new LabelIndex(labelsFromTable(await workspace.getTable(record.path)), record.classes);
}

const isLabelledIn = (
  index: LabelIndex | undefined,
  said: Predictions,
  { window }: PredictionRecord,
): Uint8Array => {
  if (!index) return new Uint8Array(said.rows);
  const classes = labelExamples(index, { ...said, surveyName: said.survey }, window);
  return Uint8Array.from(classes, (own) => Number(own !== UNLABELLED));
};

/**
 * The unlabelled windows whose labels would teach a model most, of all that it has scored.
 * @throws InputError `nothing-scored`, and what reading tables raises
 */
export async function labelQueue(
  workspace: Workspace,
  { scorer, ...options }: LabelQueueRequest,
): Promise<LabelQueue> {
  const records = (await workspace.listRecords(predictionKind)).filter((record) =>
    sameScorer(record.scorer, scorer),
  );
  if (records.length === 0)
    throw new InputError("nothing-scored", "this model has scored no line yet", {
      advice: "Score lines with it on the Models page: those without labels teach most.",
    });
  const index = await readLabels(workspace);
  const predictions: Predictions[] = [];
  const labelled: Uint8Array[] = [];
  for (const record of records) {
    const said = await readPrediction(workspace, record);
    predictions.push(said);
    labelled.push(isLabelledIn(index, said, record));
  }
  const picked = pickTeachingWindows(
    predictions,
    (prediction, row) => labelled[prediction]![row] === 1,
    options,
  );
  return {
    windows: picked.map(({ prediction, row, first, second, firstProbability, secondProbability }) => {
      const said = predictions[prediction]!;
      return {
        survey: said.survey,
        traceIndex: said.traceIndex[row]!,
        inline: said.inline[row]!,
        crossline: said.crossline[row]!,
        startMs: said.startMs[row]!,
        endMs: said.endMs[row]!,
        first: said.classes[first]!,
        second: said.classes[second]!,
        firstProbability,
        secondProbability,
      };
    }),
    scored: predictions.reduce((sum, { rows }) => sum + rows, 0),
    labelled: labelled.reduce((sum, own) => sum + own.reduce((count, is) => count + is, 0), 0),
    surveys: records.map(({ survey }) => survey),
  };
}
