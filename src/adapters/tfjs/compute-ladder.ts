import {
  env,
  findBackendFactory,
  ready,
  registerBackend,
  removeBackend,
  setBackend,
} from "@tensorflow/tfjs-core";
import { JobError } from "../../pipeline/errors.ts";
import type { FitOptions, NetworkTrainer } from "../../pipeline/models/contract.ts";
import { measureStepsPerSecond } from "./measure-step.ts";
import { computesRightly } from "./self-test.ts";
import { TfjsNetworkTrainer } from "./softmax-trainer.ts";

/** What is known of the machine under a backend once tfjs runs on it. */
export interface BackendDetails {
  /** The GPU, in the words of its driver. */
  readonly adapter?: string;
  /** A GPU that is imitated on the processor (SwiftShader, llvmpipe). */
  readonly software: boolean;
  /** Resolves with a reason when the GPU goes away (driver reset, process killed, sleep); never for a processor. */
  readonly lost?: Promise<string>;
}

/** One backend of tfjs: how to get it, and what it runs on. */
export interface Rung<Name extends string = string> {
  /** As tfjs names it. */
  readonly name: Name;
  /** Brings the code. Resolves with a reason where this machine does not have it. */
  load(): Promise<string | undefined>;
  /** Called while the backend is the active one. */
  describe(): BackendDetails;
}

export interface BackendProbe<Name extends string = string> {
  readonly name: Name;
  readonly available: boolean;
  /** Passed the numerical self-test. */
  readonly correct: boolean;
  /** A software GPU: right, but slower than the processor itself. */
  readonly software: boolean;
  /** Training steps a second, 0 where it was not measured. */
  readonly stepsPerSecond: number;
  readonly adapter?: string;
  /** Why it is not available or not correct, in plain words. */
  readonly reason?: string;
}

/** How long a fit that lost its GPU may take to notice. */
const graceMs = 1000;

/**
 * The compute ladder: correct first, then the fastest as measured, software GPUs last. tfjs has one active backend for the
 * whole worker, so probes and fits take turns.
 */
export class ComputeLadder<Name extends string> {
  readonly #rungs: readonly Rung<Name>[];
  readonly #nowMs: () => number;
  readonly #probes = new Map<Name, Promise<BackendProbe<Name>>>();
  #turn: Promise<unknown> = Promise.resolve();

  /** @param nowMs a stopwatch */
  constructor(rungs: readonly Rung<Name>[], nowMs: () => number) {
    this.#rungs = rungs;
    this.#nowMs = nowMs;
    // tfjs's own switch for production: no advice printed to the console, no check of every number.
    env().set("PROD", true);
  }

