import { float64Matrix, type Float64Matrix } from "../../../quantities/matrix.ts";
import { JobError } from "../../../pipeline/errors.ts";
import type { ScorerProgram, ScoringPoolEvent } from "./contract.ts";
import { frameKinds, type Frame } from "./frames.ts";
import { scoresMetaSchema } from "./requests.ts";
import { ScorerGone, ScorerProcess, type Loss } from "./scorer-process.ts";
import type { Work } from "./work-queue.ts";

const firstDelayMs = 100;
const longestDelayMs = 5_000;
/** A scorer that nothing keeps busy ends as soon as its pipe does. */
const endLimitMs = 2_000;

/** A bundle that scorers are to hold. */
export interface ShelvedModel {
  readonly number: number;
  readonly zip: Uint8Array;
}

/** Windows that a model has known answers to. */
export interface Proof {
  readonly meta: object;
  readonly payload: readonly ArrayBufferView[];
  readonly isGiven: (probabilities: Float64Matrix) => boolean;
}

/** What a slot needs of its pool. */
export interface SlotHouse {
  readonly program: ScorerProgram;
  readonly jobLimitMs: number;
  readonly startLimitMs: number;
  /** Models that every scorer is to hold now. */
  models(): readonly ShelvedModel[];
  takeWork(): Work | undefined;
  /** Of the model that is in use now. */
  proof(): Proof;
  /** Its scorer was lost. */
  returnWork(work: Work, loss: Loss): void;
  onProved(model: ShelvedModel): void;
  /** A scorer read this bundle and refused it, or (`ScorerGone`) was lost at it. */
  onUnproved(model: ShelvedModel, error: Error): void;
  onReady(): void;
  onLost(wasReady: boolean): void;
  emit(event: ScoringPoolEvent): void;
}

/** The place of one scorer: there is one in it, or soon will be again. */
export class ScorerSlot {
  private scorer: ScorerProcess | undefined;
  private work: Work | undefined;
  private isReady = false;
  private stopped = false;
  private isProofDue = false;
  private isProving = false;
  private wakeUp: (() => void) | undefined;
  private readonly ended: Promise<void>;

  constructor(private readonly house: SlotHouse) {
    this.ended = this.live();
  }

  /** Process id of a scorer that takes work. */
  get pid(): number | undefined {
    return this.isReady ? this.scorer?.pid : undefined;
  }
  get isBusy(): boolean {
    return this.work !== undefined;
  }
  get isIdle(): boolean {
    return this.isReady && this.wakeUp !== undefined;
  }
  holds(model: ShelvedModel): boolean {
    return this.scorer?.loss === undefined && this.scorer?.loaded.has(model.number) === true;
  }

  /** Something may have changed: work, models, the end. */
  wake(): void {
    this.wakeUp?.();
    this.wakeUp = undefined;
  }

  /** The scorer is to prove itself before its next work. */
  proveAgain(): void {
    this.isProofDue = true;
    this.wake();
  }

  /** No more work. What the scorer is at is given up. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.isBusy || this.isProving || !this.isReady) this.scorer?.kill();
    this.wake();
    await this.ended;
  }

  /** Asked again after every wait: `stop` may have been called. */
  private isStopped(): boolean {
    return this.stopped;
  }

