import { commonName, findLikelyParts } from "../../pipeline/segy/likely-parts.ts";
import type { Inspection } from "../../services/contract.ts";
import type { Incoming } from "./incoming.ts";

/** What a person said of files that look like one survey. */
export interface JoinChoice {
  readonly isOn?: boolean;
  readonly name?: string;
}

/** A waiting file that is a SEG-Y survey. */
export type WaitingSegy = Incoming & { readonly inspection: Extract<Inspection, { kind: "segy" }> };

/** Waiting files that look like one survey. */
export interface WaitingJoin {
  readonly key: string;
  /** In the order of their lines. */
  readonly files: readonly WaitingSegy[];
  readonly because: string;
  /** Whether they are to be taken in as one: the person's word, else where the evidence is strong. */
  readonly isOn: boolean;
  readonly name: string;
}

export function waitingJoins(
  files: readonly Incoming[],
  choices: Readonly<Record<string, JoinChoice>>,
): WaitingJoin[] {
  const surveys = files.filter(
    (file): file is WaitingSegy => file.role === "survey" && file.inspection?.kind === "segy",
  );
  return findLikelyParts(surveys.map(({ inspection }) => inspection)).map(
    ({ key, places, isStrong, because }) => {
      const parts = places.map((place) => surveys[place]!);
      return {
        key,
        files: parts,
        because,
        isOn: choices[key]?.isOn ?? isStrong,
        name: choices[key]?.name ?? commonName(parts.map(({ location }) => location)),
      };
    },
  );
}
