import { Download, Eye } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";
import type { PredictionRecord } from "../../pipeline/steps/predict-survey.ts";
import type { PredictionFormat } from "../../pipeline/steps/write-predictions.ts";
import type { Overview } from "../../services/contract.ts";
import { openLine, setSection } from "../section/section-store.ts";
import { colourOfClass } from "../shared/class-colours.ts";
import { count, percent } from "../shared/words.ts";
import { saveResult } from "./save-result.ts";
import type { ScoringRow } from "./scoring-rows.ts";
import { chooseSurveys, useScoring } from "./scoring-store.ts";

/** Shares of the classes among the windows that were scored: a bar, and the numbers. */
function ClassShares({
  overview,
  answer,
}: {
  readonly overview: Overview;
  readonly answer: PredictionRecord;
}): ReactNode {
  const scored = answer.examples - answer.unscored;
  const shares = answer.classes
    .map((name, index) => ({ name, index, share: (answer.classCounts[name] ?? 0) / scored }))
    .filter(({ share }) => share > 0);
  if (shares.length === 0) return <span className="faint">no window could be scored</span>;
  return (
    <div className="class-shares">
      <span className="bar" aria-hidden>
        {shares.map(({ name, index, share }) => (
          <span
            key={name}
            style={{ width: `${100 * share}%`, background: colourOfClass(overview, index, name) }}
          />
        ))}
      </span>
      <span className="words">
        {shares.map(({ name, share }) => (
          <span key={name}>
            {name} {percent(share)}
          </span>
        ))}
      </span>
    </div>
  );
}

/** What there is to say of a survey without an answer. */
function Words({ row: { state, survey } }: { readonly row: ScoringRow }): ReactNode {
  switch (state.kind) {
    case "failed":
      return (
        <span className="bad" title={state.fault.advice}>
          {state.fault.message} <code>{state.fault.code}</code>
        </span>
      );
    case "scoring":
      return (
        <span className="row-progress">
          <progress aria-label={`Scoring ${survey.name}`} max={1} value={state.share} />
          {percent(state.share)}
        </span>
      );
    case "waits":
      return <span className="dim">waits</span>;
    case "rest":
      return <span className="faint">{survey.reachable ? "not scored yet" : "file not open"}</span>;
  }
}

function Row({
  overview,
  scorer,
  row,
  format,
  busy,
}: Omit<TableProps, "rows"> & { readonly row: ScoringRow }): ReactNode {
  const [, navigate] = useLocation();
  const isLeft = useScoring(({ left }) => left.has(row.survey.name));
  const { survey, answer, state } = row;
  const { name, reachable } = survey;
  return (
    <tr>
      <td>
        <label className="choice">
          <input
            type="checkbox"
            aria-label={`Score ${name}`}
            checked={reachable && !isLeft}
            disabled={busy || !reachable}
            title={reachable ? undefined : "Its file is not open in this tab"}
            onChange={(event) => {
              chooseSurveys([name], event.target.checked);
            }}
          />
          {name}
        </label>
      </td>
      {answer && state.kind !== "failed" ? (
        <>
          <td className="number">{count(answer.examples)}</td>
          <td className={answer.unscored > 0 ? "number warn" : "number faint"}>{count(answer.unscored)}</td>
          <td>
            <ClassShares overview={overview} answer={answer} />
          </td>
        </>
      ) : (
        <td colSpan={3}>
          <Words row={row} />
        </td>
      )}
      <td>
        {answer && (
          <div className="form-row tight">
            <button
              type="button"
              className="button icon"
              title="See it on the section"
              aria-label={`See ${name}`}
              onClick={() => {
                openLine(name);
                setSection({ overlay: "prediction", predictionId: answer.id });
                navigate("/section");
              }}
            >
              <Eye size={13} />
            </button>
            <button
              type="button"
              className="button icon"
              title={
                format === "segy" && !reachable ? "Its traces are in a file that is not open" : "Save it"
              }
              aria-label={`Save ${name}`}
              disabled={format === "segy" && !reachable}
              onClick={() => void saveResult({ kind: "save-predictions", scorer, surveys: [name], format })}
            >
              <Download size={13} />
            </button>
          </div>
        )}
      </td>
    </tr>
  );
}

interface TableProps {
  readonly overview: Overview;
  readonly scorer: Scorer;
  readonly rows: readonly ScoringRow[];
  readonly format: PredictionFormat;
  /** A batch runs: what it is of stays as it is. */
  readonly busy: boolean;
}

/** Chooses or leaves all surveys that are listed. */
function ChooseAll({
  rows,
  busy,
}: {
  readonly rows: readonly ScoringRow[];
  readonly busy: boolean;
}): ReactNode {
  const left = useScoring((state) => state.left);
  const names = rows.filter(({ survey }) => survey.reachable).map(({ survey }) => survey.name);
  const chosen = names.filter((name) => !left.has(name)).length;
  const box = useRef<HTMLInputElement>(null);
  const isMixed = chosen > 0 && chosen < names.length;
  useEffect(() => {
    if (box.current) box.current.indeterminate = isMixed;
  }, [isMixed]);
  return (
    <label className="choice">
      <input
        ref={box}
        type="checkbox"
        aria-label="Score all that are listed"
        checked={names.length > 0 && chosen === names.length}
        disabled={busy || names.length === 0}
        onChange={(event) => {
          chooseSurveys(names, event.target.checked);
        }}
      />
      survey
    </label>
  );
}

/** Which surveys are to be scored, and what was said of them. */
export function ScoringTable(props: TableProps): ReactNode {
  const { rows, busy } = props;
  return (
    <div className="scroll scoring-table">
      <table className="data">
        <thead>
          <tr>
            <th scope="col">
              <ChooseAll rows={rows} busy={busy} />
            </th>
            <th scope="col" className="number">
              windows
            </th>
            <th scope="col" className="number" title="Muted, or with NaN or infinity in the window">
              not scored
            </th>
            <th scope="col">classes</th>
            <th scope="col">see, save</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.survey.name} {...props} row={row} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="dim">No survey has such a name.</p>}
    </div>
  );
}
