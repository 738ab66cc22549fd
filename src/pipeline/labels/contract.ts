import { z } from "zod";
import type { VerticalUnit } from "../../quantities/units.ts";
import type { RecordKind } from "../workspace/contract.ts";

/**
 * Labels of one file's traces as runs: time intervals of one class. Parallel columns, sorted by (inline, crossline, start);
 * intervals of one trace do not overlap.
 */
export interface LabelIntervals {
  /** Position of a trace: labels attach by inline and crossline, never by order in a file. */
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** Inclusive, in the vertical unit. */
  readonly startMs: Float32Array;
  /** Exclusive, in the vertical unit. */
  readonly endMs: Float32Array;
  /** Index into the scheme's classes. */
  readonly classIndex: Int32Array;
}

export const labelSetRecordSchema = z.object({
  /** Content hash. */
  id: z.string(),
  /** Class names; the index is the class. */
  classes: z.array(z.string()),
  /** "volume": numbers 0…9 of a label SEG-Y; "csv": names. */
  sources: z.array(
    z.object({
      fileName: z.string(),
      sha256: z.string(),
      kind: z.enum(["volume", "csv"]),
      intervals: z.number(),
    }),
  ),
  path: z.string(),
  /** Of the table. Absent in records of older versions. */
  tableSha256: z.string().optional(),
  intervals: z.number(),
  /** What starts and ends are in; absent: time (ms). */
  verticalUnit: z.enum(["m", "ft"]).optional(),
  /** Windows: the class at the centre sample. Whole traces: the class that covers most labelled samples. */
  rule: z.object({ window: z.literal("centre-sample"), trace: z.literal("most-covered") }),
  createdAt: z.string(),
});
export type LabelSetRecord = z.infer<typeof labelSetRecordSchema>;
export const labelSetKind: RecordKind<LabelSetRecord> = {
  name: "label-sets",
  schema: labelSetRecordSchema,
  idOf: (record) => record.id,
};

/** What a label file holds, before it is merged into a label set with one scheme. */
export interface ImportedLabels {
  readonly fileName: string;
  readonly kind: "volume" | "csv";
  readonly classes: readonly string[];
  readonly intervals: LabelIntervals;
  /** What starts and ends are in; absent where the file does not say: as the survey that it labels. */
  readonly verticalUnit?: VerticalUnit;
}

/** Intervals of several files; sorted by (file, inline, crossline, start). */
export interface SourcedIntervals extends LabelIntervals {
  /** Index into the label files: a label belongs to the line that its file was made for. */
  readonly sourceIndex: Int32Array;
}

/** A label set with one scheme, as it is stored and looked up. */
export interface MergedLabels {
  readonly classes: readonly string[];
  /** File names. */
  readonly sources: readonly string[];
  readonly intervals: SourcedIntervals;
}

export { UNLABELLED } from "./unlabelled.ts";
export { parseLabelCsv } from "./parse-label-csv.ts";
export { readLabelVolume } from "./read-label-volume.ts";
export { mergeLabels } from "./merge-labels.ts";
export { labelsToTable, labelsFromTable } from "./label-table.ts";
export { LabelIndex } from "./label-index.ts";
export { labelExamples, labelRows } from "./label-examples.ts";
export { labelCoverage, type LabelCoverage } from "./label-coverage.ts";