  /** Every backend tried once, best first; the second call answers from memory. */
  async probe(): Promise<BackendProbe<Name>[]> {
    const probes: BackendProbe<Name>[] = [];
    for (const rung of this.#rungs) probes.push(await this.#probeOnce(rung));
    return probes.sort(bestFirst);
  }

  /**
   * @throws JobError `backend-unusable` (the chosen one is missing or computes wrongly), `no-backend` (auto, and none works)
   */
  async trainer(choice: Name | "auto"): Promise<NetworkTrainer> {
    const probe = choice === "auto" ? (await this.probe())[0] : await this.#probeOnce(this.#rungOf(choice));
    if (!probe?.correct) throw refusal(choice, probe);
    const rung = this.#rungOf(probe.name);
    const backend = probe.name;
    return {
      backend,
      fitSoftmax: (data, parameters, options) =>
        this.#inTurn(async () => {
          await this.#activate(rung);
          return this.#guardingGpu(rung, options, (guarded) =>
            new TfjsNetworkTrainer().fitSoftmax(data, parameters, guarded),
          );
        }),
    };
  }

  #rungOf(name: Name): Rung<Name> {
    const rung = this.#rungs.find((one) => one.name === name);
    if (!rung) throw refusal(name, undefined);
    return rung;
  }

  #probeOnce(rung: Rung<Name>): Promise<BackendProbe<Name>> {
    let probe = this.#probes.get(rung.name);
    if (!probe) {
      probe = this.#inTurn(() => this.#tryOut(rung));
      this.#probes.set(rung.name, probe);
    }
    return probe;
  }

  async #tryOut(rung: Rung<Name>): Promise<BackendProbe<Name>> {
    const { name } = rung;
    const none = { name, available: false, correct: false, software: false, stepsPerSecond: 0 };
    let details: BackendDetails | undefined;
    try {
      const missing = await rung.load();
      if (missing !== undefined) return { ...none, reason: missing };
      if (!(await setBackend(name))) return { ...none, reason: "did not start" };
      await ready();
      details = rung.describe();
      const known = { ...none, available: true, software: details.software, adapter: details.adapter };
      if (!(await computesRightly())) return { ...known, reason: "computes wrong numbers on this machine" };
      return { ...known, correct: true, stepsPerSecond: await measureStepsPerSecond(this.#nowMs) };
    } catch (fault) {
      const reason = fault instanceof Error ? fault.message : "did not start";
      return { ...none, ...details, available: details !== undefined, reason };
    }
  }

  async #activate(rung: Rung<Name>): Promise<void> {
    await start(rung.name);
    const lost = rung.describe().lost?.then(() => true);
    // Lost while nobody used it: nothing to tell, a new one is asked for.
    if (lost && (await Promise.race([lost, pause(0).then(() => false)]))) {
      renewBackend(rung.name);
      await start(rung.name);
    }
  }

  /** Runs `fit`; where its GPU goes away meanwhile, forgets that GPU (the next fit asks for a new one) and says so. */
  async #guardingGpu<T>(
    rung: Rung<Name>,
    options: FitOptions,
    fit: (options: FitOptions) => Promise<T>,
  ): Promise<T> {
    const { lost } = rung.describe();
    if (!lost) return fit(options);
    const stop = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
    const fitting = fit({ ...options, signal });
    const ended = fitting.then(
      () => undefined,
      () => undefined,
    );
    // A lost GPU can also answer with zeros, or fail a moment before it is told to be lost: look once more after the fit.
    const verdict = ended.then(() => Promise.race([lost, pause(50).then(() => undefined)]));
    const reason = await Promise.race([lost, verdict]);
    if (reason === undefined) return fitting;
    stop.abort();
    await Promise.race([ended, pause(graceMs)]);
    renewBackend(rung.name);
    throw new JobError("gpu-lost", `the GPU went away during training (${rung.name}: ${reason})`, {
      advice: "Train again, or choose another backend: the processor (wasm) cannot be lost.",
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

function bestFirst(a: BackendProbe, b: BackendProbe): number {
  return (
    Number(b.correct) - Number(a.correct) ||
    Number(a.software) - Number(b.software) ||
    b.stepsPerSecond - a.stepsPerSecond
  );
}

function refusal(choice: string, probe: BackendProbe | undefined): JobError {
  if (choice === "auto")
    return new JobError("no-backend", "none of tfjs's backends starts and computes rightly here", {
      advice: "Use a current browser with WebAssembly, or train with boosting, which needs none.",
    });
  return new JobError(
    "backend-unusable",
    `the ${choice} backend cannot be used here: ${probe?.reason ?? "unknown backend"}`,
    { advice: "Choose another backend, or leave the choice to the measurement (auto)." },
  );
}

async function start(name: string): Promise<void> {
  if (!(await setBackend(name)))
    throw new JobError("backend-unusable", `the ${name} backend does not start any more`, {
      advice: "Choose another backend, or train with boosting, which needs none.",
    });
  await ready();
}

function renewBackend(name: string): void {
  const factory = findBackendFactory(name);
  removeBackend(name);
  registerBackend(name, factory);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
