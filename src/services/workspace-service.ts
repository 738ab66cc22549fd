import type { LabelEdit, LabelIntervals, LabelSetRecord } from "../pipeline/labels/contract.ts";
import type { SegyReading } from "../pipeline/segy/contract.ts";
import type { StepPorts } from "../pipeline/steps/context.ts";
import {
  runKind,
  type GateResult,
  type ModelCard,
  type Stage,
  type VersionComparison,
} from "../pipeline/registry/contract.ts";
import { suggestLines, type SuggestedLines } from "../pipeline/steps/suggest-lines.ts";
import type { LabelQueue, LabelQueueRequest } from "../pipeline/steps/label-queue.ts";
import type { LabelDraftState } from "../pipeline/steps/label-draft.ts";
import type { TestedWindows } from "../pipeline/steps/tested-windows.ts";
import { JobError } from "../pipeline/errors.ts";
import { profileKind, type ReadingProfile } from "../pipeline/reading-profile.ts";
import { surveyKind } from "../pipeline/survey-record.ts";
import { openWorkspace, type Workspace, type WorkspaceStorage } from "../pipeline/workspace/contract.ts";
import type {
  Fault,
  Inspection,
  Job,
  JobRequest,
  JobResult,
  Overview,
  Reach,
  ServiceEvent,
  TestedCell,
} from "./contract.ts";
import { answerOf, type Answer } from "./answer.ts";
import { faultOf } from "./fault.ts";
import { JobQueue, type JobReporting, type JobStore } from "./job-queue.ts";
import { LabelDesk, type DraftAct, type TracesToLabel } from "./label-desk.ts";
import { readOverview } from "./overview.ts";
import type { JobPorts } from "./run-job.ts";
import { filesNeeded } from "./files-needed.ts";

/** What the service needs from its house; `Offer` is how that house hands over a person's files. */
export interface WorkspaceServicePorts<Offer> {
  readonly storage: WorkspaceStorage;
  readonly steps: Pick<
    StepPorts,
    "openSource" | "now" | "elapsedSeconds" | "codeVersion" | "yieldControl" | "finishedScan"
  >;
  /** Joins this thread to the one that scans files, by one end of a channel. */
  readonly connectScans?: (port: unknown) => void;
  readonly networkTrainer: (backend: string) => ReturnType<StepPorts["networkTrainer"]>;
  readonly jobs: JobStore;
  readonly newId: () => string;
  offer(files: readonly Offer[]): Promise<void>;
  readonly reach: (location: string) => Promise<Reach>;
  readonly createOutgoing: JobPorts["createOutgoing"];
  readonly makeDemo: JobPorts["makeDemo"];
  /** Deletes all that is kept, of the workspace and around it. */
  deleteEverything(): Promise<void>;
  /** Tells the other tabs that records changed. */
  announceChange(): void;
  /** Calls back when this tab becomes the writer, and with each change that another tab announces. */
  join(on: {
    readonly writer: () => void;
    readonly change: () => void;
  }): Promise<{ readonly writer: boolean }>;
}

/** Loaded when it is wanted first: most of the worker's script, and nothing that a page needs to be there. */
async function work(): Promise<typeof import("./workspace-work.ts")> {
  try {
    return await import("./workspace-work.ts");
  } catch (cause) {
    throw new JobError("app-incomplete", "a part of the app could not be loaded", {
      cause,
      advice: "Reload the page where it came from; once it was there whole, it needs no network.",
    });
  }
}

/** One workspace as the app uses it: records to look at, jobs that change them. */
export class WorkspaceService<Offer = never> {
  private readonly queue: JobQueue;
  private readonly listeners = new Set<(event: ServiceEvent) => void>();
  private isWriter = false;
  private opened: Promise<Workspace> | undefined;
  private resuming: Promise<void> = Promise.resolve();
  private readonly desk: LabelDesk;
  /** The last look at all records: many small reads, each of which would else wait for a piece of a job's work. */
  private looking: Promise<void> = Promise.resolve();
  /** The windows of the run that is looked at: a person clicks cell after cell. */
  private tested: { readonly runId: string; readonly windows: Promise<TestedWindows> } | undefined;

  constructor(private readonly ports: WorkspaceServicePorts<Offer>) {
    this.desk = new LabelDesk({ workspace: () => this.workspace(), now: () => ports.steps.now() });
    this.queue = new JobQueue({
      store: ports.jobs,
      now: ports.steps.now,
      newId: ports.newId,
      elapsedSeconds: ports.steps.elapsedSeconds,
      run: (job, reporting) => this.run(job, reporting),
      onChange: (job) => {
        this.emit({ type: "job", job });
        if (job.state === "done" || job.state === "failed" || job.state === "cancelled") this.tellChanged();
      },
    });
  }

