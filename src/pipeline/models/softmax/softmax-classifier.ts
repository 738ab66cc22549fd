import { softmaxRows } from "../../../numerics/elementary.ts";
import {
  float32Matrix,
  float64Matrix,
  type Float32Matrix,
  type Float64Matrix,
} from "../../../quantities/matrix.ts";
import { requireScorable } from "../check-features.ts";
import type { Classifier, NamedTensors } from "../contract.ts";
import { invalidTensors, readTensor } from "../read-tensors.ts";

/** Multinomial logistic regression: probabilities are softmax(x · weights + bias), in double precision, the same on every machine. */
export class SoftmaxClassifier implements Classifier {
  readonly family = "softmax";
  readonly classes: number;
  readonly features: number;

  /** @param weights `[features, classes]` */
  constructor(
    private readonly weights: Float32Matrix,
    private readonly bias: Float32Array,
  ) {
    this.features = weights.rows;
    this.classes = weights.columns;
  }

  predictProbabilities(features: Float32Matrix): Float64Matrix {
    requireScorable(features, this.features);
    const { classes, bias } = this;
    const scores = float64Matrix(features.rows, classes);
    for (let row = 0; row < features.rows; row++) {
      const start = row * classes;
      for (let c = 0; c < classes; c++) scores.data[start + c] = bias[c]!;
      for (let feature = 0; feature < this.features; feature++) {
        const x = features.data[row * this.features + feature]!;
        const from = feature * classes;
        for (let c = 0; c < classes; c++) scores.data[start + c]! += x * this.weights.data[from + c]!;
      }
    }
    softmaxRows(scores.data, classes);
    return scores;
  }

  toTensors(): NamedTensors {
    return {
      weights: { shape: [this.features, this.classes], data: this.weights.data },
      bias: { shape: [this.classes], data: this.bias },
    };
  }

  /** @throws InputError `model-tensors-invalid` */
  static fromTensors(tensors: NamedTensors): SoftmaxClassifier {
    const weights = readTensor(tensors, "weights", Float32Array, 2);
    const bias = readTensor(tensors, "bias", Float32Array, 1);
    const [features, classes] = weights.shape;
    if (
      features === undefined ||
      features < 1 ||
      classes === undefined ||
      classes < 2 ||
      bias.data.length !== classes
    )
      throw invalidTensors(`weights [${weights.shape.join(", ")}] and ${bias.data.length} biases`);
    if (!weights.data.every(Number.isFinite) || !bias.data.every(Number.isFinite))
      throw invalidTensors("a weight is not finite");
    return new SoftmaxClassifier(float32Matrix(features, classes, weights.data), bias.data);
  }
}
