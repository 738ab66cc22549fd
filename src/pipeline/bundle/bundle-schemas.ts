import { z } from "zod";
import { modelHeadSchema } from "./scoring-model-tensors.ts";
import { dataTypes } from "./tensor-parts.ts";

const count = z.number().int().nonnegative();
const tensorSchema = z.strictObject({
  name: z.string(),
  path: z.string(),
  dtype: z.enum(dataTypes),
  shape: z.array(count).max(4),
});

export const modelPartSchema = modelHeadSchema.extend({
  // As the key of an object it would be lost, and its counts with it.
  classes: modelHeadSchema.shape.classes.refine((names) => !names.includes("__proto__"), {
    error: "name a class that no program can count",
  }),
  tensors: z.array(tensorSchema).max(1000),
});

export const referencePartSchema = z.strictObject({
  classShares: z.array(z.number()),
  features: z.array(
    z.strictObject({
      feature: z.string(),
      count,
      mean: z.number(),
      std: z.number(),
      min: z.number(),
      max: z.number(),
      quantiles: z.array(z.number()),
    }),
  ),
});

/** Tensors `golden.samples` `[windows, samples]` and `golden.probabilities` `[windows, classes]` go with it. */
export const goldenPartSchema = z.strictObject({
  startMs: z.array(z.number()).min(1).max(100),
  tensors: z.array(tensorSchema),
});

export const paths = {
  manifest: "manifest.json",
  model: "model.json",
  evaluation: "evaluation.json",
  lineage: "lineage.json",
  reference: "reference.json",
  golden: "golden.json",
  card: "card.json",
  signature: "signature.json",
} as const;
