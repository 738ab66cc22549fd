import { useState, type ReactNode } from "react";
import { defaultCell, defaultSeed } from "../../pipeline/sampling/contract.ts";
import type { PartRequest, PartSummary } from "../../pipeline/steps/part-request.ts";
import type { Overview, OverviewSurvey } from "../../services/contract.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { NumberField } from "../shared/number-field.tsx";
import { saveFile } from "../shared/save-file.ts";
import { Segmented } from "../shared/segmented.tsx";
import { count, many } from "../shared/words.ts";
import { cancelJob, forgetFailed, isBusy, runJob, useJobOf, useJobs } from "../state/jobs.ts";
import { formats } from "./sample-formats.ts";

type Method = "all" | NonNullable<PartRequest["sampling"]>["method"];
const methods = [
  { value: "all", label: "All" },
  { value: "random", label: "Random" },
  { value: "stratified", label: "By cells", title: "Each cell of lines gives its share" },
  { value: "even", label: "Even in space", title: "No two traces nearer than they must be" },
  { value: "every", label: "Every n-th" },
] as const satisfies readonly { readonly value: Method; readonly label: string; readonly title?: string }[];

interface Ends {
  readonly min: number;
  readonly max: number;
}

interface Draft {
  readonly method: Method;
  readonly traces: number;
  readonly every: number;
  readonly cell: number;
  readonly seed: number;
  readonly formatCode: number;
  readonly impute: boolean;
  readonly inlines: Ends;
  readonly crosslines: Ends;
  readonly window: Ends;
}

const wholeWindow = ({ delayMs, samplesPerTrace, intervalMicroseconds }: OverviewSurvey): Ends => ({
  min: delayMs,
  max: delayMs + ((samplesPerTrace - 1) * intervalMicroseconds) / 1000,
});

const draftFor = (survey: OverviewSurvey): Draft => ({
  ...{ method: "random", traces: Math.min(500, survey.traces), every: 10 },
  ...{ cell: defaultCell, seed: defaultSeed, formatCode: 0, impute: false },
  ...{ inlines: survey.inlines, crosslines: survey.crosslines, window: wholeWindow(survey) },
});

function requestOf(draft: Draft, survey: OverviewSurvey): PartRequest {
  const { method, traces, every, cell, seed } = draft;
  const differ = (a: Ends, b: Ends): boolean => a.min !== b.min || a.max !== b.max;
  const format = formats.find(({ code }) => code === draft.formatCode);
  return {
    ...(method === "all"
      ? {}
      : method === "every"
        ? { sampling: { method, every } }
        : {
            sampling: { method, count: traces, seed, ...(method === "stratified" ? { cell } : {}) },
          }),
    ranges: {
      ...(differ(draft.inlines, survey.inlines)
        ? { inlines: [draft.inlines.min, draft.inlines.max] as const }
        : {}),
      ...(differ(draft.crosslines, survey.crosslines)
        ? { crosslines: [draft.crosslines.min, draft.crosslines.max] as const }
        : {}),
    },
    ...(differ(draft.window, wholeWindow(survey))
      ? { window: [draft.window.min, draft.window.max] as const }
      : {}),
    ...(format ? { formatCode: format.code } : {}),
    ...(draft.impute ? { impute: true } : {}),
  };
}

function EndsField({
  label,
  unit,
  value,
  step,
  disabled,
  onChange,
}: {
  readonly label: string;
  readonly unit?: string;
  readonly value: Ends;
  readonly step?: number;
  readonly disabled: boolean;
  readonly onChange: (value: Ends) => void;
}): ReactNode {
  return (
    <span className="ends">
      <span className="dim">{label}</span>
      <NumberField
        label={`${label} from`}
        {...(step ? { step } : {})}
        value={value.min}
        disabled={disabled}
        onCommit={(min) => {
          onChange({ ...value, min });
        }}
      />
      <span className="faint">to</span>
      <NumberField
        label={`${label} to`}
        {...(step ? { step } : {})}
        {...(unit ? { unit } : {})}
        value={value.max}
        disabled={disabled}
        onCommit={(max) => {
          onChange({ ...value, max });
        }}
      />
    </span>
  );
}

function Amount({
  draft,
  traces,
  disabled,
  set,
}: {
  readonly draft: Draft;
  readonly traces: number;
  readonly disabled: boolean;
  readonly set: (change: Partial<Draft>) => void;
}): ReactNode {
  const field = (
    key: "traces" | "every" | "cell" | "seed",
    label: string,
    unit: string,
    min = 1,
    max = Number.MAX_SAFE_INTEGER,
  ) => (
    <span className="ends">
      <span className="dim">{label}</span>
      <NumberField
        label={`${label} ${unit}`.trim()}
        unit={unit}
        min={min}
        max={max}
        value={draft[key]}
        disabled={disabled}
        onCommit={(value) => {
          set({ [key]: Math.min(max, Math.max(min, Math.round(value))) });
        }}
      />
    </span>
  );
  if (draft.method === "all") return null;
  if (draft.method === "every") return field("every", "one of", "traces");
  return (
    <>
      {field("traces", "take", `of ${count(traces)} traces`, 1, traces)}
      {draft.method === "stratified" && field("cell", "cells of", "lines")}
      {field("seed", "seed", "", 0)}
    </>
  );
}

