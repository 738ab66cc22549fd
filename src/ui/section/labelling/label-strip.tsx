import { Brush, Eraser, Pentagon, Redo2, Spline, Square, Undo2, type LucideIcon } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { LabelSetRecord } from "../../../pipeline/labels/contract.ts";
import type { OverviewSurvey } from "../../../services/contract.ts";
import type { SectionLine, SectionView } from "../../../services/section-contract.ts";
import { FaultNote } from "../../shared/fault-note.tsx";
import { setWho, useWho } from "../../state/who.ts";
import { NumberField } from "../../shared/number-field.tsx";
import { count, many, moment } from "../../shared/words.ts";
import { useJobs } from "../../state/jobs.ts";
import { selectWindow, setSection, useSectionStore } from "../section-store.ts";
import { ClassEditor } from "./class-editor.tsx";
import {
  actOnDraft,
  colourOf,
  editDraft,
  labelToolNames,
  openDesk,
  saveDraft,
  setDesk,
  useDesk,
  type LabelToolName,
} from "./desk-store.ts";
import { Interpolation } from "./interpolation.tsx";
import { useLabelKeys } from "./label-keys.ts";

const tools: Readonly<
  Record<LabelToolName, { readonly icon: LucideIcon; readonly name: string; readonly how: string }>
> = {
  brush: { icon: Brush, name: "Brush", how: "B: paint while the button is held" },
  rectangle: { icon: Square, name: "Rectangle", how: "R: drag from corner to corner" },
  polygon: {
    icon: Pentagon,
    name: "Polygon",
    how: "O: click the corners; Enter or a double click closes it, Backspace takes one back, Esc all",
  },
  pick: {
    icon: Spline,
    name: "Pick",
    how: "K: click along a fault or a horizon; Enter or a double click ends it, Backspace takes one back, Esc all",
  },
};

const nameOf = ({ sources, author, createdAt, note }: LabelSetRecord): string =>
  `${note ?? sources[0]?.fileName ?? "labels"} · ${author ? `${author}, ` : ""}${moment(createdAt)}`;

/** Nothing is in work yet: what to begin from. */
function Begin({
  labelSets,
  readOnly,
}: {
  readonly labelSets: readonly LabelSetRecord[];
  readonly readOnly: boolean;
}): ReactNode {
  const [base, setBase] = useState(labelSets.at(-1)?.id ?? "");
  return (
    <form
      className="label-strip"
      onSubmit={(event) => {
        event.preventDefault();
        void actOnDraft(base === "" ? { kind: "begin" } : { kind: "begin", base });
      }}
    >
      <label className="field">
        Begin from
        <select
          aria-label="Label set to begin from"
          value={base}
          onChange={(event) => {
            setBase(event.target.value);
          }}
        >
          {labelSets.toReversed().map((set) => (
            <option key={set.id} value={set.id}>
              {nameOf(set)}
            </option>
          ))}
          <option value="">nothing: no labels yet</option>
        </select>
      </label>
      <button type="submit" className="button primary" disabled={readOnly}>
        Begin
      </button>
      <span className="faint">
        The set stays as it is; what you draw is kept stroke by stroke, and becomes a version when you save
        it.
      </span>
    </form>
  );
}

function Sizes({ section }: { readonly section: SectionView | undefined }): ReactNode {
  const { tool, radiusTraces, radiusMs, halfWidthMs } = useDesk();
  const unit = section?.verticalUnit ?? "ms";
  if (tool === "brush")
    return (
      <span className="group">
        <span className="dim">radius</span>
        <NumberField
          label="Radius of the brush in traces"
          value={radiusTraces}
          min={0.5}
          max={500}
          step="any"
          unit="traces"
          onCommit={(value) => {
            if (value > 0) setDesk({ radiusTraces: value });
          }}
        />
        <NumberField
          label={`Radius of the brush in ${unit}`}
          value={radiusMs}
          min={0.5}
          step="any"
          unit={unit}
          onCommit={(value) => {
            if (value > 0) setDesk({ radiusMs: value });
          }}
        />
      </span>
    );
  if (tool === "pick")
    return (
      <span className="group">
        <span className="dim">±</span>
        <NumberField
          label={`Half-width of a pick in ${unit}`}
          value={halfWidthMs}
          min={0}
          step="any"
          unit={unit}
          onCommit={(value) => {
            if (value >= 0) setDesk({ halfWidthMs: value });
          }}
        />
      </span>
    );
  return null;
}

