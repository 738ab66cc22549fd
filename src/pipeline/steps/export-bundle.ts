import { readScoringModel, writeBundle } from "../bundle/contract.ts";
import { findModelVersion } from "../registry/contract.ts";
import { sha256Hex } from "../workspace/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { readTrainingEvidence } from "./training-evidence.ts";

export interface ExportedBundle {
  readonly version: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/** One zip of a registered version. The same training gives the same bytes. */
export async function exportBundle(
  ports: Pick<WorkspacePorts, "workspace">,
  versionText: string,
): Promise<ExportedBundle> {
  const { version, run } = await findModelVersion(ports.workspace, versionText);
  const model = await readScoringModel(ports.workspace, `${run.artefacts}/model`);
  const { golden, reference, classShares } = await readTrainingEvidence(ports.workspace, run.artefacts);
  const bytes = await writeBundle({
    model,
    golden,
    reference,
    classShares,
    evaluation: run.evaluation,
    lineage: run.lineage,
  });
  return { version: version.version, bytes, sha256: await sha256Hex(bytes) };
}
