import type { ReactNode } from "react";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { Overview } from "../../services/contract.ts";
import { useServe } from "./serve-store.ts";

const keyOf = (scorer: Scorer): string =>
  scorer.kind === "version" ? `version-${scorer.version}` : `bundle-${scorer.id}`;

/** " (Production)", and nothing of a version that stands nowhere. */
function stageWords({ registry }: Overview, version: number): string {
  const stage = registry.versions.find((known) => known.version === version)?.stage ?? "None";
  return stage === "None" ? "" : ` (${stage})`;
}

function scorersOf(overview: Overview): readonly { readonly scorer: Scorer; readonly label: string }[] {
  return [
    ...overview.models.toReversed().map(({ version, run }) => ({
      scorer: { kind: "version", version: version.version } as const,
      label: `version ${version.version}${stageWords(overview, version.version)} · ${run.family} · macro-F1 ${run.evaluation.macroF1.toFixed(3)}`,
    })),
    ...overview.bundles.map(({ id, fileName, family, evaluation }) => ({
      scorer: { kind: "bundle", id } as const,
      label: `${fileName} · ${family} · macro-F1 ${evaluation.macroF1.toFixed(3)}`,
    })),
  ];
}

/** What was asked for where it is there still; else the version in Production, the newest one, or a bundle. */
export function usualScorer(overview: Overview, asked: Scorer | undefined): Scorer | undefined {
  const all = scorersOf(overview).map(({ scorer }) => scorer);
  const { production } = overview.registry;
  return (
    all.find((scorer) => asked && keyOf(scorer) === keyOf(asked)) ??
    all.find((scorer) => scorer.kind === "version" && scorer.version === production) ??
    all[0]
  );
}

export function ScorerChoice({
  overview,
  scorer,
}: {
  readonly overview: Overview;
  readonly scorer: Scorer;
}): ReactNode {
  const all = scorersOf(overview);
  return (
    <select
      aria-label="Model that scores"
      value={keyOf(scorer)}
      onChange={(event) => {
        useServe.setState({ scorer: all.find((one) => keyOf(one.scorer) === event.target.value)?.scorer });
      }}
    >
      {all.map((one) => (
        <option key={keyOf(one.scorer)} value={keyOf(one.scorer)}>
          {one.label}
        </option>
      ))}
    </select>
  );
}
