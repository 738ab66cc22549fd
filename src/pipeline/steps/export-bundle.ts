import { readScoringModel, writeBundle, type Bundle } from "../bundle/contract.ts";
import { findModelVersion, type RunRecord } from "../registry/contract.ts";
import { sha256Hex, type Workspace } from "../workspace/contract.ts";
import { requireArtefacts } from "./artefacts.ts";
import type { WorkspacePorts } from "./context.ts";
import { cardOfVersion } from "./model-card.ts";
import { testedWindowsPath } from "./tested-windows.ts";
import { readTrainingEvidence } from "./training-evidence.ts";

export interface ExportedBundle {
  readonly version: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/** What a run left, as a bundle holds it. @throws InputError `artefacts-damaged`, `bundle-invalid` */
export async function bundleOfRun(workspace: Workspace, run: RunRecord): Promise<Bundle> {
  await requireArtefacts(workspace, run, (path) => path !== testedWindowsPath(run));
  const model = await readScoringModel(workspace, `${run.artefacts}/model`);
  const { golden, reference, classShares } = await readTrainingEvidence(workspace, run.artefacts);
  return { model, golden, reference, classShares, evaluation: run.evaluation, lineage: run.lineage };
}

/** One zip of a registered version, its card included. The same training and the owner's same texts give the same bytes. */
export async function exportBundle(
  { workspace }: Pick<WorkspacePorts, "workspace">,
  versionText: string,
): Promise<ExportedBundle> {
  const found = await findModelVersion(workspace, versionText);
  const { version, run } = found;
  const card = await cardOfVersion(workspace, found);
  const bytes = await writeBundle({ ...(await bundleOfRun(workspace, run)), card });
  return { version: version.version, bytes, sha256: await sha256Hex(bytes) };
}
