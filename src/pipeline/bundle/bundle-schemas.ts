import { z } from "zod";
import { modelHeadSchema } from "./scoring-model-tensors.ts";
import { dataTypes } from "./tensor-parts.ts";

export const bundleFormat = "geophone-bundle";
export const bundleVersion = 1;

const count = z.number().int().nonnegative();
const tensorSchema = z.strictObject({
  name: z.string(),
  path: z.string(),
  dtype: z.enum(dataTypes),
  shape: z.array(count).max(4),
});

/** Read before all else, to tell a newer bundle from a damaged one. */
export const versionSchema = z.looseObject({
  format: z.literal(bundleFormat),
  version: z.number().int().positive(),
});

export const manifestSchema = z.strictObject({
  format: z.literal(bundleFormat),
  version: z.literal(bundleVersion),
  parts: z.array(
    z.strictObject({ path: z.string(), bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

export const modelPartSchema = modelHeadSchema.extend({ tensors: z.array(tensorSchema).max(1000) });

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
} as const;
