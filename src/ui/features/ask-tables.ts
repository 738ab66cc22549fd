import type { Fault } from "../../services/contract.ts";
import type { TablesAnswer } from "../../services/tables-face.ts";

/** A failure of the tables worker, for queries and mutations to hold. */
export class FaultError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
    this.name = "FaultError";
  }
}

/** The value of an answer. @throws FaultError */
export function valueOf<T>(answer: TablesAnswer<T>): T {
  if (!answer.ok) throw new FaultError(answer.fault);
  return answer.value;
}

export function faultIn(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  return {
    code: "internal-error",
    kind: "internal",
    message: error instanceof Error ? error.message : String(error),
  };
}

/** Query keys of the tables; they begin as all that depends on records, so that a change of records asks anew. */
export const tablesKeys = {
  tables: ["records", "tables"],
  histograms: ["records", "histograms"],
} as const;
