import { X } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { PointsPreview } from "../../pipeline/labels/contract.ts";
import type { LabelImport, PointsFile } from "../../pipeline/steps/label-request.ts";
import type { Overview } from "../../services/contract.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { NumberField } from "../shared/number-field.tsx";
import { Panel } from "../shared/panel.tsx";
import { Segmented } from "../shared/segmented.tsx";
import { many } from "../shared/words.ts";
import { leaveOut } from "../state/incoming.ts";
import { cancelJob, forgetFailed, isBusy, runJob, useJobOf, useJobs } from "../state/jobs.ts";
import { PointsMapping, wholeMapping, type MappingDraft } from "./points-mapping.tsx";

/** A chosen file of points or of a horizon. */
export interface WaitingPoints {
  readonly location: string;
  readonly preview: PointsPreview;
}

const guessOf = ({ preview }: WaitingPoints): MappingDraft =>
  preview.mapping ?? { unit: "ms", upward: false, undefinedValues: [] };

interface Draft {
  readonly kind: LabelImport["kind"];
  readonly first: string;
  readonly second: string;
  readonly className: string;
  readonly halfWidthMs: number;
  readonly isAdded: boolean;
  readonly note: string;
}

const kinds = [
  { value: "points", label: "Points", title: "Each point is of a class, with a half-width" },
  { value: "boundary", label: "Boundary", title: "What lies about a horizon is of a class" },
  { value: "zone", label: "Between two horizons", title: "From the upper to the lower" },
] as const satisfies readonly {
  readonly value: LabelImport["kind"];
  readonly label: string;
  readonly title: string;
}[];

function FileChoice({
  label,
  files,
  value,
  disabled,
  onChange,
}: {
  readonly label: string;
  readonly files: readonly WaitingPoints[];
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (location: string) => void;
}): ReactNode {
  if (files.length === 1) return null;
  return (
    <label className="field">
      {label}
      <select
        aria-label={label}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        {files.map(({ location }) => (
          <option key={location}>{location}</option>
        ))}
      </select>
    </label>
  );
}

