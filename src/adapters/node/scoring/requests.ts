import { z } from "zod";

/** Meta of the frames that a scorer takes. */
export const modelMetaSchema = z.object({ model: z.number().int() });
export const windowsMetaSchema = modelMetaSchema.extend({
  rows: z.number().int().nonnegative(),
  columns: z.number().int().positive(),
});
export const tracesMetaSchema = modelMetaSchema.extend({
  file: z.string(),
  /** What messages call it. */
  name: z.string(),
  /** A `SegyReading`; both ends are of one build. */
  reading: z.record(z.string(), z.unknown()).optional(),
});
/** Meta of the frames that a scorer gives. */
export const scoresMetaSchema = z.object({
  rows: z.number().int().nonnegative(),
  columns: z.number().int().positive(),
});
