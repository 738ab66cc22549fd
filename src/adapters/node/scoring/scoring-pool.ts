import { createHash } from "node:crypto";
import { float64Matrix, type Float32Matrix, type Float64Matrix } from "../../../quantities/matrix.ts";
import { readBundle, unreproduced } from "../../../pipeline/bundle/contract.ts";
import { GeophoneError, InputError, JobError } from "../../../pipeline/errors.ts";
import type { SegyReading } from "../../../pipeline/segy/contract.ts";
import { scoreWindows } from "../../../pipeline/serving/contract.ts";
import type {
  FileScoring,
  PooledModel,
  ScoreSegyOptions,
  ScoringPool,
  ScoringPoolEvent,
  ScoringPoolOptions,
  ScoringPoolState,
  SegyAnswer,
} from "./contract.ts";
import { frameKinds } from "./frames.ts";
import { answerSegy } from "./answer-segy.ts";
import { ScorerGone, type Loss } from "./scorer-process.ts";
import { ScorerSlot, type Proof, type ShelvedModel, type SlotHouse } from "./scorer-slot.ts";
import { WorkQueue, type Call, type Work } from "./work-queue.ts";

/** Windows of one piece of work take about this at most: tens of milliseconds, so that no call waits long behind one. */
const pieceBytes = 1 << 20;
/** Fewer windows are not worth a scorer of their own. */
const leastPieceRows = 64;
/** Scorers that may crash or hang at one piece of work before it is given up: one, and two more tries. */
const mostLosses = 3;
/**
 * Scorers that may be killed from outside at one piece of work (by a person, or the kernel short of memory): a piece of bounded
 * size is not to blame for that, and is tried for long, but not for ever.
 */
const mostKills = 30;
/** Scorers lost one after the other before they had proved their model: then waiting for one makes no sense. */
const mostFailedStarts = 6;

interface HeldModel extends ShelvedModel, PooledModel {
  /** Calls and files that are scored with it. */
  users: number;
}

interface Candidate {
  readonly model: HeldModel;
  losses: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts scorers and waits until each has proved the bundle.
 * @throws InputError as `readBundle` raises; JobError `model-not-proved` when scorers cannot be started or do not reproduce it
 */
export async function startScoringPool(options: ScoringPoolOptions): Promise<ScoringPool> {
  const pool = new Pool(options);
  try {
    await pool.replaceModel(options.bundle);
    return pool;
  } catch (error) {
    await pool.close({ drain: false });
    throw error;
  }
}

class Pool implements ScoringPool {
  private readonly queue = new WorkQueue();
  private readonly slots: ScorerSlot[];
  private readonly shelf: HeldModel[] = [];
  private current: HeldModel | undefined;
  private candidate: Candidate | undefined;
  private replacing: Promise<unknown> = Promise.resolve();
  private models = 0;
  private segy = 0;
  /** Calls and files that are not over. */
  private open = 0;
  private failedStarts = 0;
  private closing = false;
  private onDrained: (() => void) | undefined;

  constructor(private readonly options: ScoringPoolOptions) {
    if (!(Number.isInteger(options.processes) && options.processes >= 1))
      throw new RangeError(`a pool of ${options.processes} scorers`);
    const { program, jobLimitMs = 60_000, startLimitMs = 60_000 } = options;
    const house: SlotHouse = {
      program,
      jobLimitMs,
      startLimitMs,
      models: () => this.shelf,
      takeWork: () => this.queue.take(),
      proof: () => proofOf(this.currentModel),
      returnWork: (work, loss) => {
        this.returnWork(work, loss);
      },
      onProved: () => {
        this.look();
      },
      onUnproved: (model, error) => {
        this.onUnproved(model, error);
      },
      onReady: () => {
        this.failedStarts = 0;
      },
      onLost: (wasReady) => {
        this.onLost(wasReady);
      },
      emit: (event) => {
        this.emit(event);
      },
    };
    this.slots = Array.from({ length: options.processes }, () => new ScorerSlot(house));
  }

  get model(): PooledModel {
    return this.currentModel;
  }

  private get currentModel(): HeldModel {
    if (!this.current) throw new Error("a pool without a model was let out");
    return this.current;
  }

  state(): ScoringPoolState {
    const pids = this.slots.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    return {
      processes: this.slots.length,
      alive: pids.length,
      busy: this.slots.filter(({ isBusy }) => isBusy).length,
      pids,
      waiting: this.queue.waiting,
      waitingBytes: this.queue.waitingBytes,
      segy: this.segy,
      closing: this.closing,
    };
  }

