import type { Float64Matrix } from "../../../quantities/matrix.ts";
import type { FrameKind } from "./frames.ts";

/** A piece of work for one scorer. */
export interface Work {
  readonly kind: FrameKind;
  readonly meta: object;
  readonly payload: readonly ArrayBufferView[];
  /** The call that it is part of where somebody waits for the answer of a few windows; absent for a piece of a file. */
  readonly call?: Call;
  /** Scorers that crashed or hung at it. */
  losses: number;
  /** Scorers that were killed from outside at it. */
  kills: number;
  /** When it began to wait, as `performance.now()` tells it. */
  since: number;
  /** Whether nobody waits for it any more. */
  readonly isDropped: () => boolean;
  readonly resolve: (probabilities: Float64Matrix) => void;
  readonly reject: (error: unknown) => void;
}

/** A call of `score`, in pieces. */
export interface Call {
  untaken: number;
}

/** Pieces of files get every fourth turn while calls wait too: files must go on, and calls must not wait for files. */
const turnOfFiles = 4;

const bytesOf = ({ payload }: Work): number => payload.reduce((sum, part) => sum + part.byteLength, 0);

/** Work that no scorer has taken yet: calls before files, each in its order. */
export class WorkQueue {
  private readonly calls: Work[] = [];
  private readonly files: Work[] = [];
  private turn = 0;
  /** Calls with pieces that nobody has taken. */
  waiting = 0;
  waitingBytes = 0;

  add(work: Work): void {
    this.count(work, 1);
    this.laneOf(work).push(work);
  }

  /** First in turn: its scorer was lost. */
  putBack(work: Work): void {
    this.count(work, 1);
    this.laneOf(work).unshift(work);
  }

  take(): Work | undefined {
    const isFilesTurn = this.files.length > 0 && (this.calls.length === 0 || ++this.turn % turnOfFiles === 0);
    const work = (isFilesTurn ? this.files : this.calls).shift();
    if (work) this.count(work, -1);
    return work;
  }

  /** Takes out what nobody waits for any more. */
  remove(work: Work): void {
    const lane = this.laneOf(work);
    const at = lane.indexOf(work);
    if (at < 0) return;
    lane.splice(at, 1);
    this.count(work, -1);
  }

  /** All of it. */
  empty(): Work[] {
    const all = [...this.calls, ...this.files];
    for (const work of all) this.remove(work);
    return all;
  }

  private laneOf(work: Work): Work[] {
    return work.call ? this.calls : this.files;
  }

  private count(work: Work, change: 1 | -1): void {
    const { call } = work;
    if (!call) return;
    const before = call.untaken > 0;
    call.untaken += change;
    if (before !== call.untaken > 0) this.waiting += change;
    this.waitingBytes += change * bytesOf(work);
  }
}
