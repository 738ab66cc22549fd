import { Brush, FolderOpen } from "lucide-react";
import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import { setWho, useWho } from "../state/who.ts";
import { setDesk } from "../section/labelling/desk-store.ts";
import { openFiles } from "../shell/open-files.ts";
import { useIncoming } from "../state/incoming.ts";
import { useJobOf } from "../state/jobs.ts";
import { useOverview } from "../state/query.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { EmptyPage, Panel } from "../shared/panel.tsx";
import { count, many } from "../shared/words.ts";
import { ComparePanel } from "./compare-panel.tsx";
import { ExportForm } from "./export-form.tsx";
import { LabelQueuePanel } from "./label-queue-panel.tsx";
import { LabelSetPanel } from "./label-set-panel.tsx";
import { PointsImport, type WaitingPoints } from "./points-import.tsx";
import { VersionsTable } from "./versions-table.tsx";

/** Those that are there, as a list. */
const parts = (all: readonly (string | false)[]): string =>
  all.filter((part) => part !== false).join(", and ");

function Coverage(): ReactNode {
  const job = useJobOf("labels", "ingest", "demo");
  const coverage =
    job?.result?.kind === "labels" || job?.result?.kind === "surveys" ? job.result.coverage : undefined;
  const told = job?.result?.kind === "labels" ? job.result : undefined;
  // What fails while points wait is told where they wait.
  if (job?.state === "failed" && job.fault && !(job.request.kind === "labels" && job.request.imports))
    return <FaultNote fault={job.fault} />;
  if (!coverage || coverage.length === 0) return null;
  return (
    <Panel title="What the last import covered">
      <table className="data">
        <thead>
          <tr>
            <th scope="col">file</th>
            <th scope="col" className="number">
              labelled traces that are here
            </th>
            <th scope="col" className="number">
              that are not
            </th>
          </tr>
        </thead>
        <tbody>
          {coverage.map(({ fileName, matchedTraces, unmatchedTraces }) => (
            <tr key={fileName}>
              <td>{fileName}</td>
              <td className="number">{count(matchedTraces)}</td>
              <td className={unmatchedTraces > 0 ? "number warn" : "number"}>{count(unmatchedTraces)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {told?.left
        .filter(({ undefinedRows, outsideRows }) => undefinedRows + outsideRows > 0)
        .map(({ fileName, undefinedRows, outsideRows }) => (
          <p key={fileName} className="dim">
            {fileName}: left aside{" "}
            {parts([
              undefinedRows > 0 && `${many(undefinedRows, "row")} where nothing is known`,
              outsideRows > 0 && `${many(outsideRows, "row")} off all traces`,
            ])}
            .
          </p>
        ))}
      {told?.zones
        .filter(({ oneOnly, crossed }) => oneOnly + crossed > 0)
        .map(({ fileName, oneOnly, crossed }) => (
          <p key={fileName} className="dim">
            {fileName}: no labels on{" "}
            {parts([
              oneOnly > 0 && `${many(oneOnly, "trace")} with one horizon only`,
              crossed > 0 && `${many(crossed, "trace")} where the lower is not below the upper`,
            ])}
            .
          </p>
        ))}
    </Panel>
  );
}

/** Chosen files of points and horizons. */
function useWaitingPoints(): WaitingPoints[] {
  return useIncoming(({ files }) => files).flatMap(({ location, inspection }) =>
    inspection?.kind === "points" ? [{ location, preview: inspection.preview }] : [],
  );
}

export function LabelsPage(): ReactNode {
  const { data: overview } = useOverview();
  const waiting = useWaitingPoints();
  const [picked, setPicked] = useState("");
  const { name: who } = useWho();
  if (!overview) return <div className="loading" aria-busy="true" />;
  const { labelSets, surveys } = overview;
  const draw = (
    <Link
      href="/section"
      className="button"
      onClick={() => {
        setDesk({ isOn: true });
      }}
    >
      <Brush size={14} aria-hidden />
      Draw on a section
    </Link>
  );
  const open = (
    <button type="button" className="button primary" onClick={() => void openFiles()}>
      <FolderOpen size={14} aria-hidden />
      Open label files
    </button>
  );
  const newest = labelSets.at(-1);
  const chosen = labelSets.find(({ id }) => id === picked) ?? newest;
  const points = waiting.length > 0 && (
    <PointsImport
      key={waiting.map(({ location }) => location).join("\n")}
      files={waiting}
      overview={overview}
      author={who}
    />
  );
  if (!chosen && !points)
    return (
      <EmptyPage
        title="Labels: what an interpreter says of the lines"
        action={
          surveys.length === 0 ? (
            <Link href="/" className="button primary">
              Open lines first
            </Link>
          ) : (
            <>
              {open}
              {draw}
            </>
          )
        }
      >
        <p>
          A label says that a stretch of a trace is of a class: normal, anomaly, boundary, or the units of a
          column. They come as a label volume (SEG-Y whose samples are class numbers, with the same line
          numbers) or as a table with the columns <code>inline, crossline, start_ms, end_ms, class</code>; in
          depth start_m or start_ft, and so its end.
        </p>
        <p>
          Points (<code>.pts</code>) and horizons do too: rows of inline, crossline and Z, or of X, Y and Z.
          Two horizons make a class of what lies between them, one horizon of what lies about it.
        </p>
        <p>
          Drop them beside the lines, or here, or draw them on a section. Without labels nothing can be
          learned, and nothing can be judged.
        </p>
      </EmptyPage>
    );
  return (
    <div className="stack">
      <div className="page-head">
        <h1>Labels</h1>
        <span className="spacer" />
        <label className="field">
          Acting as
          <input
            type="text"
            className="who"
            aria-label="Acting as"
            placeholder="your name"
            value={who}
            onChange={(event) => {
              setWho(event.target.value);
            }}
          />
        </label>
        {draw}
        {open}
      </div>
      {points}
      <Coverage />
      <LabelQueuePanel overview={overview} />
      {chosen && (
        <>
          <VersionsTable labelSets={labelSets} chosen={chosen.id} onChoose={setPicked} />
          <LabelSetPanel labelSet={chosen} isNewest={chosen === newest} />
          <ExportForm labelSet={chosen} surveys={surveys} />
          <ComparePanel key={chosen.id} labelSets={labelSets} labelSet={chosen} />
        </>
      )}
    </div>
  );
}
