import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Overview, OverviewSurvey } from "../../services/contract.ts";
import { surveyVersion } from "../../services/section-version.ts";
import { sections } from "../clients.ts";
import { scores } from "../scores-client.ts";
import { lineKey, useSectionStore } from "../section/section-store.ts";
import { useSection } from "../section/use-section.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { EmptyPage, PageFrame, Panel } from "../shared/panel.tsx";
import { usualScorer } from "../shared/scorers.ts";
import { recordsKey, useOverview } from "../state/query.ts";
import { Answers } from "./answers.tsx";
import { RequestPanel } from "./request-panel.tsx";
import { ScorerChoice } from "./scorer-choice.tsx";
import { ServerChip, ServerPanel } from "./server-panel.tsx";
import { useServe } from "./serve-store.ts";
import { TracePicker } from "./trace-picker.tsx";
import { usePickedTrace } from "./use-picked-trace.ts";
import { useServer, useServed } from "./use-server.ts";

function Page({
  overview,
  survey,
}: {
  readonly overview: Overview;
  readonly survey: OverviewSurvey;
}): ReactNode {
  const asked = useServe((state) => state.scorer);
  const scorer = usualScorer(overview, asked);
  const state = useSectionStore();
  // Before any survey was chosen the first one is open.
  const isOpen = state.survey === undefined || state.survey === survey.name;
  const askedLine = isOpen ? state.line : undefined;
  const { section, fault, loading } = useSection({
    sections,
    survey: survey.reachable ? survey.name : undefined,
    line: askedLine,
    viewer: "serve",
    version: surveyVersion(survey),
  });
  const own =
    section?.survey === survey.name &&
    (askedLine === undefined || lineKey(survey.name, section.line) === lineKey(survey.name, askedLine))
      ? section
      : undefined;
  const picked = usePickedTrace(own, isOpen ? state.pickedTrace : undefined);
  const answer = useQuery({
    queryKey: [recordsKey, "score", scorer, surveyVersion(survey), picked?.traceIndex],
    queryFn: async () => valueOf(scores.score(scorer!, survey.name, picked!.traceIndex)),
    enabled: scorer !== undefined && picked !== undefined,
    placeholderData: keepPreviousData,
  });
  const score = answer.data;
  const windows = score?.startMs.length ?? 0;
  const askedWindow = useServe(({ window }) => window);
  const window = Math.min(windows - 1, askedWindow ?? Math.floor(windows / 2));
  const server = useServer();
  const served = useServed(answer.isPlaceholderData ? undefined : score, server);
  const hasServer = server.state.kind !== "none";
  // What was said of the line before stays in view while the next one is read, but not beside a file that is not open.
  const isShown = !answer.error && survey.reachable;
  const line = survey.orientation === "volume" ? (askedLine ?? own?.line) : undefined;
  return (
    <PageFrame
      title="Serve"
      head={
        <>
          {scorer && <ScorerChoice overview={overview} scorer={scorer} />}
          <span className="dim">one trace, scored here and by a server, side by side</span>
          <span className="spacer" />
          <ServerChip server={server} />
        </>
      }
    >
      <div className="serve-columns">
        <TracePicker
          surveys={overview.surveys}
          survey={survey}
          picked={picked}
          line={line}
          section={own}
          fault={fault}
          loading={loading}
          score={answer.isPlaceholderData ? undefined : score}
          window={window}
        />
        <div className="stack serve-answers">
          {!scorer && (
            <Panel title="What it says">
              <p className="dim">
                There is no model yet: <Link href="/train">train one</Link>, or drop a bundle on this window.
              </p>
            </Panel>
          )}
          {scorer && !survey.reachable && (
            <Panel title="What it says">
              <p className="dim">The answers stand here as soon as the file is open.</p>
            </Panel>
          )}
          {answer.error && <FaultNote fault={faultIn(answer.error)} />}
          {served.fault && <FaultNote fault={served.fault} />}
          {score && isShown && (
            <Answers score={score} server={served.side} window={window} hasServer={hasServer} />
          )}
          {score && isShown && score.asked.length > 0 && (
            <RequestPanel
              score={score}
              address={hasServer ? `${location.origin}/api` : "http://127.0.0.1:8000"}
            />
          )}
        </div>
        <ServerPanel server={server} />
      </div>
    </PageFrame>
  );
}

/** One answer everywhere, shown on one trace: this browser's, and a scoring server's. */
export function ServePage(): ReactNode {
  const { data: overview } = useOverview();
  const chosen = useSectionStore(({ survey }) => survey);
  if (!overview) return <div className="loading" aria-busy="true" />;
  const survey =
    overview.surveys.find(({ name }) => name === chosen) ??
    overview.surveys.find(({ reachable }) => reachable) ??
    overview.surveys[0];
  if (!survey)
    return (
      <EmptyPage
        title="Serve: one answer everywhere"
        action={
          <Link href="/" className="button primary">
            Open a survey first
          </Link>
        }
      >
        <p>
          Pick a trace, and see what a model says of it: here in the browser, and through a scoring server (
          <code>geophone serve</code>) where one runs. Classes, probabilities and versions stand side by side.
        </p>
      </EmptyPage>
    );
  return <Page overview={overview} survey={survey} />;
}
