import type { Float64Matrix } from "../../quantities/matrix.ts";
import type { VerticalUnit } from "../../quantities/units.ts";

/** Predictions of one SEG-Y file, one row per (trace, window), in file order. */
export interface Predictions {
  readonly survey: string;
  readonly classes: readonly string[];
  readonly rows: number;
  readonly traceIndex: Int32Array;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly startSample: Int32Array;
  /** In the vertical unit. */
  readonly startMs: Float64Array;
  /** Exclusive. */
  readonly endMs: Float64Array;
  readonly verticalUnit: VerticalUnit;
  readonly classIndex: Int32Array;
  /** `[rows, classes]`; all NaN where the window held non-finite samples or lies within a mute (class −1, "unscored"). */
  readonly probabilities: Float64Matrix;
}

export { scoreWindows } from "./score-windows.ts";
export { predictFile } from "./predict-file.ts";
export { predictionsToTable } from "./predictions-table.ts";
export { predictionsToCsv } from "./predictions-csv.ts";
export { classNumbers, writePredictionsSegy } from "./predictions-segy.ts";
export { nearestWindows } from "./nearest-window.ts";
export { readBinaryRequest, readScoreRequest, type ScoreRequest } from "./score-request.ts";
export { answerOf, type ScoreAnswer, type ScorePrediction } from "./score-answer.ts";
