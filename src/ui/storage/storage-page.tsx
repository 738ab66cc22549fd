import { Archive, Download, ShieldCheck, Trash2, Wifi } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import type { Fault, Overview } from "../../services/contract.ts";
import { workspace } from "../clients.ts";
import { makeReadyForTheField } from "../offline/offline.ts";
import { useOffline } from "../offline/use-offline.ts";
import { saveResult } from "../models/save-result.ts";
import { openFiles } from "../shell/open-files.ts";
import { isBusy, runJob, useJobOf, useJobs } from "../state/jobs.ts";
import { forgetWorkspace } from "../state/forget-workspace.ts";
import { recordsKey, useOverview } from "../state/query.ts";
import { FaultNote } from "../shared/fault-note.tsx";
import { Panel } from "../shared/panel.tsx";
import { bytes, count, many } from "../shared/words.ts";

const layers: readonly { key: keyof Overview["usage"]; name: string; what: string }[] = [
  { key: "bronze", name: "Bronze", what: "trace headers and quality (samples stay in your files)" },
  { key: "labels", name: "Labels", what: "label sets" },
  { key: "silver", name: "Silver", what: "feature tables" },
  { key: "models", name: "Models", what: "weights, tested windows, imported bundles" },
  { key: "gold", name: "Gold", what: "predictions" },
  { key: "records", name: "Records", what: "what was made of what, and when" },
];

