import {
  compareVersions,
  findModelVersion,
  type RunRecord,
  type VersionComparison,
} from "../registry/contract.ts";
import { sha256Hex, stableJson, type Workspace } from "../workspace/contract.ts";
import { readTestedWindows, testedWindowsPath } from "./tested-windows.ts";

/** What was tested, window by window, and under which label; undefined for runs of older versions, which kept nothing. */
async function testedHash(workspace: Workspace, run: RunRecord): Promise<string | undefined> {
  if (!(await workspace.hasFile(testedWindowsPath(run)))) return undefined;
  const { survey, traceIndex, startSample, truth } = await readTestedWindows(workspace, run);
  const files = run.lineage.files.filter(({ role }) => role !== "train").map(({ sha256 }) => sha256);
  const { lengthSamples } = run.lineage.featureSet.window;
  const rows = survey.map((name, row) => [
    name,
    traceIndex[row]!,
    startSample[row]!,
    run.classes[truth[row]!]!,
  ]);
  // In whatever order they were tested.
  const ordered = rows.map((row) => JSON.stringify(row)).sort();
  return sha256Hex(new TextEncoder().encode(stableJson({ files: files.sort(), lengthSamples, ordered })));
}

/** @throws InputError `model-unknown`, `artefacts-damaged` */
export async function compareModels(
  workspace: Workspace,
  modelA: string,
  modelB: string,
): Promise<VersionComparison> {
  const [a, b] = [await findModelVersion(workspace, modelA), await findModelVersion(workspace, modelB)];
  const [testedA, testedB] = [await testedHash(workspace, a.run), await testedHash(workspace, b.run)];
  return compareVersions(
    { version: a.version.version, run: a.run },
    { version: b.version.version, run: b.run },
    testedA === undefined || testedB === undefined ? undefined : { a: testedA, b: testedB },
  );
}
