import { z } from "zod";
import type { RecordKind } from "../workspace/contract.ts";
import { evaluationSchema } from "../evaluation/contract.ts";
import { windowDefinitionSchema } from "../features/contract.ts";
import { splitDefinitionSchema } from "../split/contract.ts";
import { modelInputSchema } from "./model-input.ts";

export { modelInputSchema, type ModelInput } from "./model-input.ts";

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

/** A file that a training left, by its path in the workspace. */
export const artefactSchema = z.object({ path: z.string(), sha256: z.string() });
export type Artefact = z.infer<typeof artefactSchema>;

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
  /** All of them, with their hashes. Absent in records of older versions. */
  files: z.array(artefactSchema).optional(),
  startedAt: z.string(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
export const runKind: RecordKind<RunRecord> = {
  name: "runs",
  schema: runRecordSchema,
  idOf: (record) => record.id,
};

/** A number that a run was given. Where it stands now is what the events say. */
export const modelVersionSchema = z.object({
  version: z.number().int().positive(),
  runId: z.string(),
  /** At which every version begins. */
  stage: z.literal("None"),
  registeredAt: z.string(),
});
export type ModelVersion = z.infer<typeof modelVersionSchema>;
export const modelVersionKind: RecordKind<ModelVersion> = {
  name: "model-versions",
  schema: modelVersionSchema,
  idOf: (record) => String(record.version).padStart(6, "0"),
};
export { stages, registryEventKind } from "./registry-event.ts";
export type { GateResult, RegistryEvent, Stage } from "./registry-event.ts";
export { happened } from "./event-words.ts";
export { foldEvents, versionStateOf, type RegistryState } from "./fold-events.ts";
export { appendEvent, readRegistry } from "./event-log.ts";
export { registerRun, noteRegistered, findModelVersion, type RegisteredModel } from "./model-versions.ts";
export { judgeGates, judgeReturn, type GoldenCheck } from "./gates.ts";
export {
  moveToStage,
  rollBack,
  requirePredecessor,
  setAlias,
  removeAlias,
  requireAliased,
  requireReason,
  describeVersion,
} from "./acts.ts";
export { compareVersions, type VersionComparison } from "./compare-versions.ts";
export { modelCardSchema, modelCardOf, type ModelCard } from "./model-card.ts";
export { renderModelCard } from "./render-model-card.ts";
export { lineageGraph, type LineageGraph, type LineageNode } from "./lineage-graph.ts";
export { eventProblems } from "./event-problems.ts";
