import { useMutation, useQuery } from "@tanstack/react-query";
import type { Remote } from "comlink";
import { FileSpreadsheet, Play, Square } from "lucide-react";
import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { create } from "zustand";
import type { QueryResult } from "../../services/tables-contract.ts";
import type { TablesFace } from "../../services/tables-face.ts";
import { csvText } from "../../pipeline/csv-text.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { saveFile } from "../shared/save-file.ts";
import { many, ordinal } from "../shared/words.ts";
import { tablesKeys } from "./ask-tables.ts";
import { exampleQueries } from "./example-queries.ts";
import { ResultTable } from "./result-table.tsx";
import { TableList } from "./table-list.tsx";

/** What the person has typed outlives a look at another page. */
const useText = create<{ readonly sql: string }>(() => ({ sql: exampleQueries[0].sql }));

/** Asks the workspace's tables in SQL. */
export function SqlPanel({ tables }: { readonly tables: Remote<TablesFace> }): ReactNode {
  const sql = useText((state) => state.sql);
  const editor = useRef<HTMLTextAreaElement>(null);
  const list = useQuery({
    queryKey: tablesKeys.tables,
    queryFn: () => valueOf(tables.tables()),
  });
  const run = useMutation({
    networkMode: "always",
    mutationFn: (text: string) => valueOf(tables.query(text)),
  });
  const ask = (text: string): void => {
    if (!run.isPending) run.mutate(text);
  };
  const insert = (text: string): void => {
    const area = editor.current;
    if (!area) return;
    const { selectionStart, selectionEnd } = area;
    useText.setState({ sql: sql.slice(0, selectionStart) + text + sql.slice(selectionEnd) });
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(selectionStart + text.length, selectionStart + text.length);
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    ask(sql);
  };
  if (list.error)
    return (
      <Panel title="Ask in SQL">
        <FaultNote fault={faultIn(list.error)} />
      </Panel>
    );
  const known = new Set(list.data?.map(({ name }) => name));
  const fault = run.error ? faultIn(run.error) : undefined;
  return (
    <Panel title="Ask in SQL" aside="DuckDB, on this machine" className="sql">
      <div className="sql-panel">
        <div className="sql-main">
          <div className="sql-examples" role="group" aria-label="Example queries">
            {exampleQueries
              .filter(({ table }) => known.has(table))
              .map((example) => (
                <button
                  key={example.label}
                  type="button"
                  className="chip"
                  onClick={() => {
                    useText.setState({ sql: example.sql });
                    ask(example.sql);
                  }}
                >
                  {example.label}
                </button>
              ))}
          </div>
          <textarea
            ref={editor}
            className="sql-editor"
            aria-label="SQL query"
            spellCheck={false}
            autoCapitalize="off"
            rows={7}
            value={sql}
            onChange={(event) => {
              useText.setState({ sql: event.target.value });
            }}
            onKeyDown={onKeyDown}
          />
          <div className="sql-bar">
            {run.isPending ? (
              <button type="button" className="button" onClick={() => void tables.cancel()}>
                <Square size={13} aria-hidden /> Cancel
              </button>
            ) : (
              <button
                type="button"
                className="button primary"
                title="Ctrl or ⌘ + Enter"
                disabled={sql.trim() === ""}
                onClick={() => {
                  ask(sql);
                }}
              >
                <Play size={13} aria-hidden /> Run
              </button>
            )}
            {run.isPending && <span className="dim">Asking …</span>}
            {!run.isPending && run.data && <ResultWords result={run.data} />}
            {fault?.kind === "cancelled" && <span className="dim">Cancelled.</span>}
          </div>
          {fault && fault.kind !== "cancelled" && <FaultNote fault={fault} />}
          {run.data && run.data.columns.length > 0 && <ResultTable key={run.submittedAt} result={run.data} />}
        </div>
        <TableList tables={list.data ?? []} onInsert={insert} />
      </div>
    </Panel>
  );
}

function ResultWords({ result }: { readonly result: QueryResult }): ReactNode {
  const { rows, columns, truncated, elapsedMs, loadMs, thinned } = result;
  return (
    <>
      <span className="dim">
        {truncated ? `First ${many(rows.length, "row")}; the query gives more` : many(rows.length, "row")} ·{" "}
        {elapsedMs.toFixed(elapsedMs < 10 ? 1 : 0)} ms
        {loadMs >= 50 && ` · ${(loadMs / 1000).toFixed(1)} s to load`}
        {thinned.map(({ table, every }) => ` · ${table}: every ${ordinal(every)} row`).join("")}
      </span>
      <button
        type="button"
        className="button quiet"
        onClick={() => {
          const table = csvText([columns.map(({ name }) => name), ...rows]);
          saveFile({ name: "query.csv", blob: new Blob([table], { type: "text/csv" }) });
        }}
      >
        <FileSpreadsheet size={14} aria-hidden /> Save as CSV
      </button>
    </>
  );
}
