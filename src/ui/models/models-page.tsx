import { Download, PackageOpen } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { versionStateOf } from "../../pipeline/registry/fold-events.ts";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { Overview, OverviewModel } from "../../services/contract.ts";
import { openFiles } from "../shell/open-files.ts";
import { useJobs } from "../state/jobs.ts";
import { useOverview } from "../state/query.ts";
import { EmptyPage, Panel } from "../shared/panel.tsx";
import { BundlePanel } from "./bundle-panel.tsx";
import { chooseScorer, useChosenScorer } from "./chosen-scorer.ts";
import { CardPanel } from "./card-panel.tsx";
import { ComparisonPanel } from "./comparison-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { LineagePanel } from "./lineage-panel.tsx";
import { Lineage } from "./lineage.tsx";
import { ModelsTable } from "./models-table.tsx";
import { ProductionPanel } from "./production-panel.tsx";
import { saveResult } from "./save-result.ts";
import { Scoring } from "./scoring.tsx";
import { StagePanel } from "./stage-panel.tsx";
import { setWho, useWho } from "../state/who.ts";

/** What is said of one version. */
function Version({
  overview,
  model,
  readOnly,
}: {
  readonly overview: Overview;
  readonly model: OverviewModel;
  readonly readOnly: boolean;
}): ReactNode {
  const { version } = model.version;
  const { registry, history } = overview;
  const state = versionStateOf(registry, version);
  return (
    <>
      <div className="models-columns">
        <div className="stack">
          <StagePanel key={version} registry={registry} state={state} readOnly={readOnly} />
          <CardPanel key={`card ${version}`} version={version} texts={state} readOnly={readOnly} />
        </div>
        <div className="stack">
          <ProductionPanel registry={registry} history={history} readOnly={readOnly} />
          <HistoryPanel history={history} version={version} />
        </div>
      </div>
      <Scoring overview={overview} scorer={{ kind: "version", version }} readOnly={readOnly} />
      <ComparisonPanel models={overview.models} version={version} />
      <LineagePanel overview={overview} model={model} />
    </>
  );
}

export function ModelsPage(): ReactNode {
  const { data: overview } = useOverview();
  const picked = useChosenScorer(({ scorer }) => scorer);
  const writer = useJobs(({ writer: current }) => current);
  const { name: who } = useWho();
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
        <p>
          A version goes to Staging and Production through gates: a score on lines that it never saw, above
          what chance and depth alone give, sound data, answers that repeat, and your note. Each step stays in
          a history that nobody can change, and one step goes back.
        </p>
      </EmptyPage>
    );
  const readOnly = writer === false;
  const model =
    chosen.kind === "version"
      ? overview.models.find(({ version }) => version.version === chosen.version)
      : undefined;
  const bundle = chosen.kind === "bundle" ? overview.bundles.find(({ id }) => id === chosen.id) : undefined;
  return (
    <div className="stack">
      <div className="page-head">
        <h1>Models</h1>
        <label className="field" title="The name that stands in the history beside what you do here">
          Acting as
          <input
            type="text"
            className="who"
            placeholder="the app"
            maxLength={200}
            value={who}
            onChange={(event) => {
              setWho(event.target.value);
            }}
          />
        </label>
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
        <ModelsTable overview={overview} chosen={chosen} onChoose={chooseScorer} />
      </Panel>
      {model && <Version overview={overview} model={model} readOnly={readOnly} />}
      {bundle && <Scoring overview={overview} scorer={chosen} readOnly={readOnly} />}
      {bundle && (
        <div className="models-columns">
          <BundlePanel bundle={bundle} />
          <Panel title="Lineage">
            <Lineage
              lineage={bundle.lineage}
              name={bundle.fileName}
              family={bundle.family}
              macroF1={bundle.evaluation.macroF1}
            />
          </Panel>
        </div>
      )}
    </div>
  );
}
