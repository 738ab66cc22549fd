import { useState, type ReactNode } from "react";
import type { LabelSetRecord } from "../../pipeline/labels/contract.ts";
import type { LabelExport } from "../../pipeline/steps/label-export.ts";
import type { OverviewSurvey } from "../../services/contract.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { saveFile } from "../shared/save-file.ts";
import { Segmented } from "../shared/segmented.tsx";
import { many } from "../shared/words.ts";
import { cancelJob, forgetFailed, isBusy, runJob, useJobOf } from "../state/jobs.ts";

const formats = [
  { value: "csv", label: "CSV", title: "Intervals, to the bit" },
  {
    value: "segy",
    label: "SEG-Y",
    title: "A label volume: the class of every sample, under the survey's own headers",
  },
  { value: "points", label: "Points", title: ".pts: every sample of one class" },
  { value: "horizon", label: "Horizon", title: "The top or the base of one class" },
] as const satisfies readonly {
  readonly value: LabelExport["format"];
  readonly label: string;
  readonly title: string;
}[];

interface Draft {
  readonly format: LabelExport["format"];
  readonly side: "top" | "base";
  readonly columns: "lines" | "coordinates";
  readonly seconds: boolean;
  readonly header: boolean;
}

function exportOf({ format, side, columns, seconds, header }: Draft, name: string): LabelExport {
  if (format === "csv" || format === "segy") return { format };
  const points = { class: name, columns, ...(seconds ? { seconds } : {}) };
  return format === "points" ? { format, ...points } : { format, ...points, side, header };
}

function PointChoices({
  draft,
  isTime,
  set,
}: {
  readonly draft: Draft;
  readonly isTime: boolean;
  readonly set: (change: Partial<Draft>) => void;
}): ReactNode {
  return (
    <>
      {draft.format === "horizon" && (
        <Segmented
          label="Side of the class"
          value={draft.side}
          choices={[
            { value: "top", label: "Top" },
            { value: "base", label: "Base" },
          ]}
          onChange={(side) => {
            set({ side });
          }}
        />
      )}
      <Segmented
        label="Columns"
        value={draft.columns}
        choices={[
          { value: "lines", label: "Inline Crossline Z" },
          { value: "coordinates", label: "X Y Z" },
        ]}
        onChange={(columns) => {
          set({ columns });
        }}
      />
      {isTime && (
        <label>
          <input
            type="checkbox"
            checked={draft.seconds}
            onChange={(event) => {
              set({ seconds: event.target.checked });
            }}
          />{" "}
          Z in seconds
        </label>
      )}
      {draft.format === "horizon" && (
        <label title="As OpendTect writes and reads them; without, bare rows (XYZ)">
          <input
            type="checkbox"
            checked={draft.header}
            onChange={(event) => {
              set({ header: event.target.checked });
            }}
          />{" "}
          names of columns
        </label>
      )}
    </>
  );
}

/** Labels of one survey as a file for other programs. */
export function ExportForm({
  labelSet,
  surveys,
}: {
  readonly labelSet: LabelSetRecord;
  readonly surveys: readonly OverviewSurvey[];
}): ReactNode {
  const [draft, setDraft] = useState<Draft>({
    ...{ format: "csv", side: "top", columns: "lines", seconds: false, header: true },
  });
  const [picked, setPicked] = useState("");
  const [className, setClassName] = useState("");
  const job = useJobOf("export-labels");
  const busy = isBusy(job);
  const survey = surveys.find(({ name }) => name === picked) ?? surveys[0];
  if (!survey) return null;
  const name = labelSet.classes.includes(className) ? className : labelSet.classes[0]!;
  const isOfClass = draft.format === "points" || draft.format === "horizon";
  const isAway = draft.format === "segy" && survey.reach !== "open";
  const save = async (): Promise<void> => {
    forgetFailed("export-labels");
    const { result } = await runJob({
      kind: "export-labels",
      labelSet: labelSet.id,
      survey: survey.name,
      as: exportOf(draft, name),
    });
    if (result?.kind === "saved-labels") saveFile(result.file);
  };
  const result = job?.result?.kind === "saved-labels" ? job.result : undefined;
  return (
    <Panel title="Export" aside="what is read in again is what was written">
      <div className="form-row">
        <select
          aria-label="Survey to export labels of"
          value={survey.name}
          disabled={busy}
          onChange={(event) => {
            setPicked(event.target.value);
          }}
        >
          {surveys.map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
        </select>
        <Segmented
          label="Format"
          value={draft.format}
          choices={formats}
          onChange={(format) => {
            setDraft({ ...draft, format });
          }}
        />
        {isOfClass && (
          <select
            aria-label="Class to export"
            value={name}
            disabled={busy}
            onChange={(event) => {
              setClassName(event.target.value);
            }}
          >
            {labelSet.classes.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
        {isOfClass && (
          <PointChoices
            draft={draft}
            isTime={survey.verticalUnit === "ms"}
            set={(change) => {
              setDraft({ ...draft, ...change });
            }}
          />
        )}
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
            className="button"
            disabled={isAway}
            title={isAway ? "The survey's file is not open in this tab" : undefined}
            onClick={() => void save()}
          >
            Save labels
          </button>
        )}
      </div>
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
      {result && (
        <p className="dim" role="status">
          Saved {result.file.name}:{" "}
          {many(
            result.written.rows,
            job?.request.as.format === "csv"
              ? "interval"
              : job?.request.as.format === "segy"
                ? "trace"
                : "point",
          )}
          .
          {result.written.severalIntervals
            ? ` ${many(result.written.severalIntervals, "trace")} had several intervals of the class, which a horizon cannot hold: the outermost counts.`
            : ""}
          {result.written.withoutCoordinates
            ? ` ${many(result.written.withoutCoordinates, "point")} without coordinates left out.`
            : ""}
        </p>
      )}
    </Panel>
  );
}
