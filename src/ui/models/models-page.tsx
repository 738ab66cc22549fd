import { Download, PackageOpen } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { Overview } from "../../services/contract.ts";
import { openFiles } from "../shell/open-files.ts";
import { useJobs } from "../state/jobs.ts";
import { useOverview } from "../state/query.ts";
import { EmptyPage, Panel } from "../shared/panel.tsx";
import { bytes, moment, score } from "../shared/words.ts";
import { Lineage } from "./lineage.tsx";
import { saveResult } from "./save-result.ts";
import { Scoring } from "./scoring.tsx";

const keyOf = (scorer: Scorer): string =>
  scorer.kind === "version" ? `version-${scorer.version}` : `bundle-${scorer.id}`;

function ModelsTable({
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
      run,
      when: version.registeredAt,
    })),
    ...overview.bundles.map((bundle) => ({
      scorer: { kind: "bundle", id: bundle.id } as const,
      name: bundle.fileName,
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
          {rows.map(({ scorer, name, run, when }) => (
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
                {scorer.kind === "bundle" && <span className="chip">imported</span>}
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

export function ModelsPage(): ReactNode {
  const { data: overview } = useOverview();
  const [picked, setPicked] = useState<Scorer | undefined>();
  const writer = useJobs(({ writer: current }) => current);
  if (!overview) return <div className="loading" aria-busy="true" />;
  const newest = overview.models.at(-1);
  const first: Scorer | undefined = newest
    ? { kind: "version", version: newest.version.version }
    : overview.bundles[0] && { kind: "bundle", id: overview.bundles[0].id };
  const exists = (scorer: Scorer): boolean =>
    scorer.kind === "version"
      ? overview.models.some(({ version }) => version.version === scorer.version)
      : overview.bundles.some(({ id }) => id === scorer.id);
  const chosen = picked && exists(picked) ? picked : first;
  if (!chosen)
    return (
      <EmptyPage
        title="Models: what was trained here, and bundles from elsewhere"
        action={
          <>
            <Link href="/train" className="button primary">
              Train a model
            </Link>
            <button type="button" className="button" onClick={() => void openFiles()}>
              Import a bundle
            </button>
          </>
        }
      >
        <p>
          Each training is kept as a version with its lineage: which files, which labels, which lines, which
          seed. A version leaves this browser as one bundle, a zip that checks itself wherever it is opened.
        </p>
      </EmptyPage>
    );
  const model =
    chosen.kind === "version"
      ? overview.models.find(({ version }) => version.version === chosen.version)
      : undefined;
  const bundle = chosen.kind === "bundle" ? overview.bundles.find(({ id }) => id === chosen.id) : undefined;
  const source = model?.run ?? bundle;
  return (
    <div className="stack">
      <div className="page-head">
        <h1>Models</h1>
        <span className="spacer" />
        <button type="button" className="button" onClick={() => void openFiles()}>
          <PackageOpen size={14} aria-hidden />
          Import a bundle
        </button>
        {chosen.kind === "version" && (
          <button
            type="button"
            className="button primary"
            onClick={() => void saveResult({ kind: "export-bundle", version: chosen.version })}
          >
            <Download size={14} aria-hidden />
            Save the bundle of version {chosen.version}
          </button>
        )}
      </div>
      <Panel title="Registered and imported">
        <ModelsTable overview={overview} chosen={chosen} onChoose={setPicked} />
      </Panel>
      <div className="models-columns">
        <Scoring overview={overview} scorer={chosen} readOnly={writer === false} />
        {source && (
          <Panel
            title="Lineage"
            aside={bundle ? `${bytes(bundle.bytes)} · SHA-256 ${bundle.sha256.slice(0, 12)}` : undefined}
          >
            <Lineage
              lineage={source.lineage}
              name={model ? `version ${model.version.version}` : (bundle?.fileName ?? "")}
              family={source.family}
              macroF1={source.evaluation.macroF1}
            />
          </Panel>
        )}
      </div>
    </div>
  );
}
