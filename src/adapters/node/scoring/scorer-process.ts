import { spawn, type ChildProcess } from "node:child_process";
import { Duplex } from "node:stream";
import type { ScorerProgram, ScoringPoolEvent } from "./contract.ts";
import { errorOf } from "./faults.ts";
import { encodeFrame, frameKinds, FrameReader, type Frame, type FrameKind } from "./frames.ts";

export type Loss = Omit<Extract<ScoringPoolEvent, { kind: "scorer-lost" }>, "kind" | "why"> & {
  readonly why: "ended" | "hung" | "protocol" | "not-reproduced";
};

/** What `ask` rejects with when the process went before it answered: the work is not to blame, or may be. */
export class ScorerGone extends Error {
  constructor(readonly loss: Loss) {
    super(`a scorer ${loss.why} (${loss.signal ?? loss.exitCode ?? "not started"})`);
  }
}

interface Question {
  readonly job: number;
  readonly resolve: (answer: Frame) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One scoring process, as the pool sees it: asked one thing at a time. It ends when its pipe does, whoever closes that. */
export class ScorerProcess {
  /** Models that it has proved. */
  readonly loaded = new Set<number>();
  /** Undefined while it lives. */
  loss: Loss | undefined;
  private readonly child: ChildProcess;
  private readonly pipe: Duplex;
  private readonly gone: Promise<void>;
  private question: Question | undefined;
  private jobs = 0;
  private why: Loss["why"] = "ended";

  constructor(program: ScorerProgram, onGone: () => void) {
    // Nothing is read from its standard input or output; what it complains of is for whoever started this program.
    this.child = spawn(program.command, program.args, { stdio: ["ignore", "ignore", "inherit", "pipe"] });
    const pipe = this.child.stdio[3];
    if (!(pipe instanceof Duplex)) throw new Error("a scorer was started without a pipe");
    this.pipe = pipe;
    const reader = new FrameReader((frame) => {
      this.take(frame);
    });
    pipe.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        this.kill("protocol");
      }
    });
    // A broken pipe is told by the end of the process behind it.
    pipe.on("error", () => undefined);
    pipe.on("close", () => this.child.kill("SIGKILL"));
    this.gone = new Promise((resolve) => {
      const end = (exitCode: number | null, signal: string | null): void => {
        if (this.loss) return;
        this.loss = { pid: this.pid, why: this.why, exitCode, signal };
        this.fail(new ScorerGone(this.loss));
        onGone();
        resolve();
      };
      // After "close" all that it has written was read: an answer that came before its end counts.
      this.child.on("close", end);
      this.child.on("error", () => {
        if (this.pid === undefined) end(null, null);
      });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @throws ScorerGone; whatever it answers that it met */
  ask(kind: FrameKind, meta: object, payload: readonly ArrayBufferView[], limitMs: number): Promise<Frame> {
    if (this.loss) return Promise.reject(new ScorerGone(this.loss));
    return new Promise((resolve, reject) => {
      const job = ++this.jobs;
      const timer = setTimeout(() => {
        this.kill("hung");
      }, limitMs);
      this.question = { job, resolve, reject, timer };
      this.write(encodeFrame(kind, job, meta, payload));
    });
  }

  /** What needs no answer. */
  tell(kind: FrameKind, meta: object): void {
    this.write(encodeFrame(kind, ++this.jobs, meta));
  }

  kill(why: Loss["why"] = "ended"): void {
    // The first reason is the one to tell.
    if (this.why === "ended") this.why = why;
    this.child.kill("SIGKILL");
  }

  /** Lets it end by itself, and ends it where it does not. */
  async end(limitMs: number): Promise<void> {
    this.pipe.end();
    const timer = setTimeout(() => {
      this.kill();
    }, limitMs);
    await this.gone;
    clearTimeout(timer);
  }

  private write(pieces: readonly Uint8Array[]): void {
    this.pipe.cork();
    for (const piece of pieces) this.pipe.write(piece);
    this.pipe.uncork();
  }

  private take(frame: Frame): void {
    const { question } = this;
    if (question?.job !== frame.job) {
      this.kill("protocol");
      return;
    }
    if (frame.kind === frameKinds.fault) {
      this.fail(errorOf(frame.meta));
      return;
    }
    this.question = undefined;
    clearTimeout(question.timer);
    question.resolve(frame);
  }

  private fail(error: Error): void {
    const { question } = this;
    this.question = undefined;
    clearTimeout(question?.timer);
    question?.reject(error);
  }
}
