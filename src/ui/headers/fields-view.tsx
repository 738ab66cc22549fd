import { ArrowDown, ArrowUp } from "lucide-react";
import { useState, type KeyboardEvent, type ReactNode } from "react";
import type { OverviewSurvey } from "../../services/contract.ts";
import type { FieldSummary } from "../../services/headers-contract.ts";
import { headers } from "../headers-client.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { faultIn } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, many, percent } from "../shared/words.ts";
import { FieldPlots } from "./field-plots.tsx";
import { isAlwaysZero, orderFields, type SortKey, type Sorting } from "./field-order.ts";
import { useHeadersStore } from "./headers-store.ts";
import { useSummaries } from "./use-headers.ts";

const columns: readonly { readonly key: SortKey; readonly words: string; readonly isNumber: boolean }[] = [
  { key: "byte", words: "bytes", isNumber: true },
  { key: "name", words: "field", isNumber: false },
  { key: "min", words: "min", isNumber: true },
  { key: "max", words: "max", isNumber: true },
  { key: "values", words: "values", isNumber: true },
  { key: "zeros", words: "zeros", isNumber: true },
];

/** Every trace header field over all traces; one of them plotted. */
export function FieldsView({ survey }: { readonly survey: OverviewSurvey }): ReactNode {
  const summaries = useSummaries(survey);
  const progress = useHeadersStore((state) => state.progress);
  if (summaries.data) return <FieldTable summaries={summaries.data} traces={survey.traces} />;
  const fault = summaries.error && faultIn(summaries.error);
  const isCancelled = fault?.kind === "cancelled";
  return (
    <Panel title="Trace header fields" aside={many(survey.traces, "trace")}>
      {fault && !isCancelled && <FaultNote fault={fault} />}
      {summaries.isFetching ? (
        <div className="job-progress">
          <progress
            aria-label="Scan of the trace headers"
            {...(progress ? { max: progress.total, value: progress.done } : {})}
          />
          <span className="dim">
            {progress
              ? `${count(progress.done)} of ${count(progress.total)} trace headers`
              : "Reading the trace headers …"}
          </span>
          <CancelButton key="cancel" onCancel={() => void headers.cancel()} />
        </div>
      ) : (
        <>
          <p className="dim">
            {isCancelled
              ? "Cancelled: nothing is known of the fields yet."
              : "All trace headers are read once to know what each field holds. You can go on working meanwhile."}
          </p>
          <p>
            <button type="button" className="button primary next" onClick={() => void summaries.refetch()}>
              Scan {many(survey.traces, "trace header")}
            </button>
          </p>
        </>
      )}
    </Panel>
  );
}

function FieldTable({
  summaries,
  traces,
}: {
  readonly summaries: readonly FieldSummary[];
  readonly traces: number;
}): ReactNode {
  const { search, withZeros, field } = useHeadersStore();
  const [sorting, setSorting] = useState<Sorting>({ by: "byte", isDown: false });
  const shown = orderFields(summaries, { search, withZeros, sorting });
  const zeros = summaries.filter(isAlwaysZero).length;
  const chosen = shown.find((summary) => summary.field.name === field) ?? shown[0];
  const choose = (name: string): void => {
    useHeadersStore.setState({ field: name });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const next = chosen && shown[shown.indexOf(chosen) + step];
    if (step === 0 || !next) return;
    event.preventDefault();
    choose(next.field.name);
    event.currentTarget.querySelector<HTMLElement>(`[data-field="${next.field.name}"]`)?.focus();
  };
  return (
    <div className="fields-view">
      <Panel
        title="Trace header fields"
        aside={`${count(shown.length)} of ${count(summaries.length)} · ${many(traces, "trace")}`}
        className="field-table"
      >
        <div className="form-row">
          <input
            type="search"
            aria-label="Search fields"
            placeholder="Name, byte or word"
            value={search}
            onChange={(event) => {
              useHeadersStore.setState({ search: event.target.value });
            }}
          />
          <label className="field">
            <input
              type="checkbox"
              checked={withZeros}
              onChange={(event) => {
                useHeadersStore.setState({ withZeros: event.target.checked });
              }}
            />
            also the {count(zeros)} that are always 0
          </label>
        </div>
        <div className="scroll" onKeyDown={onKeyDown}>
          <table className="data">
            <thead>
              <tr>
                {columns.map(({ key, words, isNumber }) => (
                  <th
                    key={key}
                    scope="col"
                    className={isNumber ? "number" : ""}
                    aria-sort={sorting.by === key ? (sorting.isDown ? "descending" : "ascending") : "none"}
                  >
                    <button
                      type="button"
                      className="sort"
                      onClick={() => {
                        setSorting({ by: key, isDown: sorting.by === key && !sorting.isDown });
                      }}
                    >
                      {words}
                      {sorting.by === key &&
                        (sorting.isDown ? (
                          <ArrowDown size={11} aria-hidden />
                        ) : (
                          <ArrowUp size={11} aria-hidden />
                        ))}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ field: own, min, max, distinct, zeros: none, isConstant }) => (
                <tr
                  key={own.name}
                  className={own.name === chosen?.field.name ? "selected" : ""}
                  onClick={() => {
                    choose(own.name);
                  }}
                >
                  <td className="number dim">
                    {own.byte}–{own.byte + own.bytes - 1}
                  </td>
                  <td>
                    <button
                      type="button"
                      className="link"
                      data-field={own.name}
                      title={own.about}
                      onClick={() => {
                        choose(own.name);
                      }}
                    >
                      {own.name}
                    </button>
                  </td>
                  <td className="number">{numberWords(min)}</td>
                  <td className={isConstant ? "number faint" : "number"}>
                    {isConstant ? "constant" : numberWords(max)}
                  </td>
                  <td
                    className="number"
                    title={distinct.isExact ? undefined : "An estimate, within about 2 %"}
                  >
                    {distinct.isExact ? "" : "≈ "}
                    {count(distinct.count)}
                  </td>
                  <td className="number dim">{none === 0 ? "" : percent(none / traces)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {shown.length === 0 && <p className="dim">No field is called so.</p>}
        </div>
      </Panel>
      {chosen && <FieldPlots summary={chosen} traces={traces} />}
    </div>
  );
}

/** Whole numbers with thin spaces; of doubles nine digits. */
export const numberWords = (value: number): string =>
  Number.isNaN(value)
    ? "none"
    : Number.isInteger(value) && Math.abs(value) < 1e15
      ? value < 0
        ? `−${count(-value)}`
        : count(value)
      : String(Number(value.toPrecision(9)));
