import { z } from "zod";
import type { RecordKind } from "../workspace/contract.ts";

export const stages = ["None", "Staging", "Production", "Archived"] as const;
export const stageSchema = z.enum(stages);
export type Stage = z.infer<typeof stageSchema>;

export const gateResultSchema = z.object({
  gate: z.enum(["spatial-score", "baselines", "quality", "golden-windows", "owner-note"]),
  passed: z.boolean(),
  /** In plain words, with the numbers that it was judged by. */
  message: z.string(),
});
/** What one gate said of a version. */
export type GateResult = z.infer<typeof gateResultSchema>;

const versionNumber = z.number().int().positive();

export const registryEventSchema = z.object({
  /** 1, 2, 3 …; a number is given once. */
  sequence: z.number().int().positive(),
  /** ISO 8601, UTC. */
  at: z.string(),
  who: z.string(),
  action: z.enum(["registered", "moved", "rolled-back", "alias-set", "alias-removed", "described"]),
  /** What it is about; of a rollback, the version that came back. */
  version: versionNumber,
  runId: z.string(),
  /** Of "moved" and "rolled-back": the stage before and after. */
  from: stageSchema.optional(),
  to: stageSchema.optional(),
  /** Of "alias-set" and "alias-removed". */
  alias: z.string().optional(),
  /** The version that this one displaced: from Production (archived now), or from an alias. */
  replaced: versionNumber.optional(),
  /** Of "described": a person's own texts for the model card; empty takes one away, absent leaves it. */
  intendedUse: z.string().optional(),
  limits: z.string().optional(),
  /** Why: a person's words. */
  reason: z.string(),
  /** As they were judged then. */
  gates: z.array(gateResultSchema),
  /** True where a gate had failed and a person decided otherwise; why, in `overrideReason`. */
  overridden: z.boolean(),
  overrideReason: z.string().optional(),
});
/** One thing that happened to a version. Never changed, never deleted: the present is what they add up to. */
export type RegistryEvent = z.infer<typeof registryEventSchema>;

export const eventId = (sequence: number): string => String(sequence).padStart(8, "0");
export const registryEventKind: RecordKind<RegistryEvent> = {
  name: "registry-events",
  schema: registryEventSchema,
  idOf: (event) => eventId(event.sequence),
};
