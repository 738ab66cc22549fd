import { useState, type ReactNode } from "react";
import type { FeatureRequest } from "../../pipeline/steps/feature-request.ts";
import type { Overview } from "../../services/contract.ts";
import { cancelJob, isBusy, runJob, useJobOf, useJobs } from "../state/jobs.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { NumberField } from "../shared/number-field.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { count, ordinal } from "../shared/words.ts";

/** How many windows the request makes of the surveys here. */
function windowsOf({ surveys }: Overview, { window, every }: FeatureRequest): number {
  return surveys.reduce((sum, survey) => {
    // Every n-th trace of each line: a volume's count begins anew on each inline.
    const lines = survey.orientation === "volume" ? survey.inlines.count : 1;
    const traces = lines * Math.ceil(survey.traces / lines / every);
    if (window.extent === "trace") return sum + traces;
    const intervalMs = survey.intervalMicroseconds / 1000;
    const length = Math.round(window.lengthMs / intervalMs);
    const step = Math.max(1, Math.round(window.stepMs / intervalMs));
    return sum + traces * Math.max(0, Math.floor((survey.samplesPerTrace - length) / step) + 1);
  }, 0);
}

/** Window, step and selection; progress, cancel, and going on where it stopped. */
export function FeatureJob({ overview }: { readonly overview: Overview }): ReactNode {
  const newest = overview.featureSets.at(-1);
  const survey = overview.surveys[0];
  const unit = survey?.verticalUnit ?? "ms";
  const isMixed = overview.surveys.some(({ verticalUnit }) => verticalUnit !== unit);
  const intervalMs = (newest?.window.intervalMicroseconds ?? 4000) / 1000;
  // 64 samples every 8, in whole units: 256 ms every 32 at the usual 4 ms.
  const usualMs = unit === "ms" ? 4 : (survey?.intervalMicroseconds ?? 4000) / 1000;
  const [extent, setExtent] = useState<"window" | "trace">(newest?.window.extent ?? "window");
  const [lengthMs, setLengthMs] = useState(
    newest?.window.extent === "window" ? newest.window.lengthSamples * intervalMs : 64 * usualMs,
  );
  const [stepMs, setStepMs] = useState(
    newest?.window.extent === "window" ? newest.window.stepSamples * intervalMs : 8 * usualMs,
  );
  const [every, setEvery] = useState(newest?.every ?? 2);
  const job = useJobOf("features");
  const writer = useJobs(({ writer: current }) => current);
  const busy = isBusy(job);
  const request: FeatureRequest = {
    window: extent === "trace" ? { extent } : { extent, lengthMs, stepMs },
    every,
    fit: [],
  };
  const number = (
    label: string,
    unit: string,
    value: number,
    set: (value: number) => void,
    min: number,
  ): ReactNode => (
    <label className="field">
      {label}
      <NumberField
        label={label}
        min={min}
        step="any"
        value={value}
        disabled={busy}
        onCommit={(typed) => {
          set(Math.max(min, typed));
        }}
      />
      <span className="unit">{unit}</span>
    </label>
  );
  return (
    <Panel
      title="Windows"
      aside={`about ${count(windowsOf(overview, request))} windows of ${overview.surveys.length === 1 ? "1 survey" : `${overview.surveys.length} surveys`}`}
    >
      <div className="form-row">
        <Segmented
          label="Extent"
          value={extent}
          choices={[
            { value: "window", label: "Windows", disabled: busy },
            { value: "trace", label: "Whole traces", disabled: busy },
          ]}
          onChange={setExtent}
        />
        {extent === "window" && number("length", unit, lengthMs, setLengthMs, 1)}
        {extent === "window" && number("every", unit, stepMs, setStepMs, 1)}
        {number(
          "take every",
          every === 1 ? "trace: all of them" : `: each ${ordinal(every)} trace`,
          every,
          setEvery,
          1,
        )}
        <span className="spacer" />
        {busy ? (
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
            disabled={writer === false || overview.surveys.length === 0 || isMixed}
            onClick={() => void runJob({ kind: "features", request })}
          >
            {job?.state === "cancelled" ? "Go on computing" : "Compute features"}
          </button>
        )}
      </div>
      {busy && job?.progress && (
        <div className="job-progress">
          <progress max={job.progress.total || 1} value={job.progress.done} aria-label="Features" />
          <span className="dim">
            {job.progress.detail} · {count(job.progress.done)} of {count(job.progress.total)} windows
          </span>
        </div>
      )}
      {job?.state === "cancelled" && (
        <p className="dim">Cancelled. The parts that were finished are kept: going on takes up from there.</p>
      )}
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
      {job?.state === "done" && job.result?.kind === "features" && (
        <p className="good" data-job={job.id}>
          Done: {job.result.computed} {job.result.computed === 1 ? "table" : "tables"} computed
          {job.result.reused > 0 ? `, ${job.result.reused} were there already` : ""}.
        </p>
      )}
      {isMixed && (
        <p className="warn">
          Some of these surveys are in time and some in depth, or in metres and in feet: windows of one length
          mean another thing in each. Keep them in workspaces of their own.
        </p>
      )}
      <p className="faint">
        Eight features of each window: mean, standard deviation, minimum, maximum, RMS, energy, zero crossings
        and dominant frequency. The 32 principal components are fitted by training on its own lines, so that
        no test line leaks into them.
      </p>
    </Panel>
  );
}