  async score(windows: Float32Matrix, startMs: Float64Array, signal?: AbortSignal): Promise<Float64Matrix> {
    const model = this.currentModel;
    const { lengthSamples } = model.bundle.model.window;
    const { rows, columns } = windows;
    if (columns !== lengthSamples || startMs.length !== rows)
      throw new RangeError(
        `${rows} windows of ${columns} samples with ${startMs.length} times, for a model of ${lengthSamples} samples`,
      );
    signal?.throwIfAborted();
    this.requireOpen();
    const answer = float64Matrix(rows, model.bundle.model.classes.length);
    if (rows === 0) return answer;
    this.requireRoom(windows.data.byteLength + startMs.byteLength);

    const most = Math.max(1, Math.floor(pieceBytes / (4 * columns)));
    const share = Math.max(leastPieceRows, Math.ceil(rows / this.slots.length));
    const pieceRows = Math.min(most, share);
    const call: Call = { untaken: 0 };
    return this.using(model, async () => {
      const pieces: Promise<void>[] = [];
      for (let from = 0; from < rows; from += pieceRows) {
        const to = Math.min(rows, from + pieceRows);
        const payload = [startMs.subarray(from, to), windows.data.subarray(from * columns, to * columns)];
        const meta = { model: model.number, rows: to - from, columns };
        const scored = this.ask({ kind: frameKinds.windows, meta, payload, call }, signal);
        pieces.push(
          scored.then(({ data }) => {
            answer.data.set(data, from * answer.columns);
          }),
        );
      }
      await Promise.all(pieces);
      return answer;
    });
  }

  openFile(file: string, reading?: SegyReading, name?: string): FileScoring {
    this.requireOpen();
    const { maxSegy = 4 } = this.options;
    if (this.segy >= maxSegy)
      throw this.refuse("queue-full", `${this.segy} SEG-Y files are being scored, no more may be`);
    const model = this.currentModel;
    const release = this.hold(model);
    this.segy++;
    const meta = { model: model.number, file, name: name ?? file.slice(file.lastIndexOf("/") + 1), reading };
    let isOpen = true;
    return {
      model,
      score: async (traces, signal) => {
        signal?.throwIfAborted();
        if (!isOpen) throw new JobError("pool-closed", `${meta.name} is no longer being scored`);
        return this.ask({ kind: frameKinds.traces, meta, payload: [traces] }, signal);
      },
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        this.segy--;
        release();
      },
    };
  }

  scoreSegy(file: string, options: ScoreSegyOptions): Promise<SegyAnswer> {
    return answerSegy(this, file, options);
  }

  replaceModel(zip: Uint8Array): Promise<PooledModel> {
    const replaced = this.replacing.then(() => this.replace(zip));
    this.replacing = replaced.catch(() => undefined);
    return replaced;
  }

  proveAgain(): void {
    for (const slot of this.slots) slot.proveAgain();
  }