  /**
   * Opens the workspace; jobs that a killed tab left go on where their files are at hand.
   * @returns `fault` where the workspace cannot be opened: nothing else works then
   */
  async connect(
    listener: (event: ServiceEvent) => void,
  ): Promise<{ writer: boolean; jobs: Job[]; fault?: Fault }> {
    this.listeners.add(listener);
    try {
      const { writer } = await this.ports.join({
        writer: () => {
          this.becomeWriter().catch((error: unknown) => {
            this.emit({ type: "fault", fault: faultOf(error) });
          });
        },
        change: () => {
          this.emit({ type: "changed" });
        },
      });
      if (writer) await this.becomeWriter();
    } catch (error) {
      return { writer: this.isWriter, jobs: [], fault: faultOf(error) };
    }
    return { writer: this.isWriter, jobs: this.queue.list() };
  }

  overview(): Promise<Overview> {
    const overview = this.readOverview();
    this.looking = overview.then(
      () => undefined,
      () => undefined,
    );
    return overview;
  }

  private async readOverview(): Promise<Overview> {
    const { storage, reach } = this.ports;
    if (!this.isWriter && !(await storage.read("workspace.json"))) return emptyOverview;
    return readOverview(await this.workspace(), storage, reach);
  }

  /** Hands over files that a person chose; interrupted jobs that waited for them go on. */
  async offerFiles(files: readonly Offer[]): Promise<void> {
    await this.ports.offer(files);
    this.emit({ type: "changed" });
    if (this.isWriter) await this.resumeWhatCan();
  }

  connectScans(port: unknown): void {
    this.ports.connectScans?.(port);
  }

  /** @param profile whose reading it is, where it is one's */
  async inspect(location: string, reading?: SegyReading, profile?: string): Promise<Inspection> {
    // A tab that only looks may find no workspace yet: the file can be looked at all the same.
    const workspace = await this.workspace().catch(() => undefined);
    const { inspectFile } = await work();
    return inspectFile(this.ports.steps, workspace, location, reading, profile);
  }

  /** Keeps a reading under a name, in place of one that had it. */
  async saveProfile(profile: Omit<ReadingProfile, "createdAt">): Promise<Fault | undefined> {
    return this.change(async (workspace) =>
      workspace.putRecord(profileKind, { ...profile, createdAt: this.ports.steps.now() }),
    );
  }

  async removeProfile(name: string): Promise<Fault | undefined> {
    return this.change(async (workspace) => workspace.removeRecord(profileKind, name));
  }

  /** A small change of records, at once; says why where it cannot be made. */
  private async change(work: (workspace: Workspace) => Promise<void>): Promise<Fault | undefined> {
    if (!this.isWriter) return onlyLooks;
    try {
      await work(await this.workspace());
      this.tellChanged();
      return undefined;
    } catch (error) {
      return faultOf(error);
    }
  }

  /** A tab that only looks does what changes nothing, and refuses the rest. */
  async start(request: JobRequest): Promise<string> {
    // Whether a killed tab's act on the registry is still wanted only a person can say: the history tells if it was done.
    if (this.isWriter) return this.queue.start(request, { keep: !actsOnRegistry(request) });
    if (changesNothing(request)) return this.queue.start(request, { keep: false });
    return this.queue.refuse(request, onlyLooks);
  }

  cancel(id: string): void {
    this.queue.cancel(id);
  }

  dismiss(id: string): void {
    this.queue.dismiss(id);
  }

  jobs(): Job[] {
    return this.queue.list();
  }

  /** A plain held-out choice of lines, or why there is none. */
  async suggestLines(): Promise<SuggestedLines | Fault> {
    try {
      return suggestLines(await (await this.workspace()).listRecords(surveyKind));
    } catch (error) {
      return faultOf(error);
    }
  }

  /** What the gates of a stage say of a version now. */
  async judgePromotion(version: number, to: Stage, note?: string): Promise<readonly GateResult[] | Fault> {
    try {
      const { judgePromotion } = await work();
      return await judgePromotion(
        { workspace: await this.workspace() },
        { model: String(version), to, note },
      );
    } catch (error) {
      return faultOf(error);
    }
  }

  /** Two versions beside each other. */
  async compareVersions(a: number, b: number): Promise<VersionComparison | Fault> {
    try {
      const { compareModels } = await work();
      return await compareModels(await this.workspace(), String(a), String(b));
    } catch (error) {
      return faultOf(error);
    }
  }

  /** A version's card, written from the records as they are now. */
  async modelCard(version: number): Promise<ModelCard | Fault> {
    try {
      const { readModelCard } = await work();
      return (await readModelCard(await this.workspace(), String(version))).card;
    } catch (error) {
      return faultOf(error);
    }
  }

