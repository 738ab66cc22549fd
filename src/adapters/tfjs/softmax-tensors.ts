import { scalar, tensor2d, zeros, type Scalar, type Tensor2D } from "@tensorflow/tfjs-core";
import type { TrainingData } from "../../pipeline/models/contract.ts";
import type { AdamState } from "./adam-step.ts";

/** Training examples on the backend. The last column of `inputs` is 1, so that the last row of the weights is the bias. */
export interface SoftmaxExamples {
  /** `[rows, features + 1]` */
  readonly inputs: Tensor2D;
  /** One-hot, `[rows, classes]`. */
  readonly targets: Tensor2D;
  /** `[rows, 1]`, of mean 1. */
  readonly exampleWeights: Tensor2D;
  /** l2 for the weights, 0 for the bias: `[features + 1, 1]`. */
  readonly penalty: Tensor2D;
}

export interface SoftmaxState extends AdamState {
  /** Sum over the batches of the epoch so far. */
  readonly loss: Scalar;
}

export function uploadExamples(data: TrainingData, l2: number): SoftmaxExamples {
  const { rows, columns, data: features } = data.features;
  const inputs = new Float32Array(rows * (columns + 1)).fill(1);
  const targets = new Float32Array(rows * data.classes);
  let totalWeight = 0;
  for (let row = 0; row < rows; row++) {
    inputs.set(features.subarray(row * columns, (row + 1) * columns), row * (columns + 1));
    targets[row * data.classes + data.labels[row]!] = 1;
    totalWeight += data.weights?.[row] ?? 1;
  }
  const weights = new Float32Array(rows).fill(1);
  if (data.weights)
    for (let row = 0; row < rows; row++) weights[row] = (data.weights[row]! * rows) / totalWeight;
  const penalty = new Float32Array(columns + 1).fill(l2);
  penalty[columns] = 0;
  return {
    inputs: tensor2d(inputs, [rows, columns + 1]),
    targets: tensor2d(targets, [rows, data.classes]),
    exampleWeights: tensor2d(weights, [rows, 1]),
    penalty: tensor2d(penalty, [columns + 1, 1]),
  };
}

export function startState(inputs: number, classes: number): SoftmaxState {
  return {
    weights: zeros([inputs, classes]),
    mean: zeros([inputs, classes]),
    square: zeros([inputs, classes]),
    loss: scalar(0),
  };
}
