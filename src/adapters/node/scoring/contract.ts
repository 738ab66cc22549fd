import type { Float32Matrix, Float64Matrix } from "../../../quantities/matrix.ts";
import type { ReadBundle, ReadBundleOptions } from "../../../pipeline/bundle/contract.ts";
import type { SegyReading } from "../../../pipeline/segy/contract.ts";
import type { PredictionSummary } from "../../../pipeline/steps/write-predictions.ts";

/** How the house starts one scoring process ("scorer"): its program talks the pool's protocol over file descriptor 3. */
export interface ScorerProgram {
  readonly command: string;
  readonly args: readonly string[];
}

export interface ScoringPoolOptions {
  /** The zip of the bundle to score with. */
  readonly bundle: Uint8Array;
  /** Whose signatures count, for this bundle and those that replace it. */
  readonly trust?: ReadBundleOptions;
  readonly program: ScorerProgram;
  /** Scorers at work, at least 1. */
  readonly processes: number;
  /** Calls of `score` that may wait for a scorer; more are refused. Default 64. */
  readonly maxWaiting?: number;
  /** Samples that may wait for a scorer, in bytes; more are refused. Default 64 MiB. */
  readonly maxWaitingBytes?: number;
  /** SEG-Y files that may be scored at once; more are refused. Default 4. */
  readonly maxSegy?: number;
  /** A scorer that is at one piece of work for longer hangs, and is replaced. Default 60 000. */
  readonly jobLimitMs?: number;
  /** A scorer that has not proved its model after this time is replaced. Default 60 000. */
  readonly startLimitMs?: number;
  /** What happens, for metrics and logs. Must not throw. */
  readonly onEvent?: (event: ScoringPoolEvent) => void;
}

export type ScoringPoolEvent =
  /** A scorer has proved its models and takes work. */
  | { readonly kind: "scorer-ready"; readonly pid: number; readonly startedInMs: number }
  /** A scorer is gone that was not sent away; another takes its place. */
  | {
      readonly kind: "scorer-lost";
      readonly pid: number | undefined;
      readonly why: "ended" | "hung" | "not-ready" | "protocol" | "not-reproduced";
      readonly exitCode: number | null;
      readonly signal: string | null;
    }
  /** The work of a lost scorer goes to another. */
  | { readonly kind: "job-retried"; readonly attempt: number }
  /** A piece of work was answered. */
  | {
      readonly kind: "job-done";
      readonly windows: number;
      readonly waitedMs: number;
      readonly scoredMs: number;
    }
  | { readonly kind: "job-failed"; readonly code: string }
  | { readonly kind: "refused"; readonly code: "queue-full" | "pool-closed" }
  | { readonly kind: "model-replaced"; readonly sha256: string }
  | { readonly kind: "model-refused"; readonly code: string; readonly message: string };

export interface ScoringPoolState {
  /** Scorers wanted, those that are ready, and those at work. */
  readonly processes: number;
  readonly alive: number;
  readonly busy: number;
  /** Process ids of the ready ones. */
  readonly pids: readonly number[];
  /** Calls of `score`, and their samples in bytes, that no scorer has taken yet. */
  readonly waiting: number;
  readonly waitingBytes: number;
  /** SEG-Y files under way. */
  readonly segy: number;
  readonly closing: boolean;
}

/** A bundle that all scorers have proved. */
export interface PooledModel {
  readonly bundle: ReadBundle;
  /** SHA-256 of the zip, hex. */
  readonly sha256: string;
}

export type SegyAnswerFormat = "csv" | "arrow" | "segy";

export interface ScoreSegyOptions {
  readonly format: SegyAnswerFormat;
  /** What messages call the file; default: its own name. */
  readonly name?: string;
  readonly reading?: SegyReading;
  readonly signal?: AbortSignal;
}

/** The answers to one SEG-Y file, made while they are taken. */
export interface SegyAnswer {
  readonly contentType: string;
  readonly sha256: string;
  readonly traces: number;
  /** Windows of all traces. */
  readonly examples: number;
  /** What was given so far, by class. */
  counted(): PredictionSummary;
  /**
   * To be taken once, block by block; whoever takes slowly is waited for. Leaving early (`return`, `signal`) ends the work;
   * one of the three has to come, for the file is held open until then. `Readable.from` does all that.
   * @throws JobError `scorer-lost`, `file-unreadable` …, after bytes may have been given
   */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** One SEG-Y file on this machine, to be scored piece by piece with the model that was current when it was opened. */
export interface FileScoring {
  readonly model: PooledModel;
  /**
   * As `scoreTraces` answers, to the last bit: the `score` of `predictFileBlocks`. Waits for its turn, however many wait.
   * @throws JobError `scorer-lost`, `pool-closed`; what opening and reading the file raises
   */
  score(traces: Int32Array, signal?: AbortSignal): Promise<Float64Matrix>;
  close(): void;
}

export interface ScoringPool {
  /** What calls made now are scored with. */
  readonly model: PooledModel;
  state(): ScoringPoolState;
  /**
   * As `scoreWindows` answers, to the last bit. The arrays must not change before it has answered.
   * @param windows `[rows, model.window.lengthSamples]`
   * @param startMs `[rows]`
   * @throws RangeError for another shape; JobError `queue-full` when too many wait, `pool-closed`, `scorer-lost` when three
   *   scorers crashed or hung at it, or thirty were killed from outside
   */
  score(windows: Float32Matrix, startMs: Float64Array, signal?: AbortSignal): Promise<Float64Matrix>;
  /**
   * Opens a SEG-Y file on this machine and answers it. All that can be wrong with the file is found before the first byte.
   * @throws InputError as `openSegy` and `checkInput` raise (`input-mismatch` …), `too-many-classes` for SEG-Y;
   *   JobError `queue-full`, `pool-closed`
   */
  scoreSegy(file: string, options: ScoreSegyOptions): Promise<SegyAnswer>;
  /** @throws JobError `queue-full`, `pool-closed` */
  openFile(file: string, reading?: SegyReading, name?: string): FileScoring;
  /**
   * Calls made after it has resolved are scored with this bundle; those before, and files under way, with the one before.
   * Every scorer proves it by its golden windows first; where one cannot, nothing changes.
   * @throws InputError as `readBundle` raises; JobError `model-not-proved`, `pool-closed`
   */
  replaceModel(bundle: Uint8Array): Promise<PooledModel>;
  /**
   * Has every scorer score the golden windows of the model in use again, before its next work. One that no longer gives their
   * answers is lost (`not-reproduced`): another takes its place.
   */
  proveAgain(): void;
  /** No new calls. With `drain` what was begun or waits is answered first, for at most `limitMs` (default 30 000). */
  close(options: { readonly drain: boolean; readonly limitMs?: number }): Promise<void>;
}
