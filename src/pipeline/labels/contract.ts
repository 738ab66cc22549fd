import { z } from "zod";
import type { RecordKind } from "../workspace/contract.ts";

/** Labels of one line's traces as runs: sample intervals of one class. Parallel columns, sorted by (trace, start). */
export interface LabelIntervals {
  /** Position of a trace: labels attach by inline and crossline, never by order in a file. */
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** Inclusive, ms. */
  readonly startMs: Float32Array;
  /** Exclusive, ms. */
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
  intervals: z.number(),
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
}

/** No label covers the example. */
export const UNLABELLED = -1;

export { parseLabelCsv } from "./parse-label-csv.ts";
export { readLabelVolume } from "./read-label-volume.ts";
export { mergeLabels, labelsToTable, labelsFromTable } from "./label-set.ts";
export { LabelIndex } from "./label-index.ts";
