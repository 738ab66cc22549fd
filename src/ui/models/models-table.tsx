import type { ReactNode } from "react";
import { versionStateOf } from "../../pipeline/registry/fold-events.ts";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { Overview } from "../../services/contract.ts";
import { moment, score } from "../shared/words.ts";
import { StageChip } from "./stage-chip.tsx";

const keyOf = (scorer: Scorer): string =>
  scorer.kind === "version" ? `version-${scorer.version}` : `bundle-${scorer.id}`;

/** Every version and every imported bundle: where it stands, and its score beside chance. */
export function ModelsTable({
  overview,
  chosen,
  onChoose,
}: {
  readonly overview: Overview;
  readonly chosen: Scorer;
  readonly onChoose: (scorer: Scorer) => void;
}): ReactNode {
  const rows = [
    ...overview.models.toReversed().map(({ version, run }) => ({
      scorer: { kind: "version", version: version.version } as const,
      name: `version ${version.version}`,
      state: versionStateOf(overview.registry, version.version),
      run,
      when: version.registeredAt,
    })),
    ...overview.bundles.map((bundle) => ({
      scorer: { kind: "bundle", id: bundle.id } as const,
      name: bundle.fileName,
      state: undefined,
      run: bundle,
      when: bundle.importedAt,
    })),
  ];
  return (
    <div className="scroll">
      <table className="data choosable">
        <thead>
          <tr>
            <th scope="col">model</th>
            <th scope="col">stage, aliases</th>
            <th scope="col">family</th>
            <th scope="col">split</th>
            <th scope="col" className="number">
              macro-F1
            </th>
            <th scope="col" className="number">
              time only
            </th>
            <th scope="col" className="number">
              majority
            </th>
            <th scope="col" className="number">
              accuracy
            </th>
            <th scope="col">when</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ scorer, name, state, run, when }) => (
            <tr key={keyOf(scorer)} className={keyOf(scorer) === keyOf(chosen) ? "selected" : ""}>
              <td>
                <button
                  type="button"
                  className="link"
                  aria-pressed={keyOf(scorer) === keyOf(chosen)}
                  onClick={() => {
                    onChoose(scorer);
                  }}
                >
                  {name}
                </button>
              </td>
              <td>
                {state ? <StageChip stage={state.stage} /> : <span className="chip">imported</span>}
                {state?.aliases.map((alias) => (
                  <span key={alias} className="chip alias">
                    {alias}
                  </span>
                ))}
              </td>
              <td>{run.family}</td>
              <td className={run.evaluation.inflated ? "warn" : ""}>
                {run.evaluation.inflated ? "random (inflated)" : "by lines"}
              </td>
              <td className="number">
                <b>{score(run.evaluation.macroF1)}</b>
              </td>
              <td className="number">{score(run.evaluation.baselines.timeOnly.macroF1)}</td>
              <td className="number">{score(run.evaluation.baselines.majority.macroF1)}</td>
              <td className="number">{score(run.evaluation.accuracy)}</td>
              <td>{moment(when)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
