import { readBundle, writeBundle, type ScoringModel } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import { findModelVersion } from "../registry/contract.ts";
import { scoreWindows } from "../serving/contract.ts";
import { sha256Hex, type Workspace } from "../workspace/contract.ts";
import { bundleOfRun } from "./export-bundle.ts";
import { importedBundleKind } from "./imported-bundle.ts";
import type { Scorer } from "./prediction-record.ts";

export type { Scorer } from "./prediction-record.ts";

export interface LoadedScorer {
  readonly model: ScoringModel;
  /** Of the code that trained it. */
  readonly codeVersion: string;
  /** Of its bundle's content: the same model, trained here or imported, signed or not, has the same. */
  readonly sha: string;
  /** For a person: "model version 3", or the bundle's file name. */
  readonly label: string;
}

/**
 * Checked as every bundle is, a version of this very workspace too: its parts, and its answers to the golden windows.
 * @throws InputError `model-unknown`, `bundle-unknown`, `artefacts-damaged`, and what `readBundle` raises
 */
export async function loadScorer(workspace: Workspace, scorer: Scorer): Promise<LoadedScorer> {
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  let label: string;
  if (scorer.kind === "version") {
    // Without its card: words about a model, and the history they stand in, are no reason not to score.
    const { run } = await findModelVersion(workspace, String(scorer.version));
    bytes = await writeBundle(await bundleOfRun(workspace, run));
    label = `model version ${scorer.version}`;
  } else {
    const record = await workspace.getRecord(importedBundleKind, scorer.id);
    if (!record)
      throw new InputError("bundle-unknown", `no bundle ${scorer.id} was imported into this workspace`, {
        advice: "Import the bundle first.",
      });
    bytes = await workspace.getFile(record.path);
    if (!bytes || (await sha256Hex(bytes)) !== record.sha256)
      throw new InputError("artefacts-damaged", `${record.path} is ${bytes ? "damaged" : "missing"}`, {
        place: { file: record.path },
        advice: "Import the bundle again.",
      });
    label = record.fileName;
  }
  const { model, lineage, contentSha256 } = await readBundle(bytes, scoreWindows);
  return { model, codeVersion: lineage.codeVersion, sha: contentSha256, label };
}
