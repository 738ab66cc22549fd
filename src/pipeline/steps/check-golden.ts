import { readBundle, writeBundle } from "../bundle/contract.ts";
import { GeophoneError } from "../errors.ts";
import type { GoldenCheck, RunRecord } from "../registry/contract.ts";
import { scoreWindows } from "../serving/contract.ts";
import type { Workspace } from "../workspace/contract.ts";
import { bundleOfRun } from "./export-bundle.ts";

/**
 * Whether a run's model, as it is stored now, passes every check of a bundle and gives its golden windows the answers that it
 * gave where it was trained.
 */
export async function checkGolden(workspace: Workspace, run: RunRecord): Promise<GoldenCheck> {
  try {
    const { golden } = await readBundle(await writeBundle(await bundleOfRun(workspace, run)), scoreWindows);
    return { reproduced: golden.length };
  } catch (error) {
    if (!(error instanceof GeophoneError)) throw error;
    return { fault: error.message };
  }
}
