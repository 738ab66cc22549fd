import { InputError } from "../errors.ts";
import type { Workspace } from "../workspace/contract.ts";
import { modelVersionKind, runKind, type ModelVersion, type RunRecord } from "./contract.ts";
import { appendEvent, readRegistry, type ActPorts } from "./event-log.ts";
import type { RegistryState } from "./fold-events.ts";

export interface RegisteredModel {
  readonly version: ModelVersion;
  readonly run: RunRecord;
}

/** Writes a version's "registered" event, unless it is there: a training that was killed before it goes on with this. */
export async function noteRegistered(
  workspace: Workspace,
  { version, runId }: ModelVersion,
  ports: ActPorts,
): Promise<void> {
  const { history } = await readRegistry(workspace);
  if (history.some((event) => event.action === "registered" && event.version === version)) return;
  await appendEvent(workspace, ports, () => ({
    action: "registered",
    version,
    runId,
    reason: "trained",
    gates: [],
    overridden: false,
  }));
}

/** Stores a run and gives it the next version number; a number is never given twice, not even to two writers at once. */
export async function registerRun(
  workspace: Workspace,
  run: RunRecord,
  ports: ActPorts,
): Promise<ModelVersion> {
  // The run first: a version without its run would be a promise that nobody can keep.
  await workspace.putRecord(runKind, run);
  for (;;) {
    const versions = await workspace.listRecords(modelVersionKind);
    const version: ModelVersion = {
      version: Math.max(0, ...versions.map((known) => known.version)) + 1,
      runId: run.id,
      stage: "None",
      registeredAt: ports.now(),
    };
    if (!(await workspace.createRecord(modelVersionKind, version))) continue;
    await noteRegistered(workspace, version, ports);
    return version;
  }
}

/** The number that a stage or an alias stands for now. */
function numberNamed(state: RegistryState, name: string): number | undefined {
  if (/^production$/i.test(name)) return state.production;
  if (/^staging$/i.test(name)) return state.versions.findLast(({ stage }) => stage === "Staging")?.version;
  return state.aliases.find(({ alias }) => alias === name)?.version;
}

/**
 * A registered version by "3", "v3", "latest", "production", "staging" (the newest there) or an alias.
 * @throws InputError `model-unknown` that lists what there is
 */
export async function findModelVersion(workspace: Workspace, text: string): Promise<RegisteredModel> {
  const versions = await workspace.listRecords(modelVersionKind);
  const digits = /^v?(\d+)$/.exec(text)?.[1];
  let version: ModelVersion | undefined;
  let names: readonly string[] = [];
  if (text === "latest") version = versions.at(-1);
  else if (digits !== undefined) version = versions.find((known) => String(known.version) === digits);
  else {
    const { state } = await readRegistry(workspace);
    const named = numberNamed(state, text);
    names = state.aliases.map(({ alias }) => alias);
    version = versions.find((known) => known.version === named);
  }
  const run = version && (await workspace.getRecord(runKind, version.runId));
  if (version && run) return { version, run };
  const isStage = /^(production|staging)$/i.test(text);
  throw new InputError(
    "model-unknown",
    isStage ? `no model version is in ${text}` : `there is no model version ${text} in this workspace`,
    {
      advice:
        versions.length > 0
          ? `There are versions ${versions.map((known) => known.version).join(", ")}; latest is the newest.${names.length > 0 ? ` Aliases are ${names.join(", ")}.` : ""}`
          : "Train one first: geophone train.",
    },
  );
}
