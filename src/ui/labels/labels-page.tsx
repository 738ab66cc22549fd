import { FolderOpen } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { LabelSetRecord } from "../../pipeline/labels/contract.ts";
import { openFiles } from "../shell/open-files.ts";
import { useJobOf } from "../state/jobs.ts";
import { useOverview } from "../state/query.ts";
import { ClassSwatch } from "../shared/class-swatch.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { EmptyPage, Panel } from "../shared/panel.tsx";
import { count, many, moment } from "../shared/words.ts";

function LabelSetPanel({
  labelSet,
  newest,
}: {
  readonly labelSet: LabelSetRecord;
  readonly newest: boolean;
}): ReactNode {
  return (
    <Panel
      title={newest ? "In use: the newest label set" : "Earlier label set"}
      aside={
        <>
          {moment(labelSet.createdAt)} · <code>{labelSet.id}</code>
        </>
      }
    >
      <div className="class-list">
        {labelSet.classes.map((name, index) => (
          <span key={name} className="chip">
            <ClassSwatch index={index} />
            {name}
          </span>
        ))}
      </div>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">file</th>
            <th scope="col">kind</th>
            <th scope="col" className="number">
              intervals
            </th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {labelSet.sources.map(({ fileName, kind, intervals, sha256 }) => (
            <tr key={fileName}>
              <td>{fileName}</td>
              <td>{kind === "volume" ? "label volume (SEG-Y)" : "table (CSV)"}</td>
              <td className="number">{count(intervals)}</td>
              <td>
                <code title={sha256}>{sha256.slice(0, 12)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="faint">
        A window takes the class at its centre sample; a whole trace the class that covers most of its
        labelled samples. Labels belong to the line that their file was made for, also where lines cross.
      </p>
    </Panel>
  );
}

function Coverage(): ReactNode {
  const job = useJobOf("labels", "ingest", "demo");
  const coverage =
    job?.result?.kind === "labels" || job?.result?.kind === "surveys" ? job.result.coverage : undefined;
  if (job?.state === "failed" && job.fault) return <FaultNote fault={job.fault} />;
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
    </Panel>
  );
}

export function LabelsPage(): ReactNode {
  const { data: overview } = useOverview();
  if (!overview) return <div className="loading" aria-busy="true" />;
  const { labelSets, surveys } = overview;
  const open = (
    <button type="button" className="button primary" onClick={() => void openFiles()}>
      <FolderOpen size={14} aria-hidden />
      Open label files
    </button>
  );
  if (labelSets.length === 0)
    return (
      <EmptyPage
        title="Labels: what an interpreter says of the lines"
        action={
          surveys.length === 0 ? (
            <Link href="/" className="button primary">
              Open lines first
            </Link>
          ) : (
            open
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
          Drop them beside the lines, or here. Without labels nothing can be learned, and nothing can be
          judged.
        </p>
      </EmptyPage>
    );
  return (
    <div className="stack">
      <div className="page-head">
        <h1>Labels</h1>
        <span className="dim">
          {many(labelSets.length, "set")}; a new import makes a new set, the earlier ones stay
        </span>
        <span className="spacer" />
        {open}
      </div>
      <Coverage />
      {labelSets.toReversed().map((labelSet, index) => (
        <LabelSetPanel key={labelSet.id} labelSet={labelSet} newest={index === 0} />
      ))}
    </div>
  );
}
