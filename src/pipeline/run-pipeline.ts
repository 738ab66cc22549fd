import type { FeatureSetRecord } from "./features/contract.ts";
import type { LabelSetRecord } from "./labels/contract.ts";
import type { SegyReading } from "./segy/contract.ts";
import { computeFeatures } from "./steps/compute-features.ts";
import type { WorkspacePorts } from "./steps/context.ts";
import { exportBundle, type ExportedBundle } from "./steps/export-bundle.ts";
import type { FeatureRequest } from "./steps/feature-request.ts";
import { importLabels } from "./steps/import-labels.ts";
import { ingestJoined, ingestSurvey } from "./steps/ingest-survey.ts";
import { makeReport } from "./steps/make-report.ts";
import { suggestLines, type SuggestedLines } from "./steps/suggest-lines.ts";
import { trainModel, type TrainResult } from "./steps/train-model.ts";
import type { TrainRequest } from "./steps/train-request.ts";
import type { SurveyRecord } from "./survey-record.ts";

export interface PipelineRequest {
  /** Locations of SEG-Y files. */
  readonly surveys: readonly string[];
  /** Name of the one survey that all these files are; absent: each is one. */
  readonly join?: string;
  /** Locations of label files. */
  readonly labels: readonly string[];
  /** What the numbers of label volumes stand for; absent: the numbers are the names. */
  readonly classNames?: readonly string[];
  /** What a person says of the surveys; where inline and crossline are, of label volumes too. */
  readonly reading?: SegyReading;
  readonly features: FeatureRequest;
  /** Built once the surveys are known; `suggest` gives lines to take where the person named none. */
  readonly trainRequest: (suggest: () => SuggestedLines) => TrainRequest;
}

export interface PipelineResult {
  readonly surveys: readonly { readonly survey: SurveyRecord; readonly alreadyThere: boolean }[];
  readonly labelSet: LabelSetRecord;
  readonly featureSet: FeatureSetRecord;
  readonly trained: TrainResult;
  readonly bundle: ExportedBundle;
  /** Self-contained HTML. */
  readonly report: string;
}

/**
 * The whole job, in order. Each step stores what it made before the next begins, so a failure loses nothing that was done,
 * and a repeated run takes up what is there.
 */
export async function runPipeline(ports: WorkspacePorts, request: PipelineRequest): Promise<PipelineResult> {
  const surveys: PipelineResult["surveys"][number][] = [];
  const { join: name, surveys: locations, reading } = request;
  if (name !== undefined) surveys.push(await ingestJoined(ports, { name, locations }, reading));
  else for (const location of locations) surveys.push(await ingestSurvey(ports, location, reading));
  const { labelSet } = await importLabels(
    ports,
    { locations: request.labels },
    { classNames: request.classNames, lineBytes: request.reading?.lineBytes },
  );
  const { featureSet } = await computeFeatures(ports, request.features);
  const trained = await trainModel(
    ports,
    request.trainRequest(() => suggestLines(surveys.map(({ survey }) => survey))),
  );
  const bundle = await exportBundle(ports, String(trained.version.version));
  return { surveys, labelSet, featureSet, trained, bundle, report: await makeReport(ports) };
}
