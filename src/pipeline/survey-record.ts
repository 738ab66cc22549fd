import { z } from "zod";
import { diagnosisSchema } from "./geometry/contract.ts";
import type { SegyReading } from "./segy/contract.ts";
import type { RecordKind } from "./workspace/contract.ts";
import { qualitySummarySchema } from "./quality/contract.ts";

/** What a person said of the file that is not as its headers, or the standard's byte positions, have it. */
export const readingSchema = z.object({
  lineBytes: z.object({ inline: z.number(), crossline: z.number() }).optional(),
  byteOrder: z.enum(["big", "little", "pairwise"]).optional(),
  formatCode: z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16]).optional(),
  samplesPerTrace: z.number().optional(),
  intervalMicroseconds: z.number().optional(),
  delayMs: z.number().optional(),
  coordinateBytes: z.object({ x: z.number(), y: z.number() }).optional(),
  cdpByte: z.number().optional(),
  offsetByte: z.number().optional(),
  coordinateScalar: z.number().optional(),
  textEncoding: z.enum(["ebcdic", "ascii"]).optional(),
  verticalUnit: z.enum(["ms", "m", "ft"]).optional(),
  horizontalUnit: z.enum(["m", "ft"]).optional(),
  coordinateSystem: z.string().optional(),
  polarity: z.enum(["seg-normal", "seg-reverse"]).optional(),
  reversed: z.boolean().optional(),
});

const rangeSchema = z.object({ min: z.number(), max: z.number(), count: z.number() });

/** One file of a survey as it was when it was ingested. */
const surveyFileSchema = z.object({
  fileName: z.string(),
  /** Where the file was when it was ingested; not part of any hash. */
  location: z.string(),
  bytes: z.number(),
  /** When the file was last changed, as its file system said at ingest; a hint only, the hash decides. */
  modifiedMs: z.number(),
  sha256: z.string(),
});
export type SurveyFile = z.infer<typeof surveyFileSchema>;

const surveyPartSchema = surveyFileSchema.extend({ traces: z.number() });
export type SurveyPart = z.infer<typeof surveyPartSchema>;

/**
 * A SEG-Y file that a workspace knows, or several that are one survey. Samples stay in the files; bronze holds headers and
 * quality.
 */
export const surveyRecordSchema = surveyFileSchema.extend({
  /** File name without extension, or the name of several files; unique in a workspace. The `survey` column of every table. */
  name: z.string(),
  /**
   * Where the survey lies in several files: these, in the order of their traces. What stands above of a file is then of the
   * whole: its name, the first file's location, all bytes, the latest change, the hash of the files' hashes. Absent: one file.
   */
  parts: z.array(surveyPartSchema).min(2).optional(),
  revision: z.number(),
  format: z.object({ code: z.number(), name: z.string() }),
  traces: z.number(),
  samplesPerTrace: z.number(),
  /** Thousandths of the vertical unit: µs, or 5000 for 5 m. */
  intervalMicroseconds: z.number(),
  /** Where the first sample is, in the vertical unit. */
  delayMs: z.number(),
  /** Time, or depth in metres or feet. Workspaces made before it was told hold time. */
  verticalUnit: z.enum(["ms", "m", "ft"]).default("ms"),
  horizontalUnit: z.enum(["m", "ft"]).optional(),
  coordinateSystem: z.string().optional(),
  /** Of the samples as the file holds them. */
  polarity: z.enum(["seg-normal", "seg-reverse"]).optional(),
  inlineByte: z.number(),
  crosslineByte: z.number(),
  /** Absent where the file is read as it says itself. */
  reading: readingSchema.optional(),
  geometryKind: z.enum(["3d", "2d", "prestack", "unknown"]),
  inlines: rangeSchema,
  crosslines: rangeSchema,
  /** Absent in records that are older than it. */
  diagnosis: diagnosisSchema.optional(),
  quality: qualitySummarySchema,
  warnings: z.array(z.object({ code: z.string(), message: z.string(), byteOffset: z.number().optional() })),
  /** Of the bronze table. Absent in records that are older than it. */
  bronzeSha256: z.string().optional(),
  ingestedAt: z.string(),
});
export type SurveyRecord = z.infer<typeof surveyRecordSchema>;

/** How a survey's file is to be read, so that it is what was ingested. */
export function readingOf(
  survey: Pick<SurveyRecord, "reading" | "inlineByte" | "crosslineByte">,
): SegyReading {
  return { ...survey.reading, lineBytes: { inline: survey.inlineByte, crossline: survey.crosslineByte } };
}

/** What a person says of a file without a number changing: no table need be made anew for it. */
const onlyNamed: ReadonlySet<string> = new Set([
  "horizontalUnit",
  "coordinateSystem",
  "polarity",
] satisfies (keyof SegyReading)[]);

/** What tables of a survey depend on beyond its bytes: part of their content hashes. */
export function readingIdentity(survey: Pick<SurveyRecord, "reading" | "inlineByte" | "crosslineByte">): {
  readonly lineBytes: readonly [inline: number, crossline: number];
  readonly reading?: Omit<SegyReading, "lineBytes">;
} {
  const corrected = Object.fromEntries(
    Object.entries(survey.reading ?? {}).filter(([field]) => field !== "lineBytes" && !onlyNamed.has(field)),
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