  async close({
    drain,
    limitMs = 30_000,
  }: {
    readonly drain: boolean;
    readonly limitMs?: number;
  }): Promise<void> {
    this.closing = true;
    if (drain && this.open > 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        timer = setTimeout(resolve, limitMs);
        this.onDrained = resolve;
      });
      clearTimeout(timer);
    }
    const closed = (): JobError => new JobError("pool-closed", "the scorers were told to stop");
    for (const work of this.queue.empty()) work.reject(closed());
    this.candidate?.reject(closed());
    await Promise.all(this.slots.map((slot) => slot.stop()));
    for (const work of this.queue.empty()) work.reject(closed());
  }

  private requireOpen(): void {
    if (this.closing) throw this.refuse("pool-closed", "the scorers are about to stop");
  }

  private requireRoom(bytes: number): void {
    const { maxWaiting = 64, maxWaitingBytes = 64 << 20 } = this.options;
    const { waiting, waitingBytes } = this.queue;
    // Those are about to take the first that wait.
    const free = this.slots.filter(({ pid, isBusy }) => pid !== undefined && !isBusy).length;
    // A call larger than all that may wait is taken where nothing waits: else it never would be.
    if (waiting >= maxWaiting + free || (waiting > free && waitingBytes + bytes > maxWaitingBytes))
      throw this.refuse("queue-full", `${waiting} calls wait to be scored, no more may`);
  }

  private refuse(code: "queue-full" | "pool-closed", message: string): JobError {
    this.emit({ kind: "refused", code });
    const advice = code === "queue-full" ? "Ask again in a while." : "Ask another server.";
    return new JobError(code, message, { advice });
  }

  private ask(
    work: Pick<Work, "kind" | "meta" | "payload" | "call">,
    signal?: AbortSignal,
  ): Promise<Float64Matrix> {
    return new Promise((resolve, reject) => {
      const whole: Work = {
        ...work,
        losses: 0,
        kills: 0,
        since: performance.now(),
        resolve: (probabilities) => {
          signal?.removeEventListener("abort", onAbort);
          resolve(probabilities);
        },
        reject: (error) => {
          signal?.removeEventListener("abort", onAbort);
          this.queue.remove(whole);
          if (error instanceof GeophoneError) this.emit({ kind: "job-failed", code: error.code });
          reject(error instanceof Error ? error : new Error(String(error)));
        },
        isDropped: () => signal?.aborted === true,
      };
      const onAbort = (): void => {
        // What a scorer is at it finishes: its answer goes nowhere.
        this.queue.remove(whole);
        reject(signal?.reason instanceof Error ? signal.reason : new Error("cancelled"));
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      if (this.failedStarts >= mostFailedStarts && this.state().alive === 0) {
        whole.reject(noScorers());
        return;
      }
      this.queue.add(whole);
      this.slots.find(({ isIdle }) => isIdle)?.wake();
    });
  }

  private returnWork(work: Work, loss: Loss): void {
    if (loss.why === "ended" && loss.signal === "SIGKILL") work.kills++;
    else work.losses++;
    if (work.isDropped()) return;
    const lost = work.losses + work.kills;
    if (work.losses >= mostLosses || work.kills >= mostKills) {
      const how =
        loss.why === "hung" ? "took too long" : `ended by ${loss.signal ?? `code ${loss.exitCode ?? "?"}`}`;
      work.reject(
        new JobError(
          "scorer-lost",
          `${lost} scoring processes were lost at one piece of work; the last ${how}`,
          {
            advice: "Try again with fewer windows at once; if it fails again, check the memory that is free.",
          },
        ),
      );
      return;
    }
    this.emit({ kind: "job-retried", attempt: lost + 1 });
    this.queue.putBack(work);
    this.slots.find(({ isIdle }) => isIdle)?.wake();
  }

  private onLost(wasReady: boolean): void {
    if (wasReady) return;
    this.failedStarts++;
    if (this.failedStarts < mostFailedStarts || this.state().alive > 0) return;
    for (const work of this.queue.empty()) work.reject(noScorers());
  }

  /** For as long as a call or a file is scored with it, a model stays in the scorers. */
  private hold(model: HeldModel): () => void {
    model.users++;
    this.open++;
    return () => {
      model.users--;
      this.open--;
      this.tidy();
      if (this.open === 0) this.onDrained?.();
    };
  }

  private async using<T>(model: HeldModel, work: () => Promise<T>): Promise<T> {
    const release = this.hold(model);
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Takes models off the shelf that nobody uses; scorers forget them before their next work. */
  private tidy(): void {
    for (let i = this.shelf.length - 1; i >= 0; i--) {
      const model = this.shelf[i]!;
      if (model.users === 0 && model !== this.current && model !== this.candidate?.model)
        this.shelf.splice(i, 1);
    }
  }

  private async replace(zip: Uint8Array): Promise<PooledModel> {
    if (this.closing) throw new JobError("pool-closed", "the scorers are about to stop");
    try {
      const bundle = await readBundle(zip, scoreWindows, this.options.trust);
      const sha256 = createHash("sha256").update(zip).digest("hex");
      const model: HeldModel = { number: ++this.models, zip, bundle, sha256, users: 0 };
      await new Promise<void>((resolve, reject) => {
        this.candidate = { model, losses: 0, resolve, reject };
        this.shelf.push(model);
        for (const slot of this.slots) slot.wake();
      });
      this.current = model;
      this.emit({ kind: "model-replaced", sha256 });
      return model;
    } catch (error) {
      const code = error instanceof GeophoneError ? error.code : "internal-error";
      this.emit({
        kind: "model-refused",
        code,
        message: error instanceof Error ? error.message : String(error),
      });
      throw error;
    } finally {
      this.candidate = undefined;
      this.tidy();
    }
  }

  /** Whether all scorers have proved what is to come. */
  private look(): void {
    const { candidate } = this;
    if (candidate && this.slots.every((slot) => slot.holds(candidate.model))) candidate.resolve();
  }

  private onUnproved(model: ShelvedModel, error: Error): void {
    const { candidate } = this;
    if (candidate?.model !== model) return;
    if (error instanceof ScorerGone && ++candidate.losses < mostLosses) return;
    const refused =
      error instanceof InputError
        ? error
        : new JobError("model-not-proved", `scoring processes could not prove the bundle: ${error.message}`, {
            cause: error,
            advice: "Check the program that scores, and the memory that is free.",
          });
    // Off the shelf at once: the scorer that refused it goes on with the others.
    this.candidate = undefined;
    this.tidy();
    candidate.reject(refused);
  }

  private emit(event: ScoringPoolEvent): void {
    this.options.onEvent?.(event);
  }
}

/** Its golden windows, in one piece of work. */
function proofOf({ bundle: { model, golden }, number }: HeldModel): Proof {
  const { lengthSamples: columns } = model.window;
  const samples = new Float32Array(golden.length * columns);
  golden.forEach((window, row) => {
    samples.set(window.samples, row * columns);
  });
  return {
    meta: { model: number, rows: golden.length, columns },
    payload: [Float64Array.from(golden, ({ startMs }) => startMs), samples],
    isGiven: (probabilities) =>
      probabilities.rows === golden.length && unreproduced(golden, probabilities) === undefined,
  };
}

const noScorers = (): JobError =>
  new JobError("no-scorers", "no scoring process can be started", {
    advice: "Check the program that scores, and the memory that is free.",
  });
