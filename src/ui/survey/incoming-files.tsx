import { lazy, Suspense, useMemo, type ReactNode } from "react";
import type { Overview } from "../../services/contract.ts";
import { canBeTakenIn, ingestIncoming, leaveAllOut, useIncoming, type Incoming } from "../state/incoming.ts";
import { cancelJob, isBusy, useJobOf, useJobs } from "../state/jobs.ts";
import { CancelButton } from "../shared/cancel-button.tsx";
import { FaultNote } from "../shared/fault-note.tsx";
import { many } from "../shared/words.ts";
import { waitingJoins } from "../state/waiting-joins.ts";
import { IncomingFile } from "./incoming-file.tsx";
import { JoinedFiles } from "./joined-files.tsx";

/** For those who have a model: not part of the first page. */
const TakeInAndScore = lazy(async () => ({
  default: (await import("../models/take-in-and-score.tsx")).TakeInAndScore,
}));

/** What was dropped, as it was understood; nothing runs before the person says so. */
export function IncomingFiles({
  files,
  overview,
}: {
  readonly files: readonly Incoming[];
  readonly overview: Overview;
}): ReactNode {
  const job = useJobOf("ingest", "labels");
  const writer = useJobs(({ writer: current }) => current);
  const busy = isBusy(job);
  const usable = files.filter(canBeTakenIn);
  const looking = files.some(({ inspection }) => !inspection);
  const choices = useIncoming(({ joinChoices }) => joinChoices);
  const joins = useMemo(() => waitingJoins(files, choices), [files, choices]);
  const joined = joins.filter(({ isOn }) => isOn);
  const parts = new Set(joined.flatMap((join) => join.files.map(({ location }) => location)));
  const isUnnamed = joined.some(({ name }) => name.trim() === "");
  const surveyFiles = usable.filter(({ role }) => role === "survey").length;
  const surveys = surveyFiles - parts.size + joined.length;
  const labels = usable.length - surveyFiles;
  const hasModel = overview.models.length + overview.bundles.length > 0;
  const needsSurvey = surveys === 0 && overview.surveys.length === 0 && labels > 0;
  const isBlocked = looking || usable.length === 0 || needsSurvey || isUnnamed || writer === false;
  return (
    <section className="incoming" aria-label="Chosen files">
      <header>
        <h1>What these files are</h1>
        <span className="dim">Look it over, change what is wrong, then take them in.</span>
        <span className="spacer" />
        <button
          type="button"
          className="button quiet"
          disabled={busy}
          onClick={() => {
            leaveAllOut();
          }}
        >
          Leave all out
        </button>
        {busy ? (
          <CancelButton
            key="cancel"
            onCancel={() => {
              cancelJob(job!.id);
            }}
          />
        ) : (
          <>
            <button
              type="button"
              className="button primary"
              disabled={isBlocked}
              onClick={() => void ingestIncoming()}
            >
              {surveys > 0
                ? `Take in ${many(surveys, joined.length > 0 ? "survey" : "survey file")}${labels > 0 ? ` and ${many(labels, "label file")}` : ""}`
                : labels > 0
                  ? `Take in ${many(labels, "label file")}`
                  : "Nothing to take in"}
            </button>
            {surveys > 0 && hasModel && (
              <Suspense>
                <TakeInAndScore overview={overview} disabled={isBlocked} />
              </Suspense>
            )}
          </>
        )}
      </header>
      {needsSurvey && (
        <p className="warn">Labels belong to lines: open the SEG-Y files they were made for too.</p>
      )}
      {job?.state === "failed" && job.fault && <FaultNote fault={job.fault} />}
      <div className="incoming-list">
        {joins.map((join) => (
          <JoinedFiles key={join.key} join={join} disabled={busy} />
        ))}
        {files
          .filter(({ location }) => !parts.has(location))
          .map((file) => (
            <IncomingFile key={file.location} incoming={file} disabled={busy} />
          ))}
      </div>
    </section>
  );
}
