import type { Answer } from "../../services/answer.ts";
import type { Fault } from "../../services/contract.ts";

/** A worker's failure, thrown on the page's side. */
class FaultError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
    this.name = "FaultError";
  }
}

/** The value of an answer. @throws an error that `faultIn` knows */
export async function valueOf<T>(answer: Promise<Answer<T>>): Promise<T> {
  const got = await answer;
  if (got.ok) return got.value;
  throw new FaultError(got.fault);
}

export const faultIn = (error: unknown): Fault =>
  error instanceof FaultError
    ? error.fault
    : {
        code: "internal-error",
        kind: "internal",
        message: error instanceof Error ? error.message : String(error),
      };
