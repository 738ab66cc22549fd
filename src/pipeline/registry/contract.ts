import { z } from "zod";
import type { RecordKind } from "../workspace/contract.ts";
import { evaluationSchema } from "../evaluation/contract.ts";
import { windowDefinitionSchema } from "../features/contract.ts";
import { splitDefinitionSchema } from "../split/contract.ts";

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

/** What a model was made from. Content only: no clock, no folder, so that a repeated run gives the same lineage. */
export const lineageSchema = z.object({
  files: z.array(
    z.object({ fileName: z.string(), sha256: z.string(), role: z.enum(["train", "test", "train and test"]) }),
  ),
  labelSet: z.object({
    id: z.string(),
    sources: z.array(z.object({ fileName: z.string(), sha256: z.string() })),
    rule: z.string(),
  }),
  featureSet: z.object({ id: z.string(), window: windowDefinitionSchema, every: z.number() }),
  features: z.array(z.string()),
  split: splitDefinitionSchema,
  /** Labelled classes whose windows took no part. */
  withoutClasses: z.array(z.string()),
  classWeight: z.enum(["none", "balanced"]),
  seed: z.number(),
  codeVersion: z.string(),
});
export type Lineage = z.infer<typeof lineageSchema>;

/** One training: parameters, scores and where its artefacts are. */
export const runRecordSchema = z.object({
  id: z.string(),
  family: z.enum(["softmax", "boosting"]),
  parameters: z.record(z.string(), z.number()),
  backend: z.string(),
  fitSeconds: z.number(),
  /** Training loss (weighted mean −log p) after each iteration or epoch; empty in records of older versions. */
  losses: z.array(z.number()).default([]),
  examples: z.object({ train: z.number(), validation: z.number(), test: z.number(), buffer: z.number() }),
  evaluation: evaluationSchema,
  lineage: lineageSchema,
  classes: z.array(z.string()),
  input: modelInputSchema,
  /** Folder of the artefacts in the workspace. */
  artefacts: z.string(),
  startedAt: z.string(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
export const runKind: RecordKind<RunRecord> = {
  name: "runs",
  schema: runRecordSchema,
  idOf: (record) => record.id,
};

export const modelVersionSchema = z.object({
  version: z.number().int().positive(),
  runId: z.string(),
  stage: z.literal("None"),
  registeredAt: z.string(),
});
export type ModelVersion = z.infer<typeof modelVersionSchema>;
export const modelVersionKind: RecordKind<ModelVersion> = {
  name: "model-versions",
  schema: modelVersionSchema,
  idOf: (record) => String(record.version).padStart(6, "0"),
};
export { registerRun, findModelVersion } from "./model-versions.ts";
