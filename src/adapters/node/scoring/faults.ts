import { z } from "zod";
import { GeophoneError, InputError, JobError } from "../../../pipeline/errors.ts";

const faultSchema = z.object({
  kind: z.enum(["input", "job", "other"]),
  code: z.string(),
  message: z.string(),
  place: z
    .object({
      file: z.string(),
      byteOffset: z.number(),
      traceIndex: z.number(),
      line: z.number(),
    })
    .partial(),
  advice: z.string().optional(),
});

/** An error as it crosses the pipe. */
export function faultOf(error: unknown): z.infer<typeof faultSchema> {
  if (error instanceof GeophoneError) {
    const { kind, code, message, place, advice } = error;
    return { kind, code, message, place, advice };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "other", code: "internal-error", message, place: {} };
}

/** The error that a scorer met, as it would have been thrown here. */
export function errorOf(meta: unknown): Error {
  const parsed = faultSchema.safeParse(meta);
  if (!parsed.success) return new JobError("scorer-protocol", "a scorer failed and did not say why");
  const { kind, code, message, place, advice } = parsed.data;
  if (kind === "other") return new Error(message);
  return new (kind === "input" ? InputError : JobError)(code, message, { place, advice });
}
