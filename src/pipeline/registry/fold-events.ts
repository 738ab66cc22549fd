import type { RegistryEvent, Stage } from "./registry-event.ts";

/** Where a version stands now. */
export interface VersionState {
  readonly version: number;
  readonly stage: Stage;
  /** Sorted. */
  readonly aliases: readonly string[];
  /** A person's own texts for its card. */
  readonly intendedUse?: string;
  readonly limits?: string;
}

/** What the events add up to. */
export interface RegistryState {
  /** Ascending; a version that no event tells of is at stage None. */
  readonly versions: readonly VersionState[];
  readonly production?: number;
  /** What a rollback brings back to Production. */
  readonly predecessor?: number;
  /** Sorted by name. */
  readonly aliases: readonly { readonly alias: string; readonly version: number }[];
}

/**
 * The present from the past.
 * @param versions numbers of the registered versions
 * @param events by ascending sequence
 */
export function foldEvents(versions: readonly number[], events: readonly RegistryEvent[]): RegistryState {
  const stageOf = new Map<number, Stage>();
  const aliases = new Map<string, number>();
  const texts = new Map<number, { intendedUse?: string; limits?: string }>();
  // The versions that were in Production, one displaced by the next; the last is in it now.
  let reigns: number[] = [];
  let production: number | undefined;
  const enter = (version: number): void => {
    if (production !== undefined && production !== version) stageOf.set(production, "Archived");
    production = version;
    stageOf.set(version, "Production");
  };
  for (const { action, version, to, alias, intendedUse, limits } of events) {
    switch (action) {
      case "registered":
        break;
      case "moved":
        if (to === "Production") {
          if (production !== version) reigns.push(version);
          enter(version);
          break;
        }
        if (production === version) {
          reigns.pop();
          production = undefined;
        }
        if (to) stageOf.set(version, to);
        break;
      case "rolled-back":
        if (production !== undefined) reigns.pop();
        if (reigns.at(-1) !== version) reigns = [...reigns, version];
        enter(version);
        break;
      case "alias-set":
        if (alias !== undefined) aliases.set(alias, version);
        break;
      case "alias-removed":
        if (alias !== undefined) aliases.delete(alias);
        break;
      case "described":
        texts.set(version, {
          ...texts.get(version),
          ...(intendedUse === undefined ? {} : { intendedUse: intendedUse || undefined }),
          ...(limits === undefined ? {} : { limits: limits || undefined }),
        });
        break;
    }
  }
  const named = [...aliases]
    .map(([alias, version]) => ({ alias, version }))
    .sort((a, b) => (a.alias < b.alias ? -1 : 1));
  return {
    versions: [...versions]
      .sort((a, b) => a - b)
      .map((version) => ({
        version,
        stage: stageOf.get(version) ?? "None",
        aliases: named.filter((name) => name.version === version).map(({ alias }) => alias),
        ...texts.get(version),
      })),
    production,
    predecessor: reigns.at(production === undefined ? -1 : -2),
    aliases: named,
  };
}

/** Of one version. A version that is not there is at stage None, as one that nothing happened to. */
export const versionStateOf = (state: RegistryState, version: number): VersionState =>
  state.versions.find((known) => known.version === version) ?? { version, stage: "None", aliases: [] };
