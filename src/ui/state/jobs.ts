import { create } from "zustand";
import type { Fault, Job, JobRequest } from "../../services/contract.ts";
import { listen, workspace } from "../clients.ts";
import { recordsChanged } from "./query.ts";

interface JobsState {
  /** In the order they were started. */
  readonly jobs: readonly Job[];
  /** undefined until the workspace worker has answered. */
  readonly writer: boolean | undefined;
  readonly connectFault: Fault | undefined;
}

export const useJobs = create<JobsState>(() => ({ jobs: [], writer: undefined, connectFault: undefined }));

const waiting = new Map<string, (job: Job) => void>();
const hasEnded = ({ state }: Job): boolean => state === "done" || state === "failed" || state === "cancelled";

function take(job: Job): void {
  useJobs.setState(({ jobs }) => ({
    jobs: jobs.some(({ id }) => id === job.id)
      ? jobs.map((known) => (known.id === job.id ? job : known))
      : [...jobs, job],
  }));
  if (!hasEnded(job)) return;
  waiting.get(job.id)?.(job);
  waiting.delete(job.id);
}

/** Opens the workspace and follows what happens in it. */
export async function connect(): Promise<void> {
  const { writer, jobs, fault } = await listen((event) => {
    switch (event.type) {
      case "job":
        take(event.job);
        return;
      case "changed":
        recordsChanged();
        return;
      case "fault":
        useJobs.setState({ connectFault: event.fault });
        return;
      case "writer":
        useJobs.setState({ writer: event.writer });
    }
  });
  for (const job of jobs) take(job);
  useJobs.setState({ writer, connectFault: fault });
  recordsChanged();
}

/** Starts a job; resolves when it has ended, well or not. */
export async function runJob(request: JobRequest): Promise<Job> {
  const id = await workspace.start(request);
  return new Promise((resolve) => {
    const known = useJobs.getState().jobs.find((job) => job.id === id);
    if (known && hasEnded(known)) resolve(known);
    else waiting.set(id, resolve);
  });
}

export function cancelJob(id: string): void {
  void workspace.cancel(id);
}

export function dismissJob(id: string): void {
  void workspace.dismiss(id);
  useJobs.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }));
}

/** What failed before is no news any more once the person tries again. */
export function forgetFailed(...kinds: readonly JobRequest["kind"][]): void {
  for (const { id, state, request } of useJobs.getState().jobs)
    if (state === "failed" && kinds.includes(request.kind)) dismissJob(id);
}

/** The newest job of a kind, running or ended. */
export function useJobOf<Kind extends JobRequest["kind"]>(
  ...kinds: readonly Kind[]
): (Job & { readonly request: Extract<JobRequest, { kind: Kind }> }) | undefined {
  return useJobs(({ jobs }) =>
    jobs.findLast((job): job is Job & { readonly request: Extract<JobRequest, { kind: Kind }> } =>
      (kinds as readonly string[]).includes(job.request.kind),
    ),
  );
}

export const isBusy = (job: Job | undefined): boolean => job?.state === "queued" || job?.state === "running";