function Classes(): ReactNode {
  const { draft, paints } = useDesk();
  if (!draft) return null;
  const { scheme } = draft.labels;
  return (
    <div className="label-classes" role="radiogroup" aria-label="What is painted">
      {scheme.map(({ name }, index) => {
        const total = draft.totals.find((each) => each.name === name);
        return (
          <button
            key={name}
            type="button"
            role="radio"
            aria-checked={paints === name}
            className="button"
            title={`${many(total?.traces ?? 0, "trace")}, ${many(total?.intervals ?? 0, "interval")}${index < 9 ? ` · key ${index + 1}` : ""}`}
            onClick={() => {
              setDesk({ paints: name });
            }}
          >
            <span className="swatch" style={{ background: colourOf(scheme, index) }} aria-hidden />
            {name}
            {index < 9 && <kbd aria-hidden>{index + 1}</kbd>}
          </button>
        );
      })}
      <button
        type="button"
        role="radio"
        aria-checked={paints === undefined}
        className="button"
        title="Take labels away · key E"
        onClick={() => {
          setDesk({ paints: undefined });
        }}
      >
        <Eraser size={13} aria-hidden />
        Erase
        <kbd aria-hidden>E</kbd>
      </button>
    </div>
  );
}

/** The window that a person was sent here to label: one press gives it the class, and the next one is shown. */
function ShownWindow({
  section,
  readOnly,
}: {
  readonly section: SectionView | undefined;
  readonly readOnly: boolean;
}): ReactNode {
  const shown = useSectionStore((state) => state.shown);
  const paints = useDesk((state) => state.paints);
  if (shown?.survey !== section?.survey || !shown || !section) return null;
  const window = shown.windows[shown.selected];
  const column = window ? section.traceIndex.indexOf(window.traceIndex) : -1;
  if (!window || column < 0) return null;
  const paint = (): void => {
    const strokes = {
      inline: [section.inline[column]!],
      crossline: [section.crossline[column]!],
      startMs: [window.startMs],
      endMs: [window.endMs],
    };
    const tool = "rectangle";
    void editDraft(
      paints === undefined
        ? { kind: "erase", tool, strokes }
        : { kind: "paint", tool, class: paints, survey: section.survey, strokes },
    ).then((done) => {
      if (done) selectWindow(shown.selected + 1);
    });
  };
  return (
    <button
      type="button"
      className="button"
      title={`${window.title ?? "The highlighted window"}: gives its trace this label there, and goes to the next`}
      disabled={readOnly}
      onClick={paint}
    >
      {paints === undefined ? "Erase the window" : `Window is ${paints}`}
    </button>
  );
}

function Finish({ readOnly }: { readonly readOnly: boolean }): ReactNode {
  const { draft, isBusy } = useDesk();
  const { name: author } = useWho();
  const [note, setNote] = useState("");
  const [isSure, setSure] = useState(false);
  if (!draft) return null;
  return (
    <form
      className="group last"
      onSubmit={(event) => {
        event.preventDefault();
        const words = {
          ...(author.trim() === "" ? {} : { author: author.trim() }),
          ...(note.trim() === "" ? {} : { note: note.trim() }),
        };
        void saveDraft(words).then((saved) => {
          if (!saved) return;
          setNote("");
          setDesk({ isOn: false });
          setSection({ overlay: "labels", labelSetId: saved.id });
        });
      }}
    >
      <input
        type="text"
        className="author"
        aria-label="Author of the labels"
        placeholder="Who"
        maxLength={200}
        value={author}
        onChange={(event) => {
          setWho(event.target.value);
        }}
      />
      <input
        type="text"
        aria-label="Note of the labels"
        placeholder="What for"
        maxLength={2000}
        value={note}
        onChange={(event) => {
          setNote(event.target.value);
        }}
      />
      <button type="submit" className="button primary" disabled={readOnly || isBusy}>
        Save as a version
      </button>
      <button
        type="button"
        className={isSure ? "button danger" : "button"}
        disabled={readOnly || isBusy}
        onBlur={() => {
          setSure(false);
        }}
        onClick={() => {
          if (!isSure && draft.edits > 0) setSure(true);
          else
            void actOnDraft({ kind: "discard" }).then(() => {
              setSure(false);
            });
        }}
      >
        {isSure ? `Throw ${many(draft.edits, "edit")} away` : "Throw away"}
      </button>
    </form>
  );
}

