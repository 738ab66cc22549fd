import { Download } from "lucide-react";
import type { ReactNode } from "react";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { Job, Overview } from "../../services/contract.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { scorerKey, scorerName } from "../shared/scorers.ts";
import { Segmented } from "../shared/segmented.tsx";
import { count, many } from "../shared/words.ts";
import { cancelJob, isBusy, runJob, useJobOf } from "../state/jobs.ts";
import { reconnectSurveys } from "../state/reconnect.ts";
import { saveResult } from "./save-result.ts";
import { scoringRows, type ScoringRow } from "./scoring-rows.ts";
import { useScoring } from "./scoring-store.ts";
import { ScoringTable } from "./scoring-table.tsx";

const formats = [
  { value: "csv", label: "CSV" },
  { value: "parquet", label: "Parquet" },
  { value: "segy", label: "SEG-Y", title: "Each trace with the class of its windows as samples" },
] as const;

/** More rows than these are searched rather than looked through. */
const fewRows = 8;

/** How the last batch went, in numbers. */
function BatchWords({ job }: { readonly job: Job }): ReactNode {
  const outcomes = job.outcomes ?? [];
  const number = (state: string): number => outcomes.filter((outcome) => outcome.state === state).length;
  const [scored, kept, failed] = [number("scored"), number("kept"), number("failed")];
  const parts = [
    `${count(scored)} scored`,
    ...(kept > 0 ? [`${count(kept)} answered before`] : []),
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
  ].join(", ");
  switch (job.state) {
    case "done":
      return <span data-job={job.id}>Done: {parts}.</span>;
    case "cancelled":
      return <span data-job={job.id}>Cancelled: {parts}. Score again, and it goes on with the others.</span>;
    default:
      return null;
  }
}

/** The batch that runs, in traces; whichever model it is of. */
function RunningBatch({
  overview,
  job,
  surveys,
}: {
  readonly overview: Overview;
  readonly job: Job;
  readonly surveys: number;
}): ReactNode {
  const { request, progress, outcomes = [] } = job;
  return (
    <>
      <progress
        aria-label="Scoring"
        {...(progress?.total ? { max: progress.total, value: progress.done } : {})}
      />
      <span className="dim">
        {request.kind === "predict" && `${scorerName(overview, request.scorer)}: `}
        {outcomes.length} of {many(surveys, "survey")}
      </span>
      <CancelButton
        key="cancel"
        onCancel={() => {
          cancelJob(job.id);
        }}
      />
    </>
  );
}

/** Scores surveys with the chosen model, all at once; answers are kept, shown on the section and saved. */
export function Scoring({
  overview,
  scorer,
  readOnly,
}: {
  readonly overview: Overview;
  readonly scorer: Scorer;
  readonly readOnly: boolean;
}): ReactNode {
  const { left, search, format } = useScoring();
  const job = useJobOf("predict");
  const own = job && scorerKey(job.request.scorer) === scorerKey(scorer) ? job : undefined;
  const saving = useJobOf("save-predictions", "export-bundle");
  const busy = isBusy(job);
  const rows = scoringRows(overview, scorer, own);
  const chosen = rows.filter(({ survey }) => survey.reachable && !left.has(survey.name));
  const answered = chosen.filter(({ answer }) => answer).length;
  const isShown = ({ survey }: ScoringRow): boolean =>
    survey.name.toLowerCase().includes(search.trim().toLowerCase());
  const asks = overview.surveys.filter(({ reach }) => reach === "asks");
  // Traces stand in the file itself, and only the classes here.
  const savable = rows.filter(({ survey, answer }) => answer && (format !== "segy" || survey.reachable));
  if (rows.length === 0)
    return (
      <Panel title="Score surveys with it">
        <p className="dim">Drop SEG-Y files on this window, take them in, and score them here.</p>
      </Panel>
    );
  return (
    <Panel title="Score surveys with it" className="scoring">
      <div className="form-row">
        {busy ? (
          <RunningBatch overview={overview} job={job!} surveys={job!.request.surveys.length} />
        ) : (
          <>
            <button
              type="button"
              className="button primary"
              disabled={readOnly || chosen.length === 0}
              onClick={() =>
                void runJob({ kind: "predict", scorer, surveys: chosen.map(({ survey }) => survey.name) })
              }
            >
              {chosen.length <= 1 ? "Score" : `Score ${many(chosen.length, "survey")}`}
            </button>
            <span className="dim">
              {rows.length > 1 && `${count(chosen.length)} of ${count(rows.length)} chosen`}
              {rows.length > 1 && answered > 0 && `, ${count(answered)} answered`}
            </span>
          </>
        )}
        {rows.length > fewRows && (
          <input
            type="search"
            aria-label="Find surveys"
            placeholder="Find"
            value={search}
            onChange={(event) => {
              useScoring.setState({ search: event.target.value });
            }}
          />
        )}
        {asks.length > 0 && (
          <button type="button" className="button" onClick={() => void reconnectSurveys(asks)}>
            Open {many(asks.length, "file")} again
          </button>
        )}
        {savable.length > 0 && (
          <span className="save-answers">
            <Segmented
              label="Save answers as"
              value={format}
              choices={formats}
              onChange={(next) => {
                useScoring.setState({ format: next });
              }}
            />
            {savable.length > 1 && (
              <button
                type="button"
                className="button"
                title="One zip, a file for each survey"
                disabled={isBusy(saving)}
                onClick={() =>
                  void saveResult({
                    kind: "save-predictions",
                    scorer,
                    surveys: savable.map(({ survey }) => survey.name),
                    format,
                  })
                }
              >
                <Download size={13} aria-hidden />
                Save all {count(savable.length)}
              </button>
            )}
          </span>
        )}
      </div>
      {own && <p className="dim">{<BatchWords job={own} />}</p>}
      {own?.state === "failed" && own.fault && <FaultNote fault={own.fault} />}
      {saving?.state === "failed" && saving.fault && <FaultNote fault={saving.fault} />}
      <ScoringTable
        overview={overview}
        scorer={scorer}
        rows={rows.length > fewRows ? rows.filter(isShown) : rows}
        format={format}
        busy={busy}
      />
    </Panel>
  );
}
