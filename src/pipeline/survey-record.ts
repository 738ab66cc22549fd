import { z } from "zod";
import type { SegyReading } from "./segy/contract.ts";
import type { RecordKind } from "./workspace/contract.ts";
import { qualitySummarySchema } from "./quality/contract.ts";

/** What a person said of the file that is not as its headers, or the standard's byte positions, have it. */
const readingSchema = z.object({
  lineBytes: z.object({ inline: z.number(), crossline: z.number() }).optional(),
  byteOrder: z.enum(["big", "little", "pairwise"]).optional(),
  formatCode: z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16]).optional(),
  samplesPerTrace: z.number().optional(),
  intervalMicroseconds: z.number().optional(),
  delayMs: z.number().optional(),
});

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
  /** Absent where the file is read as it says itself. */
  reading: readingSchema.optional(),
  geometryKind: z.enum(["3d", "2d", "prestack", "unknown"]),
  inlines: rangeSchema,
  crosslines: rangeSchema,
  quality: qualitySummarySchema,
  warnings: z.array(z.object({ code: z.string(), message: z.string(), byteOffset: z.number().optional() })),
  ingestedAt: z.string(),
});
export type SurveyRecord = z.infer<typeof surveyRecordSchema>;

/** How a survey's file is to be read, so that it is what was ingested. */
export function readingOf(
  survey: Pick<SurveyRecord, "reading" | "inlineByte" | "crosslineByte">,
): SegyReading {
  return { ...survey.reading, lineBytes: { inline: survey.inlineByte, crossline: survey.crosslineByte } };
}

/** What tables of a survey depend on beyond its bytes: part of their content hashes. */
export function readingIdentity(survey: Pick<SurveyRecord, "reading" | "inlineByte" | "crosslineByte">): {
  readonly lineBytes: readonly [inline: number, crossline: number];
  readonly reading?: Omit<SegyReading, "lineBytes">;
} {
  const corrected = Object.fromEntries(
    Object.entries(survey.reading ?? {}).filter(([field]) => field !== "lineBytes"),
  );
  return {
    lineBytes: [survey.inlineByte, survey.crosslineByte],
    // Absent where nothing was corrected: hashes of such surveys are older than corrections are.
    ...(Object.keys(corrected).length > 0 ? { reading: corrected } : {}),
  };
}

export const surveyKind: RecordKind<SurveyRecord> = {
  name: "surveys",
  schema: surveyRecordSchema,
  idOf: (record) => record.name,
};
