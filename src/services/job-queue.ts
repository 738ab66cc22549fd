import type { StepProgress } from "../pipeline/steps/context.ts";
import type { Fault, Job, JobRequest, JobResult, SurveyOutcome } from "./contract.ts";
import { faultOf } from "./fault.ts";

/** Where begun jobs are kept until they end, so that a killed tab's job is known after a reload. */
export interface JobStore {
  put(job: Pick<Job, "id" | "request" | "startedAt">): Promise<void>;
  remove(id: string): Promise<void>;
  list(): Promise<Pick<Job, "id" | "request" | "startedAt">[]>;
}

export interface JobQueuePorts {
  readonly store: JobStore;
  readonly now: () => string;
  readonly newId: () => string;
  readonly elapsedSeconds: () => number;
  run(job: Job, reporting: JobReporting): Promise<JobResult>;
  onChange(job: Job): void;
}

export interface JobReporting {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: StepProgress) => void;
  readonly onBackend: (backend: string) => void;
  readonly onOutcome: (outcome: SurveyOutcome) => void;
}

/** Progress reaches the page this often at most. */
const reportEverySeconds = 0.08;

/** Runs jobs one after the other; each can be cancelled, waiting or running. */
export class JobQueue {
  private readonly jobs = new Map<string, Job>();
  private readonly aborts = new Map<string, AbortController>();
  private chain: Promise<void> = Promise.resolve();

  constructor(private readonly ports: JobQueuePorts) {}

  list(): Job[] {
    return [...this.jobs.values()];
  }

  /**
   * Queues a job. A resumed one comes with the identity it had. What cannot be kept is not begun: it has failed.
   * @param options.keep false: a killed tab's job is forgotten
   */
  async start(
    request: JobRequest,
    options: { readonly known?: Pick<Job, "id" | "startedAt">; readonly keep?: boolean } = {},
  ): Promise<string> {
    const { known, keep = true } = options;
    // One that is at work is not begun a second time.
    if (known && this.aborts.has(known.id)) return known.id;
    const job = this.newJob(request, known);
    try {
      if (keep) await this.ports.store.put({ id: job.id, request, startedAt: job.startedAt });
    } catch (error) {
      this.set({ ...job, state: "failed", fault: faultOf(error) });
      return job.id;
    }
    this.set(job);
    this.aborts.set(job.id, new AbortController());
    this.chain = this.chain.then(() => this.work(job.id));
    return job.id;
  }

  /** A job that may not begin: failed from the start, for this reason. */
  refuse(request: JobRequest, fault: Fault): string {
    const job = this.newJob(request);
    this.set({ ...job, state: "failed", fault });
    return job.id;
  }

  /** Shows a job of an earlier page that cannot go on by itself. */
  interrupted(job: Pick<Job, "id" | "request" | "startedAt" | "fault">): void {
    this.set({ ...job, state: "interrupted", losses: [], resumed: false });
  }

  cancel(id: string): void {
    this.aborts.get(id)?.abort();
    const job = this.jobs.get(id);
    if (job?.state === "queued" || job?.state === "interrupted") void this.end(id, { state: "cancelled" });
  }

  /** Forgets an ended job. */
  dismiss(id: string): void {
    const state = this.jobs.get(id)?.state;
    if (state === "interrupted") void this.forget(id);
    if (state !== "queued" && state !== "running") this.jobs.delete(id);
  }

  get(id: string): Job | undefined {
    return this.jobs.get(id);
  }

  /** Resolves when all that is queued now has ended. */
  async idle(): Promise<void> {
    await this.chain;
  }

  private newJob(request: JobRequest, known?: Pick<Job, "id" | "startedAt">): Job {
    return {
      id: known?.id ?? this.ports.newId(),
      request,
      state: "queued",
      losses: [],
      startedAt: known?.startedAt ?? this.ports.now(),
      resumed: known !== undefined,
    };
  }

  /** A job that stays in the store by mistake is taken up once more after a reload, which does no harm. */
  private async forget(id: string): Promise<void> {
    await this.ports.store.remove(id).catch(() => undefined);
  }

  private set(job: Job): void {
    this.jobs.set(job.id, job);
    this.ports.onChange(job);
  }

  private update(id: string, change: Partial<Job>): void {
    const job = this.jobs.get(id);
    if (job) this.set({ ...job, ...change });
  }

  private async end(id: string, change: Partial<Job>): Promise<void> {
    this.aborts.delete(id);
    await this.forget(id);
    this.update(id, change);
  }

  private async work(id: string): Promise<void> {
    const job = this.jobs.get(id);
    const abort = this.aborts.get(id);
    if (job?.state !== "queued" || !abort) return;
    this.update(id, { state: "running" });
    try {
      const result = await this.ports.run(job, this.reporting(id, abort.signal));
      await this.end(id, { state: "done", result });
    } catch (error) {
      const fault = faultOf(error);
      await this.end(id, { state: fault.kind === "cancelled" ? "cancelled" : "failed", fault });
    }
  }

  private reporting(id: string, signal: AbortSignal): JobReporting {
    const losses: number[] = [];
    let toldAt = -Infinity;
    let toldStep = "";
    return {
      signal,
      onBackend: (backend) => {
        this.update(id, { backend });
      },
      onOutcome: (outcome) => {
        this.update(id, { outcomes: [...(this.jobs.get(id)?.outcomes ?? []), outcome] });
      },
      onProgress: (progress) => {
        if (progress.loss !== undefined && progress.step === "train") losses.push(progress.loss);
        const now = this.ports.elapsedSeconds();
        const isNews = progress.step !== toldStep || progress.done === progress.total;
        if (!isNews && now - toldAt < reportEverySeconds) return;
        toldAt = now;
        toldStep = progress.step;
        this.update(id, { progress, losses: [...losses] });
      },
    };
  }
}
