import type { Float64Matrix } from "../../quantities/matrix.ts";
import type { VerticalUnit } from "../../quantities/units.ts";

/** What all predictions of a model for a file have in common. */
export interface PredictionHead {
  readonly survey: string;
  readonly classes: readonly string[];
  readonly verticalUnit: VerticalUnit;
}

/** Predictions of one SEG-Y file, or of a block of its traces, one row per (trace, window), in file order. */
export interface Predictions extends PredictionHead {
  readonly rows: number;
  readonly traceIndex: Int32Array;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly startSample: Int32Array;
  /** In the vertical unit. */
  readonly startMs: Float64Array;
  /** Exclusive. */
  readonly endMs: Float64Array;
  readonly classIndex: Int32Array;
  /** `[rows, classes]`; all NaN where the window held non-finite samples or lies within a mute (class −1, "unscored"). */
  readonly probabilities: Float64Matrix;
}

/** What a file of predictions is made for before its first row is there. */
export interface PredictionFileHead {
  readonly classes: readonly string[];
  readonly verticalUnit: VerticalUnit;
  /** Whether a last column names the survey: where the answers of several files stand together. */
  readonly withSurvey: boolean;
}

/** A file of predictions under construction: it takes blocks in order, of any size, and its bytes do not tell how large. */
export interface PredictionWriter {
  append(block: Predictions): Promise<void>;
  finish(): Promise<void>;
}

export { scoreWindows } from "./score-windows.ts";
export { scoreTraces } from "./score-traces.ts";
export { predictFile } from "./predict-file.ts";
export { predictFileBlocks } from "./predict-file-blocks.ts";
export { predictionMetadata, predictionsToTable } from "./predictions-table.ts";
export { openPredictionsCsv } from "./predictions-csv.ts";
export { openPredictionsParquet } from "./predictions-parquet.ts";
export { classNumbers, openPredictionsSegy } from "./predictions-segy.ts";
export { nearestWindows } from "./nearest-window.ts";
export { readBinaryRequest, readScoreRequest, type ScoreRequest } from "./score-request.ts";
export { answerOf } from "./score-answer.ts";
