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

const colourSchema = z.string().regex(/^#[0-9a-f]{6}$/);

export const labelSetRecordSchema = z.object({
  /** Content hash. */
  id: z.string(),
  /** Class names; the index is the class. */
  classes: z.array(z.string()),
  /** Of the classes, in their order; "" where a class has the colour of its place. Absent: all have. */
  colours: z.array(z.union([z.literal(""), colourSchema])).optional(),
  /** Who made this version, and what for. Absent where nobody said. */
  author: z.string().optional(),
  note: z.string().optional(),
  /** The label set that it was made from by editing, or that files were added to. */
  parent: z.string().optional(),
  /** "volume": numbers 0…9 of a label SEG-Y; "csv": names; "points", "horizon": picks, and horizons with what is between
   * or about them; "painted": by hand on the survey of this name. */
  sources: z.array(
    z.object({
      fileName: z.string(),
      sha256: z.string(),
      kind: z.enum(["volume", "csv", "points", "horizon", "painted"]),
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

/** A class of a scheme, and the colour that a person gave it (`#rrggbb`); without one its place in the scheme gives it one. */
export interface SchemeClass {
  readonly name: string;
  readonly colour?: string;
}

/**
 * Labels while a person works on them. Columns are never changed in place: an edit gives new ones, so that whoever holds the
 * old labels (a picture, an undo) still has them.
 */
export interface EditableLabels {
  /** The index is the class. */
  readonly scheme: readonly SchemeClass[];
  /** Names of label files, and of the surveys that were painted on. */
  readonly sources: readonly string[];
  readonly intervals: SourcedIntervals;
}

/** Intervals as parallel columns, in any order; they may overlap. Ends are exclusive, in the survey's vertical unit. */
const strokesSchema = z.object({
  inline: z.array(z.int32()),
  crossline: z.array(z.int32()),
  startMs: z.array(z.number()),
  endMs: z.array(z.number()),
});
export type Strokes = z.infer<typeof strokesSchema>;

/** How strokes were drawn: for the history that a person reads; what they do is the same. */
const toolSchema = z.enum(["brush", "rectangle", "polygon", "pick", "interpolation"]);

/**
 * One thing that a person did to labels, complete in itself: a log of them makes the same labels again from the same start.
 * Classes go by name. Painting and erasing are of a place (inline, crossline, time): the last word there holds for every line
 * that passes it, whichever file said something else before.
 */
export const labelEditSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("paint"),
    tool: toolSchema,
    class: z.string(),
    /** The survey that was painted on. */
    survey: z.string(),
    strokes: strokesSchema,
  }),
  z.object({ kind: z.literal("erase"), tool: toolSchema, strokes: strokesSchema }),
  z.object({ kind: z.literal("add-class"), name: z.string(), colour: colourSchema.optional() }),
  z.object({ kind: z.literal("rename-class"), name: z.string(), to: z.string() }),
  /** Without a colour: back to the one that its place gives it. */
  z.object({ kind: z.literal("recolour-class"), name: z.string(), colour: colourSchema.optional() }),
  /** All of `names` become `into`, which may be one of them, another class, or new. */
  z.object({ kind: z.literal("merge-classes"), names: z.array(z.string()), into: z.string() }),
  /** With all its labels. */
  z.object({ kind: z.literal("remove-class"), name: z.string() }),
]);
export type LabelEdit = z.infer<typeof labelEditSchema>;

/**
 * Takes an edit back: on the traces named, the labels become what they were. It lives as long as the tab: after a reload it is
 * made again from the log.
 */
export interface LabelRestore {
  readonly kind: "restore";
  readonly scheme: readonly SchemeClass[];
  readonly sources: readonly string[];
  /** Place in `scheme` of each class of the labels that it is applied to; −1 for those that are on the named traces alone. */
  readonly placeOf: readonly number[];
  /** Sorted by (inline, crossline), each once. */
  readonly traces: { readonly inline: Int32Array; readonly crossline: Int32Array };
  /** All that was on those traces. */
  readonly intervals: SourcedIntervals;
}

/** How much there is of a class. */
export interface ClassTotal {
  readonly name: string;
  readonly intervals: number;
  /** Traces with any; a trace that two files label counts once. */
  readonly traces: number;
  /** In the vertical unit, all intervals together. */
  readonly totalMs: number;
}

/** A section as the eye has it: its traces from one side to the other, and the samples of each. */
export interface SectionGrid {
  readonly inline: ArrayLike<number>;
  readonly crossline: ArrayLike<number>;
  /** In the survey's vertical unit. */
  readonly startMs: number;
  readonly intervalMs: number;
  readonly samples: number;
}

/** A place on a section: 2.5 is midway between its traces 2 and 3. */
export interface SectionPoint {
  readonly trace: number;
  readonly atMs: number;
}

/**
 * Labels that somebody is working on: what they began from, and the edits since, each a record of its own (`label-edits`), so
 * that undo and redo have no limit and outlive the tab. Saved, it becomes a label set.
 */
export const labelDraftSchema = z.object({
  id: z.string(),
  /** The label set that it began from; absent: from nothing. */
  base: z.string().optional(),
  /** What it began with where there is no base. */
  classes: z.array(z.string()),
  verticalUnit: z.enum(["m", "ft"]).optional(),
  /** Edits that hold; those after them were taken back and can be done again. */
  done: z.int().nonnegative(),
  createdAt: z.string(),
});
export type LabelDraftRecord = z.infer<typeof labelDraftSchema>;
export const labelDraftKind: RecordKind<LabelDraftRecord> = {
  name: "label-drafts",
  schema: labelDraftSchema,
  idOf: (record) => record.id,
};

const labelEditRecordSchema = z.object({
  draft: z.string(),
  /** One-based, without a gap. */
  sequence: z.int().positive(),
  edit: labelEditSchema,
  at: z.string(),
});
export const labelEditKind: RecordKind<z.infer<typeof labelEditRecordSchema>> = {
  name: "label-edits",
  schema: labelEditRecordSchema,
  idOf: ({ draft, sequence }) => `${draft}-${String(sequence).padStart(7, "0")}`,
};

/** Units that Z of points and horizons may be in; s is seconds of two-way time. */
export const depthUnits = ["ms", "s", "m", "ft"] as const;

const columnSchema = z.int().nonnegative();

/** Which column of a text table is what. Columns count from 0. */
export const pointMappingSchema = z.object({
  /** Where traces are told by their numbers. */
  inline: columnSchema.optional(),
  crossline: columnSchema.optional(),
  /** Where they are told by their coordinates. */
  x: columnSchema.optional(),
  y: columnSchema.optional(),
  z: columnSchema,
  /** Names of classes; absent: all rows are of one class. */
  class: columnSchema.optional(),
  unit: z.enum(depthUnits),
  /** Z grows upwards, as heights do. */
  upward: z.boolean(),
  /** Values of Z that say nothing is known, beside what is no number and 1e29 and beyond. */
  undefinedValues: z.array(z.number()),
});
export type PointMapping = z.infer<typeof pointMappingSchema>;

/** One column of a text table, as a person looks at it before an import. */
export interface PreviewColumn {
  readonly name?: string;
  /** Rows with a number in it, and with something that is none. */
  readonly numbers: number;
  readonly texts: number;
  /** Numbers that say nothing is known. */
  readonly undefined: number;
  /** Of the other numbers; NaN where there are none. */
  readonly min: number;
  readonly max: number;
  /** Whether all of them are whole. */
  readonly isWhole: boolean;
}

/** What a text table of points or of a horizon holds, and how it is thought to be meant. */
export interface PointsPreview {
  readonly fileName: string;
  readonly delimiter: "blanks" | "comma" | "semicolon" | "tab";
  readonly columns: readonly PreviewColumn[];
  readonly rows: number;
  /** The first rows. */
  readonly sample: readonly { readonly line: number; readonly fields: readonly string[] }[];
  /** Absent where no columns tell of places. */
  readonly mapping?: PointMapping;
}

/** What of the surveys helps to guess what columns mean. */
export interface SurveyExtent {
  readonly inlines: { readonly min: number; readonly max: number };
  readonly crosslines: { readonly min: number; readonly max: number };
  readonly verticalUnit: VerticalUnit;
  /** In the vertical unit. */
  readonly endMs: number;
}

/** Points of a file on traces, in the order of its lines. */
export interface PlacedPoints {
  readonly fileName: string;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** In the vertical unit. */
  readonly atMs: Float64Array;
  /** Index into `classes`; absent where the file names none. */
  readonly classIndex?: Int32Array;
  readonly classes: readonly string[];
  /** One-based line of each. */
  readonly line: Int32Array;
  /** Rows where nothing is known, and rows that lie on no trace. */
  readonly undefinedRows: number;
  readonly outsideRows: number;
  readonly verticalUnit: VerticalUnit;
}

/** What a label file holds, before it is merged into a label set with one scheme. */
export interface ImportedLabels {
  readonly fileName: string;
  readonly kind: "volume" | "csv" | "points" | "horizon";
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
export { applyEdit } from "./apply-edit.ts";
export { LabelHistory } from "./label-history.ts";
export { classTotals, previewEdit } from "./class-totals.ts";
export { rasteriseBrush, rasterisePick, rasterisePolygon, rasteriseRectangle } from "./rasterise.ts";
export { interpolateLines } from "./interpolate-lines.ts";
export { editableLabels, effectiveIntervals } from "./effective-intervals.ts";
export { addLabels } from "./add-labels.ts";
export { previewPoints } from "./preview-points.ts";
export { readPoints } from "./read-points.ts";
export { labelsFromPoints } from "./point-labels.ts";
export { labelsAboutHorizon, labelsBetweenHorizons } from "./horizon-labels.ts";
export { LabelDifference, countSamples, noSamples, type SampleCounts } from "./compare-labels.ts";
export { cohenKappa, kappaOfClass } from "./cohen-kappa.ts";
export { firstSampleAt } from "./samples-of-pieces.ts";
export { classNamesAsText } from "./class-names-in-text.ts";
export { numbersOfClasses } from "./label-numbers.ts";
export {
  horizonPoints,
  labelCsv,
  pointLines,
  samplePoints,
  type LabelsToWrite,
  type PlaceOf,
  type PointLayout,
  type PointToWrite,
} from "./write-labels.ts";
