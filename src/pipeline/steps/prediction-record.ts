import { z } from "zod";
import { float64Matrix } from "../../quantities/matrix.ts";
import { InputError } from "../errors.ts";
import { unitOf, windowDefinitionSchema } from "../features/contract.ts";
import type { Predictions } from "../serving/contract.ts";
import { columnOf, type RecordKind, type Workspace } from "../workspace/contract.ts";

export const scorerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("version"), version: z.number().int().positive() }),
  z.object({ kind: z.literal("bundle"), id: z.string() }),
]);
/** What scores: a registered version of this workspace, or a bundle that was imported into it. */
export type Scorer = z.infer<typeof scorerSchema>;

/** All windows of one survey as one scorer sees them. */
export const predictionRecordSchema = z.object({
  /** Content hash of scorer, file and how the file is read. */
  id: z.string(),
  scorer: scorerSchema,
  scorerLabel: z.string(),
  survey: z.string(),
  surveySha256: z.string(),
  /** `gold/<id>.parquet` */
  path: z.string(),
  /** Of the table. Absent in records of older versions. */
  tableSha256: z.string().optional(),
  classes: z.array(z.string()),
  window: windowDefinitionSchema,
  examples: z.number(),
  /** Windows that hold NaN or infinity. */
  unscored: z.number(),
  classCounts: z.record(z.string(), z.number()),
  createdAt: z.string(),
});
export type PredictionRecord = z.infer<typeof predictionRecordSchema>;

export const predictionKind: RecordKind<PredictionRecord> = {
  name: "predictions",
  schema: predictionRecordSchema,
  idOf: (record) => record.id,
};

/**
 * The predictions that a record stands for, as they were made, to the last bit.
 * @throws InputError `table-missing`, `table-damaged`
 */
export async function readPrediction(workspace: Workspace, record: PredictionRecord): Promise<Predictions> {
  const table = await workspace.getTable(record.path);
  const { rows } = table;
  if (rows !== record.examples)
    throw new InputError(
      "table-damaged",
      `${record.path} holds ${rows} rows, ${record.examples} were written`,
      {
        place: { file: record.path },
        advice: "Delete it and predict again.",
      },
    );
  const classes = record.classes.length;
  const probabilities = float64Matrix(rows, classes);
  for (let c = 0; c < classes; c++) {
    const values = columnOf(table, `p_${c}`, "double");
    for (let row = 0; row < rows; row++) probabilities.data[row * classes + c] = values[row]!;
  }
  return {
    survey: record.survey,
    classes: record.classes,
    rows,
    traceIndex: columnOf(table, "trace_index", "int32"),
    inline: columnOf(table, "inline", "int32"),
    crossline: columnOf(table, "crossline", "int32"),
    startSample: columnOf(table, "start_sample", "int32"),
    verticalUnit: unitOf(record.window),
    startMs: columnOf(table, "start_ms", "double"),
    endMs: columnOf(table, "end_ms", "double"),
    classIndex: columnOf(table, "class_index", "int32"),
    probabilities,
  };
}
