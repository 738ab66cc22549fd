import { InputError } from "../errors.ts";
import type { RunRecord } from "../registry/contract.ts";
import { sha256Hex, type Workspace } from "../workspace/contract.ts";

/**
 * Holds files that a training left to the hashes that its record names; records of older versions name none.
 * @param wanted which of them, by path
 * @throws InputError `artefacts-damaged`
 */
export async function requireArtefacts(
  workspace: Workspace,
  { files = [] }: Pick<RunRecord, "files">,
  wanted: (path: string) => boolean,
): Promise<void> {
  for (const { path, sha256 } of files) {
    if (!wanted(path)) continue;
    const bytes = await workspace.getFile(path);
    if (bytes && (await sha256Hex(bytes)) === sha256) continue;
    throw new InputError(
      "artefacts-damaged",
      bytes
        ? `${path} is not what the training wrote: its SHA-256 is another than its record says`
        : `${path} is missing`,
      { place: { file: path }, advice: "Train the model again, or restore it from a copy." },
    );
  }
}
