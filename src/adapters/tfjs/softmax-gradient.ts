import {
  add,
  gather,
  log,
  matMul,
  mul,
  neg,
  softmax,
  sub,
  sum,
  tidy,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import type { SoftmaxExamples } from "./softmax-tensors.ts";

/**
 * Gradient `[features + 1, classes]` of the mean of w · −log p(label) over a batch, and that mean. The gradient is
 * written out (Xᵀ (p − y) / rows), so that no gradient registry is needed and one path serves every backend.
 * @param rows which examples, int32
 */
export function softmaxGradient(
  source: Omit<SoftmaxExamples, "penalty">,
  rows: Tensor1D,
  weights: Tensor2D,
): { readonly gradient: Tensor2D; readonly loss: Scalar } {
  return tidy(() => {
    const inputs = gather(source.inputs, rows);
    const targets = gather(source.targets, rows);
    const share = 1 / rows.size;
    const probabilities = softmax(matMul(inputs, weights));
    const exampleWeights = gather(source.exampleWeights, rows);
    const residual = mul(sub(probabilities, targets), exampleWeights);
    // 1e-37 keeps log finite where float32 has lost the probability; the gradient does not see it.
    const surprise = neg(log(add(sum(mul(probabilities, targets), 1, true), 1e-37)));
    return {
      gradient: mul(matMul(inputs, residual, true, false), share),
      loss: mul(sum(mul(surprise, exampleWeights)), share),
    };
  });
}