/** Labels in work on the open section: what to draw with, which class, back and forth, save. */
export function LabelStrip({
  labelSets,
  survey,
  line,
  section,
}: {
  readonly labelSets: readonly LabelSetRecord[];
  readonly survey: OverviewSurvey;
  /** Of a volume. */
  readonly line: SectionLine | undefined;
  /** The section on which every trace is there; undefined: none is. */
  readonly section: SectionView | undefined;
}): ReactNode {
  const { draft, isLoaded, isBusy, fault, tool } = useDesk();
  const readOnly = useJobs(({ writer }) => writer === false);
  const [showsClasses, setShowsClasses] = useState(false);
  useEffect(() => {
    void openDesk();
  }, []);
  useLabelKeys(draft !== undefined && !readOnly);
  if (!isLoaded && !fault) return <div className="label-strip" aria-busy="true" />;
  if (!draft)
    return (
      <>
        <Begin key={labelSets.at(-1)?.id ?? ""} labelSets={labelSets} readOnly={readOnly} />
        {fault && <FaultNote fault={fault} />}
      </>
    );
  return (
    <>
      <div className="label-strip" role="toolbar" aria-label="Labelling">
        <div className="segmented" role="group" aria-label="Tool">
          {labelToolNames.map((name) => {
            const { icon: Icon, name: words, how } = tools[name];
            return (
              <button
                key={name}
                type="button"
                aria-pressed={tool === name}
                aria-label={words}
                title={`${words} (${how})`}
                onClick={() => {
                  setDesk({ tool: name });
                }}
              >
                <Icon size={14} aria-hidden />
              </button>
            );
          })}
        </div>
        <Sizes section={section} />
        <Classes />
        <button
          type="button"
          className="button quiet"
          aria-expanded={showsClasses}
          onClick={() => {
            setShowsClasses(!showsClasses);
          }}
        >
          Classes …
        </button>
        <div className="group">
          <button
            type="button"
            className="button icon"
            aria-label="Undo"
            title="Undo (Ctrl Z)"
            disabled={readOnly || draft.done === 0}
            onClick={() => void actOnDraft({ kind: "undo" })}
          >
            <Undo2 size={14} aria-hidden />
          </button>
          <button
            type="button"
            className="button icon"
            aria-label="Redo"
            title="Redo (Ctrl Y)"
            disabled={readOnly || draft.done === draft.edits}
            onClick={() => void actOnDraft({ kind: "redo" })}
          >
            <Redo2 size={14} aria-hidden />
          </button>
          <span className="faint" role="status" aria-busy={isBusy} data-edits={draft.done}>
            {draft.edits === draft.done
              ? many(draft.done, "edit")
              : `${count(draft.done)} of ${many(draft.edits, "edit")}`}
          </span>
        </div>
        <ShownWindow section={section} readOnly={readOnly} />
        {line && <Interpolation survey={survey} line={line} disabled={readOnly || isBusy} />}
        <Finish readOnly={readOnly} />
      </div>
      {showsClasses && (
        <ClassEditor key={draft.labels.scheme.map(({ name }) => name).join("\n")} disabled={readOnly} />
      )}
      {!section && (
        <p className="label-strip warn">
          This line is too long to hold every trace: zoom in until all are shown, then draw.
        </p>
      )}
      {fault && <FaultNote fault={fault} />}
    </>
  );
}