function Saved({ summary }: { readonly summary: PartSummary }): ReactNode {
  const { imputed, scale } = summary;
  const filled =
    imputed &&
    [
      imputed.inline > 0 ? many(imputed.inline, "inline number") : "",
      imputed.crossline > 0 ? many(imputed.crossline, "crossline number") : "",
      imputed.coordinates > 0 ? many(imputed.coordinates, "position") : "",
      imputed.deadTraces > 0 ? many(imputed.deadTraces, "dead trace") : "",
      imputed.brokenTraces > 0 ? `${many(imputed.brokenTraces, "trace")} with NaN` : "",
    ].filter((part) => part !== "");
  return (
    <p className="dim" role="status">
      Saved {many(summary.traces, "trace")} of {count(summary.samplesPerTrace)} samples, {summary.format.name}
      , revision {summary.revision}.
      {scale && scale.bits !== 0
        ? ` Samples are multiplied by 2^${scale.bits}, as the trace weighting factor says.`
        : ""}
      {filled
        ? ` Filled: ${filled.join(", ") || "nothing was missing"}${filled.length > 0 ? "; listed in the table beside it" : ""}.`
        : ""}
      {imputed && imputed.left > 0
        ? ` ${many(imputed.left, "trace")} left as they are: no living trace is near.`
        : ""}
    </p>
  );
}

function Form({
  survey,
  readOnly,
}: {
  readonly survey: OverviewSurvey;
  readonly readOnly: boolean;
}): ReactNode {
  const [draft, setDraft] = useState(() => draftFor(survey));
  const job = useJobOf("save-part");
  const busy = isBusy(job);
  const isOwn = job?.request.survey === survey.name;
  const set = (change: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...change }));
  };
  const save = async (): Promise<void> => {
    forgetFailed("save-part");
    const { result } = await runJob({
      kind: "save-part",
      survey: survey.name,
      request: requestOf(draft, survey),
    });
    if (result?.kind !== "saved-part") return;
    saveFile(result.file);
    if (result.list) saveFile(result.list);
  };
  return (
    <>
      <div className="form-row">
        <Segmented
          label="Which traces"
          value={draft.method}
          choices={methods}
          onChange={(method) => {
            set({ method });
          }}
        />
        <Amount draft={draft} traces={survey.traces} disabled={busy} set={set} />
      </div>
      <div className="form-row">
        <EndsField
          label="inlines"
          value={draft.inlines}
          disabled={busy}
          onChange={(inlines) => {
            set({ inlines });
          }}
        />
        <EndsField
          label="crosslines"
          value={draft.crosslines}
          disabled={busy}
          onChange={(crosslines) => {
            set({ crosslines });
          }}
        />
        <EndsField
          label={survey.verticalUnit === "ms" ? "time" : "depth"}
          unit={survey.verticalUnit}
          step={survey.intervalMicroseconds / 1000}
          value={draft.window}
          disabled={busy}
          onChange={(window) => {
            set({ window });
          }}
        />
      </div>
      <div className="form-row">
        <select
          aria-label="Sample format to write"
          value={draft.formatCode}
          disabled={busy}
          onChange={(event) => {
            set({ formatCode: Number(event.target.value) });
          }}
        >
          <option value={0}>{survey.format.name}, as it is</option>
          {formats
            .filter(({ code }) => code !== survey.format.code)
            .map(({ code, name }) => (
              <option key={code} value={code}>
                {name} ({code})
              </option>
            ))}
        </select>
        <label title="From the two nearest traces; each is marked in its header and listed in a table">
          <input
            type="checkbox"
            checked={draft.impute}
            disabled={busy}
            onChange={(event) => {
              set({ impute: event.target.checked });
            }}
          />{" "}
          fill missing positions, dead traces and NaN from neighbours
        </label>
        {busy ? (
          <>
            <progress
              aria-label="Saving"
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
            disabled={readOnly || survey.reach !== "open"}
            title={survey.reach === "open" ? undefined : "The file is not open in this tab"}
            onClick={() => void save()}
          >
            Save SEG-Y
          </button>
        )}
      </div>
      {isOwn && job.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
      {isOwn && job.state === "done" && job.result?.kind === "saved-part" && (
        <Saved summary={job.result.summary} />
      )}
    </>
  );
}

/** A part of a survey as a SEG-Y of its own, behind a fold. */
export function SavePart({ overview }: { readonly overview: Overview }): ReactNode {
  const { surveys } = overview;
  const [name, setName] = useState("");
  const readOnly = useJobs(({ writer }) => writer === undefined);
  const survey = surveys.find((one) => one.name === name) ?? surveys[0];
  if (!survey) return null;
  return (
    <details className="panel save-part">
      <summary>Save a part of a survey as SEG-Y …</summary>
      {surveys.length > 1 && (
        <div className="form-row">
          <select
            aria-label="Survey to save a part of"
            value={survey.name}
            onChange={(event) => {
              setName(event.target.value);
            }}
          >
            {surveys.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </div>
      )}
      <Form key={survey.name} survey={survey} readOnly={readOnly} />
    </details>
  );
}
