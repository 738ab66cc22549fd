import { z } from "zod";

export const modelInputSchema = z.object({
  extent: z.enum(["window", "trace", "section"]),
  samples: z.number().int().positive(),
  /** In the vertical unit. */
  intervalMs: z.number().positive(),
  /** Absent: time (ms). */
  verticalUnit: z.enum(["m", "ft"]).optional(),
  haloTraces: z.number().int().nonnegative(),
  haloSamples: z.number().int().nonnegative(),
  needsTime: z.boolean(),
});
/** What a scorer must hand to a model, exactly. */
export type ModelInput = z.infer<typeof modelInputSchema>;
