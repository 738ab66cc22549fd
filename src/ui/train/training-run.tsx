import { Play } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { Link } from "wouter";
import type { TrainRequest } from "../../pipeline/steps/train-request.ts";
import { Plot } from "../plots/plot.tsx";
import { cancelJob, isBusy, runJob, useJobOf } from "../state/jobs.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { backendNames } from "../shell/compute-store.ts";
import { count } from "../shared/words.ts";

/** Training loss so far, one point an iteration or epoch. */
function LiveCurve({
  losses,
  unit,
}: {
  readonly losses: readonly number[];
  readonly unit: "iteration" | "epoch";
}): ReactNode {
  const { data, layout } = useMemo(
    () => ({
      data: [
        {
          type: "scatter" as const,
          mode: losses.length < 3 ? ("markers" as const) : ("lines" as const),
          name: "training",
          x: losses.map((_, index) => index + 1),
          y: [...losses],
          hovertemplate: `${unit} %{x}: %{y:.4f}<extra></extra>`,
        },
      ],
      layout: {
        xaxis: { title: { text: unit }, rangemode: "tozero" as const },
        yaxis: { title: { text: "mean −log p (nats)" }, rangemode: "tozero" as const },
        showlegend: false,
      },
    }),
    [losses, unit],
  );
  if (losses.length === 0) return null;
  return <Plot title="Training loss" csvName="training-loss" height={210} data={data} layout={layout} />;
}

export function TrainingRun({
  request,
  backend,
  readOnly,
}: {
  readonly request: TrainRequest | undefined;
  readonly backend: string;
  readonly readOnly: boolean;
}): ReactNode {
  const job = useJobOf("train");
  const busy = isBusy(job);
  return (
    <Panel
      title="Training"
      aside={
        busy ? (
          <CancelButton
            key="cancel"
            onCancel={() => {
              cancelJob(job!.id);
            }}
          />
        ) : (
          <button
            type="button"
            className="button primary"
            disabled={!request || readOnly}
            onClick={() => {
              if (request) void runJob({ kind: "train", request, backend });
            }}
          >
            <Play size={13} aria-hidden />
            Train
          </button>
        )
      }
    >
      {!job && (
        <p className="dim">
          The same family is trained a second time on window time alone: what depth by itself would give
          stands beside the score.
        </p>
      )}
      {job && busy && (
        <div className="job-progress">
          <progress
            aria-label="Training"
            {...(job.progress && job.progress.total > 0
              ? { max: job.progress.total, value: job.progress.done }
              : {})}
          />
          <span className="dim">
            {job.progress
              ? `${job.progress.step} · ${job.progress.detail} · ${count(job.progress.done)} of ${count(job.progress.total)}`
              : "waits"}
            {job.backend ? ` · ${backendNames[job.backend] ?? job.backend}` : ""}
          </span>
        </div>
      )}
      {job && (
        <LiveCurve
          losses={job.losses}
          unit={job.request.request.specification.family === "boosting" ? "iteration" : "epoch"}
        />
      )}
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
      {job?.state === "cancelled" && <p className="dim">Cancelled: nothing was registered.</p>}
      {job?.state === "done" && job.result?.kind === "trained" && (
        <>
          {job.result.warnings.map((warning) => (
            <p key={warning} className="warn">
              {warning}.
            </p>
          ))}
          <p className="good" data-job={job.id}>
            Registered as version {job.result.version}.{" "}
            <Link href={`/judge?run=${job.result.runId}`}>Judge it</Link>
          </p>
        </>
      )}
    </Panel>
  );
}
