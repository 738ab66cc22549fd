import { z } from "zod";
import { evaluationSchema } from "../evaluation/contract.ts";
import { lineageSchema, modelCardSchema, modelInputSchema } from "../registry/contract.ts";
import type { RecordKind } from "../workspace/contract.ts";

/** A bundle from elsewhere that this workspace can score with. */
export const importedBundleSchema = z.object({
  /** First 16 hexadecimal digits of `sha256`. */
  id: z.string(),
  /** Of the zip. */
  sha256: z.string(),
  fileName: z.string(),
  bytes: z.number(),
  /** `bundles/<id>.zip` */
  path: z.string(),
  family: z.enum(["softmax", "boosting"]),
  classes: z.array(z.string()),
  input: modelInputSchema,
  /** The scores it brings along, from where it was trained. */
  evaluation: evaluationSchema,
  lineage: lineageSchema,
  /** Of the bundle's format. Absent, as the three below, in records of older versions. */
  formatVersion: z.number().optional(),
  /** Absent: the bundle is unsigned. `publicKey` in hexadecimal; `keyId` is its SHA-256. */
  signedBy: z.object({ publicKey: z.string(), keyId: z.string() }).optional(),
  /** Absent too where the bundle brings none. */
  card: modelCardSchema.optional(),
  /** Of what scores and judges, whatever the card says and whoever signed. */
  contentSha256: z.string().optional(),
  importedAt: z.string(),
});
export type ImportedBundleRecord = z.infer<typeof importedBundleSchema>;

export const importedBundleKind: RecordKind<ImportedBundleRecord> = {
  name: "imported-bundles",
  schema: importedBundleSchema,
  idOf: (record) => record.id,
};
