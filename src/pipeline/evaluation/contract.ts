import { z } from "zod";

export const scoresSchema = z.object({
  accuracy: z.number(),
  /** Mean F1 over the classes that occur in truth or prediction (scikit-learn's `average="macro"`). */
  macroF1: z.number(),
  /** Mean recall over the classes that occur in truth. */
  balancedAccuracy: z.number(),
});
export type Scores = z.infer<typeof scoresSchema>;

export const evaluationSchema = scoresSchema.extend({
  examples: z.number(),
  perClass: z.array(
    z.object({
      name: z.string(),
      precision: z.number(),
      recall: z.number(),
      f1: z.number(),
      support: z.number(),
    }),
  ),
  /** `confusion[true][predicted]` */
  confusion: z.array(z.array(z.number())),
  baselines: z.object({
    /** Always the most frequent class of the tested examples: the best constant answer in hindsight. */
    majority: scoresSchema.extend({ className: z.string() }),
    /** The same family, trained on the same rows, on window time alone. */
    timeOnly: scoresSchema,
  }),
  /** From a random split of neighbouring windows: inflated. */
  inflated: z.boolean(),
});
/** A score and what chance would give; neither exists without the other. */
export type Evaluation = z.infer<typeof evaluationSchema>;

export { evaluate, scoresFromConfusion, predictedClasses } from "./evaluate.ts";
