import { CircleCheck, CirclePause, CircleX, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Job } from "../../services/contract.ts";
import { cancelJob, dismissJob, useJobs } from "../state/jobs.ts";
import { count, seconds } from "../shared/words.ts";
import { jobName } from "./job-names.ts";

/** Time left from the share done so far; nothing before it is worth something. */
function useTimeLeft({ progress, state }: Job): string {
  const [since, setSince] = useState({ step: "", at: 0, done: 0 });
  const step = progress ? `${progress.step} ${progress.detail.split(",")[0] ?? ""}` : "";
  const now = performance.now();
  const doneAtStart = useRef(0);
  doneAtStart.current = progress?.done ?? 0;
  useEffect(() => {
    setSince({ step, at: performance.now(), done: doneAtStart.current });
  }, [step]);
  if (state !== "running" || !progress || progress.total === 0 || since.step !== step) return "";
  const elapsed = (now - since.at) / 1000;
  // What an earlier run had done counts for nothing in this one's pace.
  const done = progress.done - since.done;
  if (elapsed < 1.5 || done <= 0) return "";
  const left = (elapsed * (progress.total - progress.done)) / done;
  return left < 0.5 ? "" : `${seconds(left)} left`;
}

function RunningJob({ job }: { readonly job: Job }): ReactNode {
  const { progress } = job;
  const timeLeft = useTimeLeft(job);
  return (
    <span className="job" data-state={job.state}>
      <span>
        {job.resumed ? "Resumed: " : ""}
        {jobName(job.request)}
        {job.state === "queued"
          ? " · waits"
          : progress
            ? ` · ${progress.step} ${progress.detail}${progress.total > 0 ? ` · ${count(progress.done)} of ${count(progress.total)}` : ""}`
            : ""}
      </span>
      {progress && progress.total > 0 ? (
        <progress max={progress.total} value={progress.done} aria-label={jobName(job.request)} />
      ) : (
        <progress aria-label={jobName(job.request)} />
      )}
      <span className="dim">{timeLeft}</span>
      <button
        type="button"
        className="button quiet icon"
        onClick={() => {
          cancelJob(job.id);
        }}
      >
        Cancel
      </button>
    </span>
  );
}

const endIcons = {
  done: CircleCheck,
  failed: CircleX,
  cancelled: CircleX,
  interrupted: CirclePause,
} as const;
const endWords = {
  done: "done",
  failed: "failed",
  cancelled: "cancelled; what was stored stays",
  interrupted: "interrupted",
} as const;

function EndedJob({ job }: { readonly job: Job }): ReactNode {
  const state = job.state === "queued" || job.state === "running" ? "done" : job.state;
  const Icon = endIcons[state];
  return (
    <span className={`job ${state}`} data-state={state} title={job.fault?.advice}>
      <Icon size={13} aria-hidden />
      <span className="words">
        {jobName(job.request)}: {endWords[state]}
        {job.fault && state !== "cancelled" ? `. ${job.fault.message}. ${job.fault.advice ?? ""}` : ""}
      </span>
      <button
        type="button"
        className="button quiet icon"
        aria-label="Dismiss"
        onClick={() => {
          dismissJob(job.id);
        }}
      >
        <X size={12} />
      </button>
    </span>
  );
}

const announcements: Readonly<Record<Job["state"], string>> = {
  queued: "waits",
  running: "has begun",
  done: "has ended well",
  failed: "has failed",
  cancelled: "was cancelled",
  interrupted: "was interrupted",
};

/** Says beginnings and ends to those who do not see the bar; progress would drown them. */
function Announcer({ jobs }: { readonly jobs: readonly Job[] }): ReactNode {
  const newest = jobs.at(-1);
  const words = newest ? `${jobName(newest.request)} ${announcements[newest.state]}` : "";
  return (
    <span className="visually-hidden" role="status">
      {words}
    </span>
  );
}

/** Long work runs here while the person goes on. */
export function StatusBar(): ReactNode {
  const jobs = useJobs(({ jobs: all }) => all);
  const opening = useJobs(({ writer, connectFault }) => writer === undefined && connectFault === undefined);
  const running = jobs.filter(({ state }) => state === "running" || state === "queued");
  const shown = running.length > 0 ? running.slice(0, 2) : [];
  const interrupted = jobs.filter(({ state }) => state === "interrupted");
  const ended = jobs.findLast(
    ({ state }) => state !== "running" && state !== "queued" && state !== "interrupted",
  );
  return (
    <footer className="status-bar" aria-busy={opening}>
      <Announcer jobs={jobs} />
      {shown.map((job) => (
        <RunningJob key={job.id} job={job} />
      ))}
      {running.length > shown.length && <span className="dim">and {running.length - shown.length} more</span>}
      {interrupted.map((job) => (
        <EndedJob key={job.id} job={job} />
      ))}
      {shown.length === 0 && ended && <EndedJob job={ended} />}
      <span className="spacer" />
      <span className="faint">Nothing leaves this machine</span>
    </footer>
  );
}
