import { GeophoneError } from "../../pipeline/errors.ts";

export const exitCodes = { done: 0, jobFailed: 1, badInput: 2 } as const;

/** Results go to standard output, as JSON or as lines for a person. */
export function printResult(json: boolean, result: unknown, lines: () => readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${lines().join("\n")}\n`);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** What the process should say and exit with for anything thrown. */
export function describeFailure(error: unknown): {
  code: string;
  message: string;
  exitCode: number;
  fields: object;
} {
  if (error instanceof GeophoneError)
    return {
      code: error.code,
      message: error.message,
      exitCode: error.kind === "input" ? exitCodes.badInput : exitCodes.jobFailed,
      fields: { ...error.place, ...(error.advice === undefined ? {} : { advice: error.advice }) },
    };
  if (isAbort(error))
    return {
      code: "cancelled",
      message: "cancelled; what was stored before is untouched",
      exitCode: exitCodes.jobFailed,
      fields: {},
    };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "internal-error",
    message: `unexpected failure: ${message}`,
    exitCode: exitCodes.jobFailed,
    fields: {},
  };
}

/** One clear line on standard error, or `{"error": …}` with `--json`. */
export function printFailure(json: boolean, error: unknown): number {
  const { code, message, exitCode, fields } = describeFailure(error);
  if (json) {
    process.stderr.write(`${JSON.stringify({ error: { code, message, ...fields } })}\n`);
    return exitCode;
  }
  const place = "file" in fields && !message.includes(String(fields.file)) ? ` (${String(fields.file)})` : "";
  const advice = "advice" in fields ? ` ${String(fields.advice)}` : "";
  process.stderr.write(`geophone: ${message}${place}.${advice} [${code}]\n`);
  if (code === "internal-error" && process.env["GEOPHONE_DEBUG"] && error instanceof Error)
    process.stderr.write(`${error.stack ?? ""}\n`);
  return exitCode;
}