function Kept({ overview }: { readonly overview: Overview }): ReactNode {
  const { data: estimate } = useQuery({
    queryKey: [recordsKey, "estimate"],
    queryFn: async () => ({
      ...(await navigator.storage.estimate()),
      lasting: await navigator.storage.persisted(),
    }),
  });
  const total = Object.values(overview.usage).reduce((sum, part) => sum + part, 0);
  return (
    <Panel title="What is kept in this browser" aside={bytes(total)}>
      <table className="data">
        <tbody>
          {layers.map(({ key, name, what }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className="dim">{what}</td>
              <td className="number">{bytes(overview.usage[key])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {estimate && (
        <p className="dim">
          The whole site takes {bytes(estimate.usage ?? 0)}, the app&apos;s own files included.{" "}
          {estimate.lasting
            ? "The browser has promised to keep it."
            : "The browser may clear it when the disk runs short: keep an archive of what matters."}
        </p>
      )}
    </Panel>
  );
}

function Check(): ReactNode {
  const job = useJobOf("verify");
  const result = job?.result?.kind === "verified" ? job.result : undefined;
  return (
    <Panel
      title="Is it whole?"
      aside={
        <button
          type="button"
          className="button"
          disabled={isBusy(job)}
          onClick={() => void runJob({ kind: "verify" })}
        >
          <ShieldCheck size={14} aria-hidden />
          Check everything
        </button>
      }
    >
      <p className="dim">
        Reads every record and every table back, compares them with each other, and lets each model answer its
        golden windows.
      </p>
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
      {result &&
        (result.problems.length === 0 ? (
          <p className="good" data-job={job?.id}>
            Whole: {many(result.checked, "thing")} checked.
          </p>
        ) : (
          <ul className="warnings" data-job={job?.id} aria-label="What is not whole">
            {result.problems.map(({ code, message, path }) => (
              <li key={`${code} ${path}`}>
                {message} <code>{code}</code>
              </li>
            ))}
          </ul>
        ))}
    </Panel>
  );
}

function Move({ readOnly }: { readonly readOnly: boolean }): ReactNode {
  const exporting = useJobOf("export-archive");
  const importing = useJobOf("import-archive");
  return (
    <Panel title="Take it along">
      <p className="dim">
        One archive holds the whole workspace: records, headers, features, labels, models, predictions.
        Another browser or <code>geophone workspace import</code> takes it up. SEG-Y files go along by
        themselves; they are known by their hash.
      </p>
      <div className="form-row">
        <button
          type="button"
          className="button primary"
          disabled={isBusy(exporting) || readOnly}
          onClick={() => void saveResult({ kind: "export-archive" })}
        >
          <Download size={14} aria-hidden />
          Save an archive
        </button>
        <button
          type="button"
          className="button"
          disabled={isBusy(importing) || readOnly}
          onClick={() => void openFiles()}
        >
          <Archive size={14} aria-hidden />
          Open an archive
        </button>
      </div>
      {importing?.state === "done" && importing.result?.kind === "imported" && (
        <p className="good">Taken up: {many(importing.result.files, "file")}.</p>
      )}
      {exporting?.state === "failed" && exporting.fault && <FaultNote fault={exporting.fault} />}
    </Panel>
  );
}

function Field(): ReactNode {
  const { state, progress, failure } = useOffline();
  return (
    <Panel title="Without a network">
      <p className="dim">
        {state === "ready" &&
          "Everything the app can ever need is on this machine. Cut the network and go on."}
        {state === "shell" &&
          "Pages work without a network. The heavy parts (training libraries, SQL, charts) are fetched when they are first used, or all at once now."}
        {state === "preparing" && "Fetching the heavy parts …"}
        {state === "installing" && "The app is being stored on this machine …"}
        {state === "unsupported" && "This page needs its server: it could not be stored on this machine."}
      </p>
      {failure && <p className="bad">{failure}</p>}
      <div className="form-row">
        <button
          type="button"
          className="button primary"
          disabled={state !== "shell"}
          onClick={() => void makeReadyForTheField()}
        >
          <Wifi size={14} aria-hidden />
          {state === "ready" ? "Ready for the field" : "Make ready for the field"}
        </button>
        {progress.total > 0 && (
          <>
            <progress max={progress.total} value={progress.done} aria-label="Parts on this machine" />
            <span className="dim">
              {bytes(progress.done)} of {bytes(progress.total)}
            </span>
          </>
        )}
      </div>
    </Panel>
  );
}

function Afresh({
  overview,
  readOnly,
}: {
  readonly overview: Overview;
  readonly readOnly: boolean;
}): ReactNode {
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<Fault>();
  useEffect(() => {
    if (!asking) return;
    const timer = setTimeout(() => {
      setAsking(false);
    }, 10_000);
    return () => {
      clearTimeout(timer);
    };
  }, [asking]);
  const things = overview.surveys.length + overview.models.length + overview.labelSets.length;
  return (
    <Panel title="Start afresh">
      <p className="dim">
        Deletes everything that Geophone keeps in this browser. Your own SEG-Y and label files are not
        touched.
      </p>
      <div className="form-row">
        {asking ? (
          <>
            <button
              type="button"
              className="button danger"
              onClick={() => {
                setAsking(false);
                void workspace.deleteEverything().then((found) => {
                  setFault(found);
                  if (!found) forgetWorkspace();
                });
              }}
            >
              <Trash2 size={14} aria-hidden />
              Yes, delete {count(overview.surveys.length)} surveys and {count(overview.models.length)} models
              for good
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                setAsking(false);
              }}
            >
              Keep them
            </button>
          </>
        ) : (
          <button
            type="button"
            className="button"
            disabled={readOnly || things === 0}
            onClick={() => {
              setAsking(true);
            }}
          >
            <Trash2 size={14} aria-hidden />
            Delete everything
          </button>
        )}
      </div>
      {fault && <FaultNote fault={fault} />}
    </Panel>
  );
}

export function StoragePage(): ReactNode {
  const { data: overview } = useOverview();
  const writer = useJobs(({ writer: current }) => current);
  if (!overview) return <div className="loading" aria-busy="true" />;
  const readOnly = writer === false;
  return (
    <div className="storage-page">
      <Kept overview={overview} />
      <Check />
      <Move readOnly={readOnly} />
      <Field />
      <Afresh overview={overview} readOnly={readOnly} />
    </div>
  );
}