/** Files of points and horizons that wait, what their columns are, and what is to be made of them. */
export function PointsImport({
  files,
  overview,
  author,
}: {
  readonly files: readonly WaitingPoints[];
  readonly overview: Overview;
  readonly author: string;
}): ReactNode {
  const { labelSets, surveys } = overview;
  const interval = Math.min(...surveys.map(({ intervalMicroseconds }) => intervalMicroseconds)) / 1000;
  const unit = surveys[0]?.verticalUnit ?? "ms";
  const newest = labelSets.at(-1);
  const [mappings, setMappings] = useState<Readonly<Record<string, MappingDraft>>>({});
  const [draft, setDraft] = useState<Draft>({
    kind: files.length > 1 ? "zone" : "points",
    ...{ first: "", second: "", className: "", halfWidthMs: NaN, isAdded: true, note: "" },
  });
  const readOnly = useJobs(({ writer }) => writer !== true);
  const job = useJobOf("labels");
  const busy = isBusy(job);
  const set = (change: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...change }));
  };
  const draftOf = (file: WaitingPoints): MappingDraft => mappings[file.location] ?? guessOf(file);
  const first = files.find(({ location }) => location === draft.first) ?? files[0]!;
  const kind = draft.kind === "zone" && files.length < 2 ? "points" : draft.kind;
  const second =
    files.find(({ location }) => location === draft.second && location !== first.location) ??
    files.find(({ location }) => location !== first.location);
  // A point labels one sample where nobody says more; a horizon a few.
  const usualHalfWidth = kind === "points" ? interval / 2 : 2 * interval;
  const halfWidthMs = draft.halfWidthMs > 0 ? draft.halfWidthMs : usualHalfWidth;
  const usualName = kind === "boundary" ? "boundary" : first.location.replace(/\.[^.]*$/, "");
  const className = draft.className.trim() || usualName;
  const namesClasses = kind === "points" && draftOf(first).class !== undefined;

  const fileOf = (file: WaitingPoints): PointsFile | undefined => {
    const mapping = wholeMapping(draftOf(file));
    return mapping && { location: file.location, mapping };
  };
  const request = ((): LabelImport | undefined => {
    const own = fileOf(first);
    if (!own) return undefined;
    if (kind !== "zone") return { kind, ...own, className, halfWidthMs };
    const base = second && fileOf(second);
    return base && { kind, top: own, base, className };
  })();
  const take = async (): Promise<void> => {
    if (!request) return;
    forgetFailed("labels");
    const done = await runJob({
      kind: "labels",
      locations: [],
      imports: [request],
      ...(draft.isAdded && newest ? { onto: newest.id } : {}),
      ...(author.trim() ? { author: author.trim() } : {}),
      ...(draft.note.trim() ? { note: draft.note.trim() } : {}),
    });
    if (done.state !== "done") return;
    leaveOut(first.location);
    if (kind === "zone" && second) leaveOut(second.location);
  };
  return (
    <Panel title="Points and horizons" aside="look it over, change what is wrong, then take it in">
      {files.map((file) => (
        <article key={file.location} className="points-file" aria-label={file.location}>
          <header>
            <h3>{file.location}</h3>
            <span className="faint">{many(file.preview.rows, "row")}</span>
            <span className="spacer" />
            <button
              type="button"
              className="button quiet icon"
              aria-label={`Leave ${file.location} out`}
              title="Leave out"
              disabled={busy}
              onClick={() => {
                leaveOut(file.location);
              }}
            >
              <X size={14} />
            </button>
          </header>
          <PointsMapping
            preview={file.preview}
            draft={draftOf(file)}
            disabled={busy}
            onChange={(mapping) => {
              setMappings((before) => ({ ...before, [file.location]: mapping }));
            }}
          />
        </article>
      ))}
      <div className="form-row">
        <Segmented
          label="What to make of it"
          value={kind}
          choices={kinds.map((one) => ({
            ...one,
            disabled: busy || (one.value === "zone" && files.length < 2),
          }))}
          onChange={(chosen) => {
            set({ kind: chosen });
          }}
        />
        <FileChoice
          label={kind === "zone" ? "upper" : "file"}
          files={files}
          value={first.location}
          disabled={busy}
          onChange={(location) => {
            set({ first: location });
          }}
        />
        {kind === "zone" && second && (
          <FileChoice
            label="lower"
            files={files}
            value={second.location}
            disabled={busy}
            onChange={(location) => {
              set(
                location === first.location
                  ? { first: second.location, second: location }
                  : { second: location },
              );
            }}
          />
        )}
        {!namesClasses && (
          <label className="field">
            class
            <input
              type="text"
              aria-label="Class"
              list="known-classes"
              placeholder={usualName}
              value={draft.className}
              disabled={busy}
              onChange={(event) => {
                set({ className: event.target.value });
              }}
            />
          </label>
        )}
        <datalist id="known-classes">
          {(newest?.classes ?? []).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {kind !== "zone" && (
          <span className="field">
            half-width
            <NumberField
              label="Half-width"
              unit={unit}
              min={0}
              step="any"
              value={halfWidthMs}
              disabled={busy}
              onCommit={(value) => {
                set({ halfWidthMs: value });
              }}
            />
          </span>
        )}
      </div>
      <div className="form-row">
        {newest && (
          <label title="Where these say something, it counts; the rest of the newest label set stays">
            <input
              type="checkbox"
              checked={draft.isAdded}
              disabled={busy}
              onChange={(event) => {
                set({ isAdded: event.target.checked });
              }}
            />{" "}
            add to the newest label set
          </label>
        )}
        <input
          type="text"
          className="label-note"
          aria-label="Note"
          placeholder="What these labels are, for whoever comes after"
          value={draft.note}
          disabled={busy}
          onChange={(event) => {
            set({ note: event.target.value });
          }}
        />
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
            disabled={readOnly || !request || surveys.length === 0}
            title={request ? undefined : "Say which columns are inline and crossline, or X and Y, and Z"}
            onClick={() => void take()}
          >
            Take in as labels
          </button>
        )}
      </div>
      {surveys.length === 0 && <p className="warn">Labels belong to lines: open the SEG-Y files first.</p>}
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
    </Panel>
  );
}
