import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { HeaderField } from "../../pipeline/segy/contract.ts";
import type { OverviewSurvey } from "../../services/contract.ts";
import { NumberField } from "../shared/number-field.tsx";
import { Panel } from "../shared/panel.tsx";
import { count, many } from "../shared/words.ts";
import { isAlwaysZero } from "./field-order.ts";
import { numberWords } from "./fields-view.tsx";
import { useHeadersStore } from "./headers-store.ts";
import { rowsPerBlock, useRows, useSummaries } from "./use-headers.ts";

/** In CSS pixels, as in headers.css. */
const rowHeight = 22;
/** A page can be only so high: beyond it, a pixel of the scroll bar is more than a pixel of rows. */
const mostHeight = 8_000_000;

/** Trace headers row by row; only what is in view is read, and is in the page. */
export function TracesView({
  survey,
  fields,
}: {
  readonly survey: OverviewSurvey;
  readonly fields: readonly HeaderField[];
}): ReactNode {
  const { withZeros } = useHeadersStore();
  const summaries = useSummaries(survey).data;
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ first: 0, rows: 30 });
  const zero = new Set(summaries?.filter(isAlwaysZero).map(({ field }) => field.name));
  const shown = fields
    .map((field, at) => ({ field, at }))
    .filter(({ field }) => withZeros || !zero.has(field.name));

  const most = Math.max(0, survey.traces - view.rows);
  const height = Math.min(survey.traces * rowHeight, mostHeight);
  const perPixel = (element: HTMLElement): number =>
    most / Math.max(1, height - element.clientHeight + rowHeight);
  const moveTo = (first: number): void => {
    const element = place.current;
    if (!element) return;
    const row = Math.max(0, Math.min(most, Math.round(first)));
    setView((before) => ({ ...before, first: row }));
    element.scrollTop = row / Math.max(1e-9, perPixel(element));
  };
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      setView((before) => ({
        ...before,
        rows: Math.max(5, Math.floor(element.clientHeight / rowHeight) - 2),
      }));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: view.rows,
      PageUp: -view.rows,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moveTo(view.first + step);
  };

  const block = Math.floor(view.first / rowsPerBlock);
  const blocks = [useRows(survey, block), useRows(survey, block + 1)];
  const valueAt = (trace: number, column: number): number | undefined => {
    const rows = blocks[Math.floor(trace / rowsPerBlock) - block];
    return rows?.columns[column]?.[trace - rows.first];
  };
  const last = Math.min(survey.traces, view.first + view.rows);
  return (
    <Panel
      title="Traces"
      aside={`${many(survey.traces, "trace")}, raw values: no scalar is applied`}
      className="traces-view"
    >
      <div className="form-row">
        <label className="field">
          From trace
          <NumberField
            label="From trace"
            min={0}
            max={survey.traces - 1}
            value={view.first}
            onCommit={moveTo}
          />
        </label>
        <span className="dim">to {count(Math.max(0, last - 1))}</span>
        <label className="field">
          <input
            type="checkbox"
            checked={withZeros}
            onChange={(event) => {
              useHeadersStore.setState({ withZeros: event.target.checked });
            }}
          />
          also fields that are always 0
        </label>
      </div>
      <div
        className="scroll traces-scroll"
        ref={place}
        tabIndex={0}
        role="region"
        aria-label="Rows of trace headers"
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          const element = event.currentTarget;
          const first = Math.max(0, Math.min(most, Math.round(element.scrollTop * perPixel(element))));
          // A jump sets both; rounding must not move it by a row.
          if (Math.abs(first - view.first) > perPixel(element)) setView((before) => ({ ...before, first }));
        }}
      >
        <div className="traces-height" style={{ height: height + rowHeight }}>
          <table className="data" aria-rowcount={survey.traces + 1}>
            <thead>
              <tr aria-rowindex={1}>
                <th scope="col" className="number">
                  trace
                </th>
                {shown.map(({ field }) => (
                  <th
                    key={field.name}
                    scope="col"
                    className="number"
                    title={`Byte ${field.byte}: ${field.about}`}
                  >
                    {field.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: last - view.first }, (_, i) => view.first + i).map((trace) => (
                <tr key={trace} aria-rowindex={trace + 2}>
                  <th scope="row" className="number">
                    {count(trace)}
                  </th>
                  {shown.map(({ field, at }) => {
                    const value = valueAt(trace, at);
                    return (
                      <td key={field.name} className={value === 0 ? "number faint" : "number"}>
                        {value === undefined ? "…" : numberWords(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </Panel>
  );
}
