import { featureSetKind } from "../pipeline/features/contract.ts";
import { labelSetKind } from "../pipeline/labels/contract.ts";
import { orientationOf } from "../pipeline/lines.ts";
import { modelVersionKind, runKind } from "../pipeline/registry/contract.ts";
import { importedBundleKind } from "../pipeline/steps/import-bundle.ts";
import { predictionKind } from "../pipeline/steps/predict-survey.ts";
import { surveyKind } from "../pipeline/survey-record.ts";
import type { Workspace, WorkspaceStorage } from "../pipeline/workspace/contract.ts";
import type { Overview, OverviewModel, Reach } from "./contract.ts";

const byTime = <T extends { readonly createdAt: string }>(records: readonly T[]): T[] =>
  [...records].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));

async function usageOf(storage: WorkspaceStorage): Promise<Overview["usage"]> {
  const usage = { records: 0, bronze: 0, silver: 0, gold: 0, labels: 0, models: 0 };
  for (const path of await storage.listAll()) {
    const bytes = (await storage.sizeOf(path)) ?? 0;
    const top = path.split("/")[0];
    if (top === "bronze" || top === "silver" || top === "gold" || top === "labels") usage[top] += bytes;
    else if (top === "runs" || top === "bundles") usage.models += bytes;
    else usage.records += bytes;
  }
  return usage;
}

/** Everything small that the workspace knows. */
export async function readOverview(
  workspace: Workspace,
  storage: WorkspaceStorage,
  reachOf: (location: string) => Promise<Reach>,
): Promise<Overview> {
  const surveys = [];
  for (const survey of await workspace.listRecords(surveyKind)) {
    const reach = await reachOf(survey.location);
    surveys.push({ ...survey, orientation: orientationOf(survey), reach, reachable: reach === "open" });
  }
  const runs = new Map((await workspace.listRecords(runKind)).map((run) => [run.id, run]));
  const models: OverviewModel[] = [];
  for (const version of await workspace.listRecords(modelVersionKind)) {
    const run = runs.get(version.runId);
    if (run) models.push({ version, run });
  }
  return {
    surveys,
    labelSets: byTime(await workspace.listRecords(labelSetKind)),
    featureSets: byTime(await workspace.listRecords(featureSetKind)),
    models,
    bundles: await workspace.listRecords(importedBundleKind),
    predictions: byTime(await workspace.listRecords(predictionKind)),
    usage: await usageOf(storage),
  };
}
