import { exp, softmaxRows } from "../../../numerics/elementary.ts";
import { float64Matrix, type Float32Matrix, type Float64Matrix } from "../../../quantities/matrix.ts";
import type { BoostedTrees } from "./boosted-trees.ts";

/** Rows scored together: their features and scores stay in cache while one tree after another passes over them. */
const blockRows = 256;

/** Probabilities `[rows, classes]`. Scores are summed in the order of training: baseline, then each iteration's tree. */
export function scoreTrees(model: BoostedTrees, features: Float32Matrix): Float64Matrix {
  const outputs = model.baseline.length;
  const scores = float64Matrix(features.rows, outputs);
  for (let start = 0; start < features.rows; start += blockRows)
    scoreBlock(model, features, scores.data, start, Math.min(start + blockRows, features.rows));
  if (outputs > 1) {
    softmaxRows(scores.data, outputs);
    return scores;
  }
  const probabilities = float64Matrix(features.rows, 2);
  for (let row = 0; row < features.rows; row++) {
    const x = scores.data[row]!;
    const e = exp(-Math.abs(x));
    const likely = 1 / (1 + e);
    const unlikely = e / (1 + e);
    probabilities.data[row * 2] = x >= 0 ? unlikely : likely;
    probabilities.data[row * 2 + 1] = x >= 0 ? likely : unlikely;
  }
  return probabilities;
}

function scoreBlock(
  model: BoostedTrees,
  features: Float32Matrix,
  scores: Float64Array,
  from: number,
  to: number,
): void {
  const { data, columns } = features;
  const { feature, threshold, left, value, starts } = model.trees;
  const outputs = model.baseline.length;
  for (let row = from; row < to; row++) scores.set(model.baseline, row * outputs);
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    const output = tree % outputs;
    for (let row = from; row < to; row++) {
      const offset = row * columns;
      let node = starts[tree]!;
      for (let split = feature[node]!; split >= 0; split = feature[node]!)
        node = left[node]! + (data[offset + split]! <= threshold[node]! ? 0 : 1);
      scores[row * outputs + output]! += value[node]!;
    }
  }
}
