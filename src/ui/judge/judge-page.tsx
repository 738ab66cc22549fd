import { useEffect, type ReactNode } from "react";
import { Link, useSearch } from "wouter";
import { findingsOf } from "../../pipeline/reports/findings.ts";
import { narrate } from "../../pipeline/reports/narrate.ts";
import type { Overview, OverviewModel } from "../../services/contract.ts";
import { useOverview } from "../state/query.ts";
import { EmptyPage, PageFrame, Panel } from "../shared/panel.tsx";
import { count, moment } from "../shared/words.ts";
import { CellWindows } from "./cell-windows.tsx";
import { ConfusionMatrix } from "./confusion-matrix.tsx";
import { useJudge } from "./judge-store.ts";
import { ClassScores, ScoresTable } from "./scores-table.tsx";
import { ScoreDots } from "./score-dots.tsx";

function chosenModel({ models }: Overview, runId: string | undefined): OverviewModel | undefined {
  return models.find(({ run }) => run.id === runId) ?? models.at(-1);
}

function Headline({ model }: { readonly model: OverviewModel }): ReactNode {
  const { evaluation, lineage } = model.run;
  const lines = lineage.split.kind === "lines" ? lineage.split.test.join(", ") : "random windows";
  return (
    <Panel title={`Macro-F1 on ${lines}`} className="headline">
      <p className="big-number">{evaluation.macroF1.toFixed(3)}</p>
      <ScoreDots evaluation={evaluation} />
      {evaluation.inflated && (
        <p className="warn">
          Inflated: test windows are neighbours of training windows. This number says nothing about a new
          line.
        </p>
      )}
    </Panel>
  );
}

function Findings({
  overview,
  model,
}: {
  readonly overview: Overview;
  readonly model: OverviewModel;
}): ReactNode {
  const findings = findingsOf({
    surveys: overview.surveys,
    runs: [{ version: model.version.version, run: model.run }],
  });
  return (
    <Panel title="What the numbers say">
      <ul className="findings">
        {findings.map((finding) => (
          <li key={`${finding.code} ${Object.values(finding.names).join(" ")}`} className={finding.severity}>
            {narrate(finding)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function JudgePage(): ReactNode {
  const { data: overview } = useOverview();
  const asked = new URLSearchParams(useSearch()).get("run");
  const { runId, cell } = useJudge();
  useEffect(() => {
    if (asked) useJudge.setState({ runId: asked, cell: undefined });
  }, [asked]);
  if (!overview) return <div className="loading" aria-busy="true" />;
  const model = chosenModel(overview, runId);
  if (!model)
    return (
      <EmptyPage
        title="Judge: is it right, and where is it not"
        action={
          <Link href="/train" className="button primary">
            Train a model first
          </Link>
        }
      >
        <p>
          Every score stands beside the best constant answer and beside a model that knows only depth. Each
          number leads to the windows that made it, on the section.
        </p>
      </EmptyPage>
    );
  const { run, version } = model;
  return (
    <PageFrame
      title="Judge"
      head={
        <>
          <select
            aria-label="Model version"
            value={run.id}
            onChange={(event) => {
              useJudge.setState({ runId: event.target.value, cell: undefined });
            }}
          >
            {overview.models.toReversed().map(({ version: own, run: ownRun }) => (
              <option key={ownRun.id} value={ownRun.id}>
                version {own.version} · {ownRun.family} · {moment(ownRun.startedAt)}
              </option>
            ))}
          </select>
          <span className="dim">
            version {version.version}: {run.family}, {count(run.examples.train)} windows trained on,{" "}
            {count(run.examples.test)} tested
            {run.examples.buffer > 0 ? `, ${count(run.examples.buffer)} left out at crossings` : ""} ·{" "}
            {run.backend === "own" ? "own kernel" : run.backend} · {run.fitSeconds.toFixed(1)} s
          </span>
        </>
      }
    >
      <div className="judge-grid">
        <Headline model={model} />
        <ScoresTable evaluation={run.evaluation} />
        <ClassScores evaluation={run.evaluation} />
        <ConfusionMatrix run={run} cell={cell} />
        <CellWindows run={run} cell={cell} surveys={overview.surveys} />
        <Findings overview={overview} model={model} />
      </div>
    </PageFrame>
  );
}
