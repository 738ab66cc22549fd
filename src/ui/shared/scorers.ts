import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { Overview } from "../../services/contract.ts";

/** One text per scorer, for lists and comparisons. */
export const scorerKey = (scorer: Scorer): string =>
  scorer.kind === "version" ? `version-${scorer.version}` : `bundle-${scorer.id}`;

/** " (Production)", and nothing of a version that stands nowhere. */
function stageWords({ registry }: Overview, version: number): string {
  const stage = registry.versions.find((known) => known.version === version)?.stage ?? "None";
  return stage === "None" ? "" : ` (${stage})`;
}

const newestFirst = (bundles: Overview["bundles"]): Overview["bundles"] =>
  [...bundles].sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1));

/** What can score: the versions of this workspace and the bundles that were imported, newest first. */
export function scorersOf(overview: Overview): readonly {
  readonly scorer: Scorer;
  /** "version 2", or the bundle's file name. */
  readonly name: string;
  /** With its stage, family and score. */
  readonly label: string;
}[] {
  return [
    ...overview.models.toReversed().map(({ version, run }) => ({
      scorer: { kind: "version", version: version.version } as const,
      name: `version ${version.version}`,
      label: `version ${version.version}${stageWords(overview, version.version)} · ${run.family} · macro-F1 ${run.evaluation.macroF1.toFixed(3)}`,
    })),
    ...newestFirst(overview.bundles).map(({ id, fileName, family, evaluation }) => ({
      scorer: { kind: "bundle", id } as const,
      name: fileName,
      label: `${fileName} · ${family} · macro-F1 ${evaluation.macroF1.toFixed(3)}`,
    })),
  ];
}

/** "version 2", or the bundle's file name. */
export const scorerName = (overview: Overview, scorer: Scorer): string =>
  scorersOf(overview).find((known) => scorerKey(known.scorer) === scorerKey(scorer))?.name ??
  "a model that is gone";

/** What was asked for where it is there still; else the version in Production, the newest one, or the bundle that came last. */
export function usualScorer(overview: Overview, asked?: Scorer): Scorer | undefined {
  const all = scorersOf(overview).map(({ scorer }) => scorer);
  const { production } = overview.registry;
  return (
    all.find((scorer) => asked && scorerKey(scorer) === scorerKey(asked)) ??
    all.find((scorer) => scorer.kind === "version" && scorer.version === production) ??
    all[0]
  );
}
