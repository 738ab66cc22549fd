import { InputError } from "../errors.ts";
import type { Workspace } from "../workspace/contract.ts";
import { modelVersionKind, runKind, type ModelVersion, type RunRecord } from "./contract.ts";

/** Stores a run and gives it the next version number; a number is never given twice, not even to two writers at once. */
export async function registerRun(
  workspace: Workspace,
  run: RunRecord,
  now: () => string,
): Promise<ModelVersion> {
  // The run first: a version without its run would be a promise that nobody can keep.
  await workspace.putRecord(runKind, run);
  for (;;) {
    const versions = await workspace.listRecords(modelVersionKind);
    const version: ModelVersion = {
      version: Math.max(0, ...versions.map((known) => known.version)) + 1,
      runId: run.id,
      stage: "None",
      registeredAt: now(),
    };
    if (await workspace.createRecord(modelVersionKind, version)) return version;
  }
}

/**
 * A registered version by "3", "v3" or "latest".
 * @throws InputError `model-unknown` that lists what there is
 */
export async function findModelVersion(
  workspace: Workspace,
  text: string,
): Promise<{ readonly version: ModelVersion; readonly run: RunRecord }> {
  const versions = await workspace.listRecords(modelVersionKind);
  const number = /^v?(\d+)$/.exec(text)?.[1];
  const version =
    text === "latest" ? versions.at(-1) : versions.find((known) => String(known.version) === number);
  const run = version && (await workspace.getRecord(runKind, version.runId));
  if (version && run) return { version, run };
  throw new InputError("model-unknown", `there is no model version ${text} in this workspace`, {
    advice:
      versions.length > 0
        ? `There are versions ${versions.map((known) => known.version).join(", ")}; latest is the newest.`
        : "Train one first: geophone train.",
  });
}
