import { InputError, JobError } from "../errors.ts";
import type { EventContent } from "./event-log.ts";
import { versionStateOf, type RegistryState } from "./fold-events.ts";
import { gateRefused } from "./gates.ts";
import type { GateResult, Stage } from "./registry-event.ts";

/** A registered version that something happens to. */
export interface Subject {
  readonly version: number;
  readonly runId: string;
}

/** @throws InputError `reason-missing` */
export function requireReason(text: string | undefined, what: string): string {
  const reason = text?.trim() ?? "";
  if (reason !== "") return reason;
  throw new InputError("reason-missing", `${what} needs a reason: it stays in the history`, {
    advice: "Say why in a few words.",
  });
}

/**
 * A version's move to a stage; what was in Production is archived by a move to it.
 * @param gates of the stage, as they were judged
 * @throws InputError `stage-unchanged`, `gate-refused`, `reason-missing`
 */
export function moveToStage(
  state: RegistryState,
  { version, runId }: Subject,
  move: {
    readonly to: Stage;
    readonly gates: readonly GateResult[];
    readonly note?: string;
    /** Why in spite of what the gates say. */
    readonly override?: string;
  },
): EventContent {
  const { to, gates } = move;
  const from = versionStateOf(state, version).stage;
  if (from === to)
    throw new InputError("stage-unchanged", `model version ${version} is at stage ${to} already`, {
      advice: "Nothing was changed.",
    });
  const overrideReason = move.override?.trim();
  const refused = gates.some(({ passed }) => !passed);
  if (refused && !overrideReason) throw gateRefused(`model version ${version} → ${to}`, gates, true);
  const reason = requireReason(move.note?.trim() || overrideReason, `a move to ${to}`);
  return {
    action: "moved",
    version,
    runId,
    from,
    to,
    ...(to === "Production" && state.production !== undefined ? { replaced: state.production } : {}),
    reason,
    gates: [...gates],
    overridden: refused,
    ...(refused ? { overrideReason } : {}),
  };
}

/** What a rollback brings back. @throws InputError `no-predecessor` */
export function requirePredecessor({ production, predecessor }: RegistryState): number {
  if (predecessor !== undefined) return predecessor;
  throw new InputError(
    "no-predecessor",
    production === undefined
      ? "no version was in Production, so there is none to go back to"
      : `model version ${production} displaced no other from Production, so there is none to go back to`,
    { advice: "Promote a version instead: geophone promote." },
  );
}

/**
 * Production goes back to the version that was there before; what is there now is archived.
 * @throws InputError `no-predecessor`, `gate-refused`, `reason-missing`; JobError `registry-changed` where Production became
 * another since the predecessor was looked at
 */
export function rollBack(
  state: RegistryState,
  { version, runId }: Subject,
  { gates, reason }: { readonly gates: readonly GateResult[]; readonly reason: string | undefined },
): EventContent {
  if (requirePredecessor(state) !== version)
    throw new JobError("registry-changed", "Production became another version meanwhile", {
      advice: "Look at the history, then roll back again if that is still what you want.",
    });
  if (gates.some(({ passed }) => !passed))
    throw gateRefused(`a rollback to model version ${version}`, gates, false);
  return {
    action: "rolled-back",
    version,
    runId,
    from: versionStateOf(state, version).stage,
    to: "Production",
    ...(state.production === undefined ? {} : { replaced: state.production }),
    reason: requireReason(reason, "a rollback"),
    gates: [...gates],
    overridden: false,
  };
}

const aliasForm = /^[a-z][a-z0-9-]{0,63}$/;
/** These mean something else where a version is asked for. */
const reservedAlias = /^(latest|none|staging|production|archived|v\d+)$/;

/** @throws InputError `alias-invalid` */
function requireAlias(alias: string): void {
  if (aliasForm.test(alias) && !reservedAlias.test(alias)) return;
  throw new InputError("alias-invalid", `${JSON.stringify(alias)} cannot be an alias`, {
    advice:
      "Take a small letter, then small letters, digits and dashes; latest, stage names and v1, v2 … mean something already.",
  });
}

/** One alias points at one version. @throws InputError `alias-invalid`, `alias-unchanged` */
export function setAlias(
  state: RegistryState,
  { version, runId }: Subject,
  alias: string,
  note = "",
): EventContent {
  requireAlias(alias);
  const held = state.aliases.find((known) => known.alias === alias)?.version;
  if (held === version)
    throw new InputError("alias-unchanged", `${alias} is model version ${version} already`, {
      advice: "Nothing was changed.",
    });
  return {
    action: "alias-set",
    version,
    runId,
    alias,
    ...(held === undefined ? {} : { replaced: held }),
    reason: note.trim(),
    gates: [],
    overridden: false,
  };
}

/** The version that an alias points at. @throws InputError `alias-unknown` */
export function requireAliased(state: RegistryState, alias: string): number {
  const held = state.aliases.find((known) => known.alias === alias);
  if (held) return held.version;
  const there = state.aliases.map((known) => known.alias).join(", ");
  throw new InputError("alias-unknown", `there is no alias ${alias}`, {
    advice: there === "" ? "There is none at all." : `There are ${there}.`,
  });
}

/** @throws InputError `alias-unknown`; JobError `registry-changed` */
export function removeAlias(
  state: RegistryState,
  { version, runId }: Subject,
  alias: string,
  note = "",
): EventContent {
  if (requireAliased(state, alias) !== version)
    throw new JobError("registry-changed", `${alias} became another version meanwhile`, {
      advice: "Look at the history, then remove it again if that is still what you want.",
    });
  return {
    action: "alias-removed",
    version,
    runId,
    alias,
    reason: note.trim(),
    gates: [],
    overridden: false,
  };
}

/** A person's own texts for a version's card. @throws InputError `description-empty` */
export function describeVersion(
  { version, runId }: Subject,
  texts: { readonly intendedUse?: string; readonly limits?: string },
  note = "",
): EventContent {
  const { intendedUse, limits } = texts;
  if (intendedUse === undefined && limits === undefined)
    throw new InputError("description-empty", "there is nothing to describe the version with", {
      advice: "Give a text for its intended use, for its limits, or for both; an empty text takes one away.",
    });
  return {
    action: "described",
    version,
    runId,
    ...(intendedUse === undefined ? {} : { intendedUse: intendedUse.trim() }),
    ...(limits === undefined ? {} : { limits: limits.trim() }),
    reason: note.trim(),
    gates: [],
    overridden: false,
  };
}
