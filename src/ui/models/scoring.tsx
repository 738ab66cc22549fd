import { Eye } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { PredictionRecord } from "../../pipeline/steps/predict-survey.ts";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { Overview } from "../../services/contract.ts";
import { openLine, setSection } from "../section/section-store.ts";
import { cancelJob, isBusy, runJob, useJobOf } from "../state/jobs.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, percent } from "../shared/words.ts";
import { saveResult } from "./save-result.ts";

const formats = [
  { format: "csv", label: "CSV" },
  { format: "parquet", label: "Parquet" },
  { format: "segy", label: "SEG-Y" },
] as const;

function sameScorer(a: Scorer, b: Scorer): boolean {
  if (a.kind === "version") return b.kind === "version" && a.version === b.version;
  return b.kind === "bundle" && a.id === b.id;
}

function Answers({
  prediction,
  scorer,
}: {
  readonly prediction: PredictionRecord;
  readonly scorer: Scorer;
}): ReactNode {
  const [, navigate] = useLocation();
  return (
    <tr>
      <td>{prediction.survey}</td>
      <td className="number">{count(prediction.examples)}</td>
      <td>
        {prediction.classes
          .map((name) => ({ name, number: prediction.classCounts[name] ?? 0 }))
          .filter(({ number }) => number > 0)
          .map(({ name, number }) => `${name} ${percent(number / prediction.examples)}`)
          .join(" · ")}
        {prediction.unscored > 0 ? ` · ${count(prediction.unscored)} not scored (NaN or infinity)` : ""}
      </td>
      <td>
        <div className="form-row tight">
          <button
            type="button"
            className="button"
            onClick={() => {
              openLine(prediction.survey);
              setSection({ overlay: "prediction", predictionId: prediction.id });
              navigate("/section");
            }}
          >
            <Eye size={13} aria-hidden />
            See it
          </button>
          {formats.map(({ format, label }) => (
            <button
              key={format}
              type="button"
              className="button"
              onClick={() =>
                void saveResult({ kind: "save-predictions", scorer, survey: prediction.survey, format })
              }
            >
              {label}
            </button>
          ))}
        </div>
      </td>
    </tr>
  );
}

/** Scores lines with the chosen model; answers are kept, shown on the section and saved. */
export function Scoring({
  overview,
  scorer,
  readOnly,
}: {
  readonly overview: Overview;
  readonly scorer: Scorer;
  readonly readOnly: boolean;
}): ReactNode {
  const [survey, setSurvey] = useState("");
  const job = useJobOf("predict");
  const saving = useJobOf("save-predictions", "export-bundle");
  const busy = isBusy(job);
  const chosen = overview.surveys.some(({ name }) => name === survey)
    ? survey
    : (overview.surveys[0]?.name ?? "");
  const answers = overview.predictions.filter((prediction) => sameScorer(prediction.scorer, scorer));
  return (
    <Panel title="Score lines with it">
      {overview.surveys.length === 0 ? (
        <p className="dim">Drop a SEG-Y file on this window, take it in, and score it here.</p>
      ) : (
        <div className="form-row">
          <select
            aria-label="Survey to score"
            value={chosen}
            disabled={busy}
            onChange={(event) => {
              setSurvey(event.target.value);
            }}
          >
            {overview.surveys.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          {busy ? (
            <>
              <progress
                aria-label="Scoring"
                {...(job?.progress?.total ? { max: job.progress.total, value: job.progress.done } : {})}
              />
              <CancelButton
                key="cancel"
                onCancel={() => {
                  cancelJob(job!.id);
                }}
              />
            </>
          ) : (
            <button
              type="button"
              className="button primary"
              disabled={readOnly}
              onClick={() => void runJob({ kind: "predict", scorer, surveys: [chosen] })}
            >
              Score
            </button>
          )}
        </div>
      )}
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
      {saving?.state === "failed" && saving.fault && <FaultNote fault={saving.fault} />}
      {answers.length > 0 && (
        <div className="scroll">
          <table className="data">
            <thead>
              <tr>
                <th scope="col">survey</th>
                <th scope="col" className="number">
                  windows
                </th>
                <th scope="col">answers</th>
                <th scope="col">see, save</th>
              </tr>
            </thead>
            <tbody>
              {answers.map((prediction) => (
                <Answers key={prediction.id} prediction={prediction} scorer={scorer} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
