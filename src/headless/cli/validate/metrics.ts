import { z } from "zod";

const scores = z.object({ accuracy: z.number(), macroF1: z.number(), balancedAccuracy: z.number() });
const trained = z.object({
  scores,
  majority: scores,
  timeOnly: scores,
  confusion: z.array(z.array(z.number())),
});

/** What a validation measures, by what makes it. */
export const metricsSchema = z.object({
  /** SHA-256 of the generated files. */
  demo: z.record(z.string(), z.string()),
  /** Rows of the feature tables. */
  features: z.number(),
  boosting: trained,
  softmax: trained,
  gates: z.record(z.string(), z.boolean()),
  predicted: z.record(z.string(), z.number()),
});
export type Metrics = z.infer<typeof metricsSchema>;

/**
 * How far a score of softmax may be from the recorded one: its training sums float32 in the backend's order, so that another
 * backend moves a few windows over a border. Everything else repeats to the last bit.
 */
export const softmaxTolerance = 0.02;

/** Differences from what was recorded, in words; none where all is as it was. */
export function differences(recorded: unknown, found: unknown, tolerance = 0, at = ""): string[] {
  if (typeof recorded === "number" && typeof found === "number")
    return Math.abs(recorded - found) <= tolerance ? [] : [`${at} is ${found}, recorded is ${recorded}`];
  if (typeof recorded !== "object" || recorded === null || typeof found !== "object" || found === null)
    return recorded === found ? [] : [`${at} is ${String(found)}, recorded is ${String(recorded)}`];
  const fields = new Set([...Object.keys(recorded), ...Object.keys(found)]);
  return [...fields].flatMap((field) =>
    differences(
      (recorded as Record<string, unknown>)[field],
      (found as Record<string, unknown>)[field],
      tolerance,
      at === "" ? field : `${at}.${field}`,
    ),
  );
}
