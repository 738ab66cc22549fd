import { z } from "zod";
import type { Float32Matrix } from "../../quantities/matrix.ts";
import type { VerticalUnit } from "../../quantities/units.ts";
import type { RecordKind } from "../workspace/contract.ts";

/** Which piece of each trace an example is. `lengthSamples` of a whole trace is the trace's length. */
export const windowDefinitionSchema = z.object({
  extent: z.enum(["window", "trace"]),
  lengthSamples: z.number().int().positive(),
  stepSamples: z.number().int().positive(),
  /** Thousandths of the vertical unit. */
  intervalMicroseconds: z.number().positive(),
  /** Absent: time (ms), as in all definitions that are older than depth. */
  verticalUnit: z.enum(["m", "ft"]).optional(),
});
export type WindowDefinition = z.infer<typeof windowDefinitionSchema>;

/** What a window's interval, starts and lengths are in. */
export const unitOf = ({ verticalUnit }: Pick<WindowDefinition, "verticalUnit">): VerticalUnit =>
  verticalUnit ?? "ms";

/**
 * One row per example, in file order: trace by trace, start by start. Columns of length `rows`.
 * Holds only what needs no fitting.
 */
export interface FeatureTable {
  readonly survey: string;
  readonly rows: number;
  readonly traceIndex: Int32Array;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly startSample: Int32Array;
  /** Of the window's first sample, in the vertical unit. */
  readonly startMs: Float32Array;
  readonly lengthMs: number;
  readonly verticalUnit: VerticalUnit;
  /** `[rows, 8]`, columns as `featureNames`; all NaN where the window holds a NaN or infinite sample, or is all muted. */
  readonly features: Float32Matrix;
}

/** Standardisation per sample, then projection on principal components; fitted on training rows only. */
export interface Embedding {
  /** `[lengthSamples]` */
  readonly sampleMean: Float64Array;
  /** Population standard deviation, `[lengthSamples]`; 1 where a sample is constant. */
  readonly sampleStd: Float64Array;
  /** `[components, lengthSamples]`; the largest entry of each row is positive. */
  readonly components: { readonly data: Float64Array; readonly rows: number; readonly columns: number };
  /** Share of the variance that each component explains, `[components]`. */
  readonly explainedVarianceRatio: Float64Array;
}

const partSchema = z.object({
  path: z.string(),
  rows: z.number(),
  /** Of the Parquet file. Absent in records of older versions. */
  sha256: z.string().optional(),
});
const tableSchema = z.object({
  survey: z.string(),
  surveySha256: z.string(),
  /** How the file was read: line bytes, and what a person corrected. Absent in records of older versions. */
  readAs: z.string().optional(),
  rows: z.number(),
  parts: z.array(partSchema),
});
/** One survey's features: Parquet parts of whole traces that follow each other in file order. */
export type FeatureTableEntry = z.infer<typeof tableSchema>;

/** Records of older versions name one file a survey. */
function withParts(entry: unknown): unknown {
  const old = tableSchema.omit({ parts: true }).extend({ path: z.string() }).safeParse(entry);
  if (!old.success) return entry;
  const { path, ...table } = old.data;
  return { ...table, parts: [{ path, rows: table.rows }] };
}

/** A computed feature set: where its tables are and what they were made from. */
export const featureSetRecordSchema = z.object({
  /** Content hash of definition and source files. */
  id: z.string(),
  window: windowDefinitionSchema,
  /** Traces 0, every, 2·every … of each line. */
  every: z.number().int().positive(),
  embeddingComponents: z.number(),
  /** Lines an exploratory embedding in the tables was fitted on; never used in a score. */
  exploratoryFit: z.array(z.string()),
  tables: z.array(z.preprocess(withParts, tableSchema)),
  createdAt: z.string(),
});
export type FeatureSetRecord = z.infer<typeof featureSetRecordSchema>;
export const featureSetKind: RecordKind<FeatureSetRecord> = {
  name: "feature-sets",
  schema: featureSetRecordSchema,
  idOf: (record) => record.id,
};

export { windowStarts } from "./window-starts.ts";
export { createFeatureExtractor, type FeatureExtractor } from "./extract-features.ts";
export { EmbeddingFit } from "./embedding.ts";
export { projectOnto } from "./project-onto.ts";
export { assembleExamples, featureColumnNames, standardiseExamples } from "./assemble-examples.ts";
export {
  featureTableToColumns,
  featureTableFromColumns,
  featureTableColumns,
  featureValues,
} from "./feature-table.ts";
export { selectTraces } from "./select-traces.ts";
