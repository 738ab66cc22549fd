import { useState, type ReactNode } from "react";
import { interpolateLines } from "../../../pipeline/labels/interpolate-lines.ts";
import type { Fault, OverviewSurvey } from "../../../services/contract.ts";
import type { SectionLine } from "../../../services/section-contract.ts";
import { workspace } from "../../clients.ts";
import { faultIn, valueOf } from "../../shared/answers.ts";
import { FaultNote } from "../../shared/fault-note.tsx";
import { many } from "../../shared/words.ts";
import { binsOfLines, lineNumbers } from "./between-lines.ts";
import { editDraft, useDesk } from "./desk-store.ts";

/** Fills the lines between two labelled ones of a volume, where both say the same classes in the same order. */
export function Interpolation({
  survey,
  line,
  disabled,
}: {
  readonly survey: OverviewSurvey;
  readonly line: SectionLine;
  readonly disabled: boolean;
}): ReactNode {
  const [other, setOther] = useState("");
  const [words, setWords] = useState<string>();
  const [fault, setFault] = useState<Fault>();
  const range = line.axis === "inline" ? survey.inlines : survey.crosslines;
  const to = Number(other);
  const isLine = other.trim() !== "" && Number.isInteger(to) && to >= range.min && to <= range.max;
  const run = async (): Promise<void> => {
    setWords(undefined);
    setFault(undefined);
    const ends: [number, number] = [line.number, to];
    const intervals = await valueOf(
      workspace.labelsOn({ survey: survey.name, ...binsOfLines(survey, line.axis, ends) }),
    );
    const { strokes, traces, unlike } = interpolateLines(intervals, line.axis, ends, [...lineNumbers(range)]);
    const scheme = useDesk.getState().draft?.labels.scheme ?? [];
    for (const [index, drawn] of strokes) {
      const name = scheme[index]?.name;
      if (name === undefined) continue;
      const done = await editDraft({
        kind: "paint",
        tool: "interpolation",
        class: name,
        survey: survey.name,
        strokes: drawn,
      });
      // The strip tells why; nothing is said here of what was not done.
      if (!done) return;
    }
    setWords(
      traces === 0
        ? `No trace of both lines has the same classes in the same order${unlike > 0 ? ` (${many(unlike, "place")} differ)` : ""}: nothing was made up.`
        : `${many(traces, "trace")} labelled in ${many(strokes.size, "edit")}${unlike > 0 ? `; at ${many(unlike, "place")} the lines differ: nothing was made up there` : ""}.`,
    );
  };
  return (
    <form
      className="group"
      onSubmit={(event) => {
        event.preventDefault();
        run().catch((error: unknown) => {
          setFault(faultIn(error));
        });
      }}
    >
      <label
        className="field"
        title="Labels of this line and of another one go over into each other on the lines between"
      >
        Fill from here to {line.axis}
        <input
          type="number"
          aria-label={`${line.axis} to fill to`}
          min={range.min}
          max={range.max}
          value={other}
          disabled={disabled}
          onChange={(event) => {
            setOther(event.target.value);
          }}
        />
      </label>
      <button type="submit" className="button" disabled={disabled || !isLine || to === line.number}>
        Fill
      </button>
      {words && (
        <span className="dim" role="status">
          {words}
        </span>
      )}
      {fault && <FaultNote fault={fault} />}
    </form>
  );
}
