import { float64Matrix } from "../../quantities/matrix.ts";
import type { ScoringModel } from "../bundle/contract.ts";
import type { SegyFile } from "../segy/contract.ts";
import type { Predictions } from "./contract.ts";
import { predictFileBlocks, type PredictFileOptions } from "./predict-file-blocks.ts";

/**
 * As `predictFileBlocks`, all blocks together: for those who look at a whole file's answers.
 * @throws InputError `input-mismatch` when the file is not what the model declares, `every-invalid`
 */
export async function predictFile(
  model: ScoringModel,
  segy: SegyFile,
  surveyName: string,
  options: PredictFileOptions = {},
): Promise<Predictions> {
  const { rows, blocks, survey, classes, verticalUnit } = await predictFileBlocks(
    model,
    segy,
    surveyName,
    options,
  );
  const whole: Predictions = {
    survey,
    classes,
    rows,
    traceIndex: new Int32Array(rows),
    inline: new Int32Array(rows),
    crossline: new Int32Array(rows),
    startSample: new Int32Array(rows),
    startMs: new Float64Array(rows),
    endMs: new Float64Array(rows),
    verticalUnit,
    classIndex: new Int32Array(rows),
    probabilities: float64Matrix(rows, classes.length),
  };
  const columns = ["traceIndex", "inline", "crossline", "startSample", "classIndex"] as const;
  const times = ["startMs", "endMs"] as const;
  let at = 0;
  for await (const block of blocks) {
    for (const column of columns) whole[column].set(block[column], at);
    for (const column of times) whole[column].set(block[column], at);
    whole.probabilities.data.set(block.probabilities.data, at * classes.length);
    at += block.rows;
  }
  return whole;
}
