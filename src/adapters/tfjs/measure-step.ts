import { dispose, tensor1d, tensor2d, tidy, type Tensor1D } from "@tensorflow/tfjs-core";
import { adamStep } from "./adam-step.ts";
import { softmaxGradient } from "./softmax-gradient.ts";
import { startState, type SoftmaxState } from "./softmax-tensors.ts";

/** A batch as training has it: the eight features and the bias, five classes. */
const rows = 1024;
const inputs = 9;
const classes = 5;
/** A first step that takes longer than this tells enough: a software GPU needs about half a second for each. */
const slowFirstStepMs = 100;

/**
 * Training steps a second on the active backend: Adam steps over batches of 1,024 examples, the answer fetched at the end.
 * At most three steps on a slow backend, 33 on a fast one; the first (shaders compile) is not counted.
 * @param nowMs a stopwatch
 */
export async function measureStepsPerSecond(nowMs: () => number): Promise<number> {
  const examples = {
    inputs: tensor2d(
      Float32Array.from({ length: rows * inputs }, (_, i) => ((i * 7919) % 2003) / 1001.5 - 1),
      [rows, inputs],
    ),
    targets: tensor2d(
      Float32Array.from({ length: rows * classes }, (_, i) =>
        i % classes === Math.floor(i / classes) % classes ? 1 : 0,
      ),
      [rows, classes],
    ),
    exampleWeights: tensor2d(new Float32Array(rows).fill(1), [rows, 1]),
  };
  const order = tensor1d(
    Int32Array.from({ length: rows }, (_, i) => i),
    "int32",
  );
  let state: SoftmaxState = startState(inputs, classes);
  const run = async (steps: number, from: number): Promise<number> => {
    const started = nowMs();
    for (let step = 0; step < steps; step++) {
      const previous = state;
      state = stepOnce(examples, order, previous, from + step);
      dispose({ ...previous });
    }
    await state.weights.data();
    return nowMs() - started;
  };
  try {
    const first = await run(1, 1);
    const steps = first > slowFirstStepMs ? 2 : 32;
    return (steps * 1000) / Math.max(await run(steps, 2), 0.01);
  } finally {
    dispose({ ...state });
    dispose({ ...examples, order });
  }
}

function stepOnce(
  examples: Parameters<typeof softmaxGradient>[0],
  order: Tensor1D,
  state: SoftmaxState,
  step: number,
): SoftmaxState {
  return tidy(() => {
    const { gradient, loss } = softmaxGradient(examples, order, state.weights);
    return { ...adamStep(state, gradient, 0.01, step), loss };
  });
}
