import { add, div, mul, sqrt, square, sub, tidy, type Tensor2D } from "@tensorflow/tfjs-core";

/** What Adam carries from step to step; all of one shape. */
export interface AdamState {
  readonly weights: Tensor2D;
  readonly mean: Tensor2D;
  readonly square: Tensor2D;
}

const meanDecay = 0.9;
const squareDecay = 0.999;
const epsilon = 1e-8;

/** One step of Adam (Kingma & Ba 2015, algorithm 1); `step` counts from 1. The old state is the caller's to dispose. */
export function adamStep(
  state: AdamState,
  gradient: Tensor2D,
  learningRate: number,
  step: number,
): AdamState {
  return tidy(() => {
    const mean: Tensor2D = add(mul(state.mean, meanDecay), mul(gradient, 1 - meanDecay));
    const squares: Tensor2D = add(mul(state.square, squareDecay), mul(square(gradient), 1 - squareDecay));
    const rate = learningRate / (1 - meanDecay ** step);
    const spread = add(sqrt(div(squares, 1 - squareDecay ** step)), epsilon);
    const weights: Tensor2D = sub(state.weights, div(mul(mean, rate), spread));
    return { weights, mean, square: squares };
  });
}
