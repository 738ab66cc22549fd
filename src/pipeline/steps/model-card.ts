import {
  findModelVersion,
  modelCardOf,
  readRegistry,
  versionStateOf,
  type ModelCard,
  type RegisteredModel,
} from "../registry/contract.ts";
import { surveyKind } from "../survey-record.ts";
import type { Workspace } from "../workspace/contract.ts";

/** The card of a registered version, with its owner's texts. */
export async function cardOfVersion(
  workspace: Workspace,
  { version, run }: RegisteredModel,
): Promise<ModelCard> {
  const { state } = await readRegistry(workspace);
  return modelCardOf(run, await workspace.listRecords(surveyKind), versionStateOf(state, version.version));
}

/** @throws InputError `model-unknown` */
export async function readModelCard(
  workspace: Workspace,
  model: string,
): Promise<{ readonly version: number; readonly card: ModelCard }> {
  const found = await findModelVersion(workspace, model);
  return { version: found.version.version, card: await cardOfVersion(workspace, found) };
}
