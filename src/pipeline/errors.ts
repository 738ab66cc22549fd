/** Where in a person's data something went wrong; only the fields that apply are set. */
export interface FaultPlace {
  readonly file?: string;
  readonly byteOffset?: number;
  readonly traceIndex?: number;
  /** One-based line of a text file. */
  readonly line?: number;
}

export interface FaultOptions {
  readonly place?: FaultPlace;
  /** What to do about it, as one sentence in plain words. */
  readonly advice?: string;
  readonly cause?: unknown;
}

/**
 * A failure that a person can understand. `code` is stable (kebab-case) and is what tests and other programs rely on.
 * Two kinds, as the exit codes of the CLI: what was given is wrong (`InputError`, 2), or the work failed (`JobError`, 1).
 */
export abstract class GeophoneError extends Error {
  abstract readonly kind: "input" | "job";
  readonly place: FaultPlace;
  readonly advice: string | undefined;

  constructor(
    readonly code: string,
    message: string,
    options: FaultOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.place = options.place ?? {};
    this.advice = options.advice;
    this.name = new.target.name;
  }
}

/** What was given (file, label, option, bundle) cannot be used. */
export class InputError extends GeophoneError {
  readonly kind = "input";
}

/** What was given is fine; the work could not be done (full disk, file vanished, cancelled). */
export class JobError extends GeophoneError {
  readonly kind = "job";
}