  /** The windows of one cell of a run's confusion matrix, the most confident first; at most `most` of them. */
  async testedCell(
    runId: string,
    truth: number,
    predicted: number,
    most = 2000,
  ): Promise<TestedCell | Fault> {
    try {
      const workspace = await this.workspace();
      const run = await workspace.getRecord(runKind, runId);
      if (!run) throw new Error(`no run ${runId}`);
      const { readTestedWindows, testedCell } = await work();
      if (this.tested?.runId !== runId) this.tested = { runId, windows: readTestedWindows(workspace, run) };
      return testedCell(await this.tested.windows, run, { truth, predicted, most });
    } catch (error) {
      this.tested = undefined;
      return faultOf(error);
    }
  }

  /** Labels in work, as they are now; undefined where there are none. */
  async labelDraft(): Promise<Answer<LabelDraftState | undefined>> {
    // What another tab does to it is in the records alone.
    if (!this.isWriter) this.desk.forget();
    return this.desk.state();
  }

  /** Begins labels in work, edits them, takes back, does again, throws away; kept at once. */
  async actOnLabels(act: DraftAct): Promise<Answer<LabelDraftState | undefined>> {
    // Strokes come many a minute; who makes them has the answer, and no other record is another by them.
    const isStroke = act.kind === "edit" || act.kind === "undo" || act.kind === "redo";
    return this.changing(() => this.desk.act(act), !isStroke);
  }

  /** Makes a label set of the labels in work. */
  async saveLabels(words: {
    readonly author?: string;
    readonly note?: string;
  }): Promise<Answer<LabelSetRecord>> {
    return this.changing(() => this.desk.save(words));
  }

  /** The windows whose labels would teach a model most. */
  async labelQueue(asked: LabelQueueRequest): Promise<Answer<LabelQueue>> {
    return answerOf(async () => (await work()).labelQueue(await this.workspace(), asked));
  }

  /** What an edit of the labels in work would change. */
  async previewLabels(edit: LabelEdit): ReturnType<LabelDesk["preview"]> {
    return this.desk.preview(edit);
  }

  /** The labels in work as they apply to traces; class indices are of their scheme. */
  async labelsOn(traces: TracesToLabel): Promise<Answer<LabelIntervals>> {
    return this.desk.on(traces);
  }

  /** Does what changes records, where this tab may. */
  private async changing<T>(work: () => Promise<Answer<T>>, tells = true): Promise<Answer<T>> {
    if (!this.isWriter) return { ok: false, fault: onlyLooks };
    const answer = await work();
    if (answer.ok && tells) this.tellChanged();
    return answer;
  }

  /** Cancels all work and deletes everything that is kept here; says why where it cannot. A person's own files are untouched. */
  async deleteEverything(): Promise<Fault | undefined> {
    if (!this.isWriter) return onlyLooks;
    try {
      for (const job of this.queue.list()) this.queue.cancel(job.id);
      await this.queue.idle();
      await this.ports.deleteEverything();
      for (const job of this.queue.list()) this.queue.dismiss(job.id);
      this.tested = undefined;
      this.desk.forget();
      this.opened = undefined;
      await this.workspace();
      return undefined;
    } catch (error) {
      return faultOf(error);
    } finally {
      this.tellChanged();
    }
  }

  private workspace(): Promise<Workspace> {
    const { storage, steps } = this.ports;
    this.opened ??= openWorkspace(storage, { create: this.isWriter, now: steps.now });
    this.opened.catch(() => (this.opened = undefined));
    return this.opened;
  }

  private async becomeWriter(): Promise<void> {
    this.isWriter = true;
    this.opened = undefined;
    this.desk.forget();
    await this.workspace();
    // In the order in which they were begun: features wait for the lines before them.
    const left = (await this.ports.jobs.list()).sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
    const begunHere = new Set(this.queue.list().map(({ id }) => id));
    for (const known of left)
      if (!begunHere.has(known.id)) this.queue.interrupted({ ...known, fault: waiting });
    await this.resumeWhatCan();
    this.emit({ type: "writer", writer: true });
    this.emit({ type: "changed" });
  }

  /**
   * An interrupted job goes on when every file it reads is at hand; else it says which is not. One look at a time: two
   * drops in a row must not begin the same job twice.
   */
  private resumeWhatCan(): Promise<void> {
    this.resuming = this.resuming.then(async () => {
      for (const { id } of this.queue.list()) {
        const job = this.queue.get(id);
        if (job?.state !== "interrupted") continue;
        const fault = await this.whyNotResumable(job).catch(faultOf);
        // It may have been dismissed or cancelled meanwhile.
        if (this.queue.get(id)?.state !== "interrupted") continue;
        if (fault) this.queue.interrupted({ ...job, fault });
        else await this.queue.start(job.request, { known: job });
      }
    });
    return this.resuming;
  }

