import { GeophoneError } from "../pipeline/errors.ts";
import type { Fault } from "./contract.ts";

/** Whatever was thrown, as data that crosses a worker's boundary. */
export function faultOf(error: unknown): Fault {
  if (error instanceof GeophoneError) {
    const { code, kind, message, advice, place, cause } = error;
    return {
      code,
      kind,
      message,
      place,
      ...(advice === undefined ? {} : { advice }),
      ...(cause instanceof Error ? { detail: `${cause.name}: ${cause.message}` } : {}),
    };
  }
  if (error instanceof Error && error.name === "AbortError")
    return {
      code: "cancelled",
      kind: "cancelled",
      message: "cancelled; what was stored before is untouched",
    };
  return {
    code: "internal-error",
    kind: "internal",
    message: `unexpected failure: ${error instanceof Error ? error.message : String(error)}`,
    ...(error instanceof Error && error.stack ? { detail: error.stack } : {}),
  };
}
