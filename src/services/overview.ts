import { featureSetKind } from "../pipeline/features/contract.ts";
import { labelSetKind } from "../pipeline/labels/contract.ts";
import { orientationOf } from "../pipeline/lines.ts";
import { foldEvents, modelVersionKind, registryEventKind, runKind } from "../pipeline/registry/contract.ts";
import { importedBundleKind } from "../pipeline/steps/imported-bundle.ts";
import { predictionKind } from "../pipeline/steps/prediction-record.ts";
import { filesOfSurvey } from "../pipeline/files-of-survey.ts";
import { profileKind } from "../pipeline/reading-profile.ts";
import { surveyKind } from "../pipeline/survey-record.ts";
import type { RecordKind, Workspace, WorkspaceStorage } from "../pipeline/workspace/contract.ts";
import type { Fault, Overview, OverviewModel, Reach } from "./contract.ts";
import { faultOf } from "./fault.ts";

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

async function recordsOf<T>(
  workspace: Workspace,
  kind: RecordKind<T>,
  damaged: Fault[],
): Promise<readonly T[]> {
  const found = await workspace.inspectRecords(kind);
  damaged.push(...found.damaged.map(faultOf));
  return found.records;
}

/** Everything small that the workspace knows. */
export async function readOverview(
  workspace: Workspace,
  storage: WorkspaceStorage,
  reachOf: (location: string) => Promise<Reach>,
): Promise<Overview> {
  // One damaged record must not hide the others.
  const damaged: Fault[] = [];
  const surveys = [];
  for (const survey of await recordsOf(workspace, surveyKind, damaged)) {
    const files = [];
    for (const { fileName, location } of filesOfSurvey(survey))
      files.push({ fileName, reach: await reachOf(location) });
    const away = files.filter(({ reach }) => reach !== "open");
    // A word of the person opens those that it can; what then is still away has to be chosen.
    const reach: Reach =
      away.length === 0 ? "open" : away.some((file) => file.reach === "asks") ? "asks" : "missing";
    surveys.push({
      ...survey,
      orientation: orientationOf(survey),
      reach,
      reachable: reach === "open",
      away: away.map(({ fileName }) => fileName),
    });
  }
  const runs = new Map((await recordsOf(workspace, runKind, damaged)).map((run) => [run.id, run]));
  const models: OverviewModel[] = [];
  const versions = await recordsOf(workspace, modelVersionKind, damaged);
  for (const version of versions) {
    const run = runs.get(version.runId);
    if (run) models.push({ version, run });
  }
  const history = [...(await recordsOf(workspace, registryEventKind, damaged))].sort(
    (a, b) => a.sequence - b.sequence,
  );
  return {
    surveys,
    labelSets: byTime(await recordsOf(workspace, labelSetKind, damaged)),
    featureSets: byTime(await recordsOf(workspace, featureSetKind, damaged)),
    models,
    registry: foldEvents(
      versions.map(({ version }) => version),
      history,
    ),
    history,
    bundles: await recordsOf(workspace, importedBundleKind, damaged),
    predictions: byTime(await recordsOf(workspace, predictionKind, damaged)),
    profiles: await recordsOf(workspace, profileKind, damaged),
    damaged,
    usage: await usageOf(storage),
  };
}
