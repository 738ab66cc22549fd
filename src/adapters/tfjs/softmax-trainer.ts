import {
  add,
  dispose,
  getBackend,
  mul,
  scalar,
  tensor1d,
  tidy,
  type Scalar,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import { seededRandom } from "../../numerics/random.ts";
import type {
  FitOptions,
  NetworkTrainer,
  SoftmaxParameters,
  TrainingData,
} from "../../pipeline/models/contract.ts";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { adamStep } from "./adam-step.ts";
import { softmaxGradient } from "./softmax-gradient.ts";
import { startState, uploadExamples, type SoftmaxExamples, type SoftmaxState } from "./softmax-tensors.ts";

/** An epoch has at least this many batches (or one per example), so that few examples still give enough steps. */
const minBatches = 16;
/** Steps between two looks at the signal and the house. */
const stepsBetweenYields = 64;

/** Trains on whatever backend tfjs has been given (`setBackend`, by the caller, who also tests that it computes rightly). */
export class TfjsNetworkTrainer implements NetworkTrainer {
  get backend(): string {
    return getBackend();
  }

  /**
   * Minibatch Adam with a learning rate that falls to 0 in a straight line, so that it ends near the optimum (the loss is convex).
   * The order of examples comes from the seed alone. Leaves no tensor behind, cancelled or not.
   */
  async fitSoftmax(
    data: TrainingData,
    parameters: SoftmaxParameters,
    options: FitOptions,
  ): Promise<{ readonly weights: Float32Matrix; readonly bias: Float32Array }> {
    const { rows, columns } = data.features;
    const examples = uploadExamples(data, parameters.l2);
    let state = startState(columns + 1, data.classes);
    try {
      const random = seededRandom(options.seed, "softmax-order");
      const order = Int32Array.from({ length: rows }, (_, row) => row);
      const batches = Math.max(Math.ceil(rows / parameters.batchSize), Math.min(minBatches, rows));
      const steps = batches * parameters.epochs;
      for (let step = 0; step < steps; step++) {
        const batch = step % batches;
        if (batch === 0) random.shuffle(order);
        if (step % stepsBetweenYields === 0) {
          await options.yieldControl?.();
          options.signal?.throwIfAborted();
        }
        const which = order.slice(
          Math.floor((batch * rows) / batches),
          Math.floor(((batch + 1) * rows) / batches),
        );
        const previous = state;
        state = nextState(examples, previous, which, parameters.learningRate * (1 - step / steps), step + 1);
        dispose({ ...previous });
        if (batch === batches - 1) {
          const [sum] = await state.loss.data();
          const loss = sum! / batches;
          options.onProgress?.({ done: (step + 1) / batches, total: parameters.epochs, loss });
          state.loss.dispose();
          state = { ...state, loss: scalar(0) };
        }
      }
      options.signal?.throwIfAborted();
      const all = (await state.weights.data()) as Float32Array;
      const split = columns * data.classes;
      return { weights: float32Matrix(columns, data.classes, all.slice(0, split)), bias: all.slice(split) };
    } finally {
      dispose({ ...state });
      dispose({ ...examples });
    }
  }
}

function nextState(
  examples: SoftmaxExamples,
  state: SoftmaxState,
  which: Int32Array,
  learningRate: number,
  step: number,
): SoftmaxState {
  return tidy(() => {
    const { gradient, loss } = softmaxGradient(examples, tensor1d(which, "int32"), state.weights);
    const penalised: Tensor2D = add(gradient, mul(state.weights, examples.penalty));
    const lossSum: Scalar = add(state.loss, loss);
    return { ...adamStep(state, penalised, learningRate, step), loss: lossSum };
  });
}
