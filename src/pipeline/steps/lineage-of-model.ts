import { featureSetKind } from "../features/contract.ts";
import { labelSetKind } from "../labels/contract.ts";
import { findModelVersion, lineageGraph, readRegistry, type LineageGraph } from "../registry/contract.ts";
import { surveyKind } from "../survey-record.ts";
import type { Workspace } from "../workspace/contract.ts";
import { importedBundleKind } from "./imported-bundle.ts";
import { predictionKind } from "./prediction-record.ts";

/** From file hashes over a version to the predictions made with it. @throws InputError `model-unknown` */
export async function lineageOfModel(
  workspace: Workspace,
  model: string,
): Promise<{ readonly version: number } & LineageGraph> {
  const found = await findModelVersion(workspace, model);
  const { state } = await readRegistry(workspace);
  const graph = lineageGraph({
    ...found,
    state,
    surveys: await workspace.listRecords(surveyKind),
    featureSets: await workspace.listRecords(featureSetKind),
    labelSets: await workspace.listRecords(labelSetKind),
    bundles: await workspace.listRecords(importedBundleKind),
    predictions: await workspace.listRecords(predictionKind),
  });
  return { version: found.version.version, ...graph };
}
