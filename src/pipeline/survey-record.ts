import { z } from "zod";
import type { RecordKind } from "./workspace/contract.ts";
import { qualitySummarySchema } from "./quality/contract.ts";

const rangeSchema = z.object({ min: z.number(), max: z.number(), count: z.number() });

/** A SEG-Y file that a workspace knows. Samples stay in the file; bronze holds headers and quality. */
export const surveyRecordSchema = z.object({
  /** File name without extension; unique in a workspace. The `survey` column of every table. */
  name: z.string(),
  fileName: z.string(),
  /** Where the file was when it was ingested; not part of any hash. */
  location: z.string(),
  bytes: z.number(),
  /** When the file was last changed, as its file system said at ingest; a hint only, the hash decides. */
  modifiedMs: z.number(),
  sha256: z.string(),
  revision: z.number(),
  format: z.object({ code: z.number(), name: z.string() }),
  traces: z.number(),
  samplesPerTrace: z.number(),
  intervalMicroseconds: z.number(),
  delayMs: z.number(),
  inlineByte: z.number(),
  crosslineByte: z.number(),
  geometryKind: z.enum(["3d", "2d", "prestack", "unknown"]),
  inlines: rangeSchema,
  crosslines: rangeSchema,
  quality: qualitySummarySchema,
  warnings: z.array(z.object({ code: z.string(), message: z.string(), byteOffset: z.number().optional() })),
  ingestedAt: z.string(),
});
export type SurveyRecord = z.infer<typeof surveyRecordSchema>;

export const surveyKind: RecordKind<SurveyRecord> = {
  name: "surveys",
  schema: surveyRecordSchema,
  idOf: (record) => record.name,
};