  private async whyNotResumable(job: Job): Promise<Fault | undefined> {
    if (makesFile(job.request)) return nobodyWaits;
    const workspace = await this.workspace();
    const surveys =
      job.request.kind === "predict"
        ? await (await work()).unscoredSurveys(workspace, job.request)
        : await workspace.listRecords(surveyKind);
    const missing: string[] = [];
    for (const location of filesNeeded(job.request, surveys))
      if ((await this.ports.reach(location)) !== "open") missing.push(location);
    if (missing.length === 0) return undefined;
    const named =
      missing.length > mostNamed
        ? `${missing.slice(0, mostNamed).join(", ")} and ${missing.length - mostNamed} more`
        : missing.join(", ");
    return {
      code: "job-interrupted",
      kind: "job",
      message: `the page was closed in the middle of this; ${named} ${missing.length === 1 ? "is" : "are"} not open in this tab`,
      advice: `Drop ${missing.length === 1 ? "it" : "them"} on this window and the work goes on.`,
      place: { file: missing[0]! },
    };
  }

  private async run(job: Job, reporting: JobReporting): Promise<JobResult> {
    const { steps, storage, createOutgoing, makeDemo, networkTrainer } = this.ports;
    const { request } = job;
    let toldAt = steps.elapsedSeconds();
    const { runJob } = await work();
    const result = await runJob(
      {
        ...steps,
        yieldControl: async () => {
          await steps.yieldControl?.();
          await this.looking;
        },
        who: "the app",
        // Training keeps the moment of its first start, so that a resumed one is the same run.
        now: request.kind === "train" ? () => job.startedAt : steps.now,
        networkTrainer: async () => {
          const trainer = await networkTrainer(request.kind === "train" ? request.backend : "auto");
          reporting.onBackend(trainer.backend);
          return trainer;
        },
        workspace: await this.workspace(),
        storage,
        createOutgoing,
        makeDemo,
        signal: reporting.signal,
        onProgress: reporting.onProgress,
        onOutcome: (outcome) => {
          reporting.onOutcome(outcome);
          // A batch may take hours: its first answers are to be looked at before the last ones are there.
          if (outcome.state !== "scored" || steps.elapsedSeconds() - toldAt < tellEverySeconds) return;
          toldAt = steps.elapsedSeconds();
          this.tellChanged();
        },
        jobStartedAt: job.startedAt,
      },
      request,
    );
    // Noted before this job is forgotten: a tab that is killed in between loses neither.
    if (request.kind === "ingest" && request.thenScore && result.kind === "surveys")
      await this.queue.start({ kind: "predict", scorer: request.thenScore, surveys: result.names });
    return result;
  }

  private tellChanged(): void {
    this.emit({ type: "changed" });
    this.ports.announceChange();
  }

  private emit(event: ServiceEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

/** New answers of a batch are told this often at most. */
const tellEverySeconds = 3;
/** Of many files that a job waits for, so many are named. */
const mostNamed = 5;

const waiting: Fault = {
  code: "job-interrupted",
  kind: "job",
  message: "the page was closed in the middle of this",
};

/** The page that wanted the file is gone, and a download that nobody asked for is none. */
const nobodyWaits: Fault = {
  code: "job-interrupted",
  kind: "job",
  message: "the page was closed before the file was saved",
  advice: "Save it again: what it was to be made of is all here.",
};

const onlyLooks: Fault = {
  code: "tab-read-only",
  kind: "job",
  message: "another tab of this browser is at work on this workspace; this one only looks",
  advice: "Go on in the other tab, or close it: this one takes over then.",
};

const makesFile = ({ kind }: JobRequest): boolean =>
  kind === "save-predictions" ||
  kind === "export-headers" ||
  kind === "save-part" ||
  kind === "export-labels" ||
  kind === "export-bundle" ||
  kind === "save-model-card" ||
  kind === "export-archive";

const actsOnRegistry = ({ kind }: JobRequest): boolean =>
  kind === "promote" ||
  kind === "rollback" ||
  kind === "set-alias" ||
  kind === "remove-alias" ||
  kind === "describe-model";

const changesNothing = (request: JobRequest): boolean =>
  makesFile(request) ||
  request.kind === "report" ||
  request.kind === "verify" ||
  request.kind === "compare-labels";

const emptyOverview: Overview = {
  surveys: [],
  labelSets: [],
  featureSets: [],
  models: [],
  registry: { versions: [], aliases: [] },
  history: [],
  bundles: [],
  predictions: [],
  profiles: [],
  damaged: [],
  usage: { records: 0, bronze: 0, silver: 0, gold: 0, labels: 0, models: 0 },
};
