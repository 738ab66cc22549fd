import { Download, Printer, RefreshCw } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { Link } from "wouter";
import { create } from "zustand";
import type { Overview } from "../../services/contract.ts";
import { isBusy, runJob, useJobOf } from "../state/jobs.ts";
import { useOverview } from "../state/query.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { EmptyPage } from "../shared/panel.tsx";
import { saveFile } from "../shared/save-file.ts";
import { mountReport } from "./mount-report.ts";

/** Of which records the last report was written. */
const useWritten = create<{ readonly stamp: string | undefined }>(() => ({ stamp: undefined }));

/** Changes with every record that a report tells of. */
const stampOf = ({ surveys, models, labelSets }: Overview): string =>
  JSON.stringify([
    surveys.map(({ name, sha256, reach }) => [name, sha256, reach]),
    models.map(({ run }) => run.id),
    labelSets.map(({ id }) => id),
  ]);

function Paper({ html }: { readonly html: string }): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current) mountReport(host.current, html);
  }, [html]);
  return <div ref={host} className="report-paper" />;
}

export function ReportPage(): ReactNode {
  const { data: overview } = useOverview();
  const job = useJobOf("report");
  const busy = isBusy(job);
  const html = job?.result?.kind === "report" ? job.result.html : undefined;
  const hasSomething = (overview?.surveys.length ?? 0) > 0;
  const stamp = overview ? stampOf(overview) : undefined;
  const write = (): void => {
    useWritten.setState({ stamp });
    void runJob({ kind: "report" });
  };
  // A report of other records than these is written anew when the page is opened; while it is read, it only says so.
  const opened = useRef(false);
  const written = useWritten((state) => state.stamp);
  useEffect(() => {
    if (!hasSomething || opened.current) return;
    opened.current = true;
    if (written !== stamp || html === undefined) write();
  });
  const isStale = html !== undefined && !busy && written !== stamp;
  if (!overview) return <div className="loading" aria-busy="true" />;
  if (!hasSomething)
    return (
      <EmptyPage
        title="Report: what can be defended before partners"
        action={
          <Link href="/" className="button primary">
            Open lines first
          </Link>
        }
      >
        <p>
          Surveys, scores beside chance, sections with interpretation and prediction, and the lineage, on one
          page to read, print and keep.
        </p>
      </EmptyPage>
    );
  return (
    <div className="report-page">
      <div className="page-head no-print">
        <h1>Report</h1>
        <span className={isStale ? "warn" : "dim"}>
          {busy ? "is being written …" : isStale ? "the workspace has changed since it was written" : ""}
        </span>
        <span className="spacer" />
        <button type="button" className="button" disabled={busy} onClick={write}>
          <RefreshCw size={14} aria-hidden />
          Write it anew
        </button>
        <button
          type="button"
          className="button"
          disabled={html === undefined}
          onClick={() => {
            if (html !== undefined)
              saveFile({ name: "report.html", blob: new Blob([html], { type: "text/html" }) });
          }}
        >
          <Download size={14} aria-hidden />
          Save as HTML
        </button>
        <button
          type="button"
          className="button primary"
          disabled={html === undefined}
          onClick={() => {
            window.print();
          }}
        >
          <Printer size={14} aria-hidden />
          Print
        </button>
      </div>
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
      {html !== undefined && <Paper html={html} />}
    </div>
  );
}
