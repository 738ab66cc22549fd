import { useMutation, useQuery } from "@tanstack/react-query";
import type { Remote } from "comlink";
import { Download, FileSpreadsheet, Play, Square } from "lucide-react";
import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { create } from "zustand";
import type { QueryResult, TableScope } from "../../services/tables-contract.ts";
import type { TablesFace } from "../../services/tables-face.ts";
import { faultIn, valueOf } from "../shared/answers.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { saveFile } from "../shared/save-file.ts";
import { count, many, ordinal } from "../shared/words.ts";
import { tablesKeys } from "./ask-tables.ts";
import { ResultTable } from "./result-table.tsx";
import { TableList } from "./table-list.tsx";

/** A query to start from; offered where its table is there. */
export interface ExampleQuery {
  readonly label: string;
  readonly table: string;
  readonly sql: string;
}

/** What the person has typed, by where; it outlives a look at another page. */
const useTexts = create<Readonly<Record<string, string>>>(() => ({}));

/** Asks the workspace's tables in SQL, and the headers of a survey where it is in scope. */
export function SqlPanel({
  tables,
  place,
  examples,
  scope,
}: {
  readonly tables: Remote<TablesFace>;
  /** Names the text that the person types here. */
  readonly place: string;
  /** At least one. */
  readonly examples: readonly ExampleQuery[];
  readonly scope?: TableScope;
}): ReactNode {
  const sql = useTexts((texts) => texts[place] ?? examples[0]?.sql ?? "");
  const setSql = (text: string): void => {
    useTexts.setState({ [place]: text });
  };
  const editor = useRef<HTMLTextAreaElement>(null);
  const list = useQuery({
    queryKey: tablesKeys.tables(scope?.headersOf),
    queryFn: () => valueOf(tables.tables(scope)),
  });
  const run = useMutation({
    networkMode: "always",
    mutationFn: (text: string) => valueOf(tables.query(text, scope)),
  });
  const save = useMutation({
    networkMode: "always",
    mutationFn: async (format: "csv" | "parquet") => {
      const saved = await valueOf(tables.save(run.variables ?? sql, format, scope));
      saveFile({ name: `query.${format}`, blob: saved.blob });
      return saved;
    },
  });
  const ask = (text: string): void => {
    save.reset();
    if (!run.isPending) run.mutate(text);
  };
  const insert = (text: string): void => {
    const area = editor.current;
    if (!area) return;
    const { selectionStart, selectionEnd } = area;
    setSql(sql.slice(0, selectionStart) + text + sql.slice(selectionEnd));
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
  const error = run.error ?? save.error;
  const fault = error ? faultIn(error) : undefined;
  return (
    <Panel title="Ask in SQL" aside="DuckDB, on this machine" className="sql">
      <div className="sql-panel">
        <div className="sql-main">
          <div className="sql-examples" role="group" aria-label="Example queries">
            {examples
              .filter(({ table }) => known.has(table))
              .map((example) => (
                <button
                  key={example.label}
                  type="button"
                  className="chip"
                  onClick={() => {
                    setSql(example.sql);
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
              setSql(event.target.value);
            }}
            onKeyDown={onKeyDown}
          />
          <div className="sql-bar">
            {run.isPending || save.isPending ? (
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
            {save.isPending && <span className="dim">Saving all rows …</span>}
            {!run.isPending && run.data && <ResultWords result={run.data} />}
            {!run.isPending && run.data && (
              <span className="form-row tight">
                {(["csv", "parquet"] as const).map((format) => (
                  <button
                    key={format}
                    type="button"
                    className="button quiet"
                    title="Asks again and saves all rows, up to 500 000"
                    disabled={save.isPending}
                    onClick={() => {
                      save.mutate(format);
                    }}
                  >
                    {format === "csv" ? (
                      <FileSpreadsheet size={14} aria-hidden />
                    ) : (
                      <Download size={14} aria-hidden />
                    )}
                    {format === "csv" ? "Save as CSV" : "Save as Parquet"}
                  </button>
                ))}
              </span>
            )}
            {save.data?.truncated && (
              <span className="warn">
                Saved the first {count(save.data.rows)} rows; the query gives more.
              </span>
            )}
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
  const { rows, truncated, elapsedMs, loadMs, thinned } = result;
  return (
    <span className="dim">
      {truncated ? `First ${many(rows.length, "row")}; the query gives more` : many(rows.length, "row")} ·{" "}
      {elapsedMs.toFixed(elapsedMs < 10 ? 1 : 0)} ms
      {loadMs >= 50 && ` · ${(loadMs / 1000).toFixed(1)} s to load`}
      {thinned.map(({ table, every }) => ` · ${table}: every ${ordinal(every)} row`).join("")}
    </span>
  );
}