  private sleep(mostMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer =
        mostMs === undefined
          ? undefined
          : setTimeout(() => {
              this.wake();
            }, mostMs);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async live(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      const startedAt = performance.now();
      const scorer = new ScorerProcess(this.house.program, () => {
        this.wake();
      });
      this.scorer = scorer;
      try {
        await this.serve(scorer, startedAt);
        await scorer.end(endLimitMs);
        return;
      } catch (error) {
        const wasReady = this.isReady;
        this.isReady = false;
        const loss = error instanceof ScorerGone ? error.loss : undefined;
        // It answers, but not as a scorer does.
        if (!loss) await scorer.end(0);
        if (this.isStopped()) return;
        this.house.emit({
          kind: "scorer-lost",
          pid: scorer.pid,
          why: wasReady ? (loss?.why ?? "protocol") : "not-ready",
          exitCode: loss?.exitCode ?? null,
          signal: loss?.signal ?? null,
        });
        this.house.onLost(wasReady);
        failures = wasReady ? 0 : failures + 1;
        if (failures > 0) await this.pause(Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1)));
      }
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    for (let left = milliseconds; left > 0 && !this.stopped; left = until - performance.now())
      await this.sleep(left);
  }

  /** @throws ScorerGone; Error when it does not hold what it must */
  private async serve(scorer: ScorerProcess, startedAt: number): Promise<void> {
    while (!this.stopped) {
      if (scorer.loss) throw new ScorerGone(scorer.loss);
      await this.bringModels(scorer);
      if (!this.isReady) {
        this.isReady = true;
        this.house.emit({
          kind: "scorer-ready",
          pid: scorer.pid ?? 0,
          startedInMs: performance.now() - startedAt,
        });
        this.house.onReady();
        // It has proved all its models this very moment.
        this.isProofDue = false;
      }
      if (this.isProofDue) await this.prove(scorer);
      this.work = this.house.takeWork();
      if (this.work) {
        try {
          await this.do(scorer, this.work);
        } finally {
          this.work = undefined;
        }
      } else await this.sleep();
    }
  }

  /** @throws ScorerGone where it does not give the answers: it is ended */
  private async prove(scorer: ScorerProcess): Promise<void> {
    const { meta, payload, isGiven } = this.house.proof();
    this.isProofDue = false;
    this.isProving = true;
    try {
      const answer = await scorer.ask(frameKinds.windows, meta, payload, this.house.jobLimitMs);
      if (isGiven(probabilitiesOf(answer))) return;
      scorer.kill("not-reproduced");
      await scorer.end(0);
      if (scorer.loss) throw new ScorerGone(scorer.loss);
    } finally {
      this.isProving = false;
    }
  }

  private async bringModels(scorer: ScorerProcess): Promise<void> {
    const wanted = this.house.models();
    for (const number of scorer.loaded)
      if (!wanted.some((model) => model.number === number)) {
        scorer.tell(frameKinds.forget, { model: number });
        scorer.loaded.delete(number);
      }
    for (const model of wanted) {
      if (scorer.loaded.has(model.number)) continue;
      try {
        await scorer.ask(frameKinds.load, { model: model.number }, [model.zip], this.house.startLimitMs);
      } catch (error) {
        this.house.onUnproved(model, error instanceof Error ? error : new Error(String(error)));
        // Refused, and now no longer wanted: the scorer itself is well.
        if (!(error instanceof ScorerGone) && !this.house.models().includes(model)) continue;
        throw error;
      }
      scorer.loaded.add(model.number);
      this.house.onProved(model);
    }
  }

  private async do(scorer: ScorerProcess, work: Work): Promise<void> {
    const began = performance.now();
    try {
      const answer = await scorer.ask(work.kind, work.meta, work.payload, this.house.jobLimitMs);
      const probabilities = probabilitiesOf(answer);
      work.resolve(probabilities);
      this.house.emit({
        kind: "job-done",
        windows: probabilities.rows,
        waitedMs: began - work.since,
        scoredMs: performance.now() - began,
      });
    } catch (error) {
      if (error instanceof ScorerGone) {
        this.house.returnWork(work, error.loss);
        throw error;
      }
      work.reject(error);
    }
  }
}

function probabilitiesOf({ kind, meta, payload }: Frame) {
  const shape = scoresMetaSchema.safeParse(meta);
  const values = shape.success ? shape.data.rows * shape.data.columns : -1;
  if (kind !== frameKinds.scores || !shape.success || payload.byteLength !== 8 * values)
    throw new JobError("scorer-protocol", "a scorer's answer cannot be understood");
  const { rows, columns } = shape.data;
  return float64Matrix(rows, columns, new Float64Array(payload.buffer, payload.byteOffset, values));
}
