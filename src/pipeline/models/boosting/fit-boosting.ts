import { log } from "../../../numerics/elementary.ts";
import { wasmBoostingKernel, type BoostingKernelFactory } from "../../../numerics/kernels/boosting-kernel.ts";
import type { BoostingParameters, FitOptions, TrainingData } from "../contract.ts";
import { outputsFor, type BoostedTrees } from "./boosted-trees.ts";
import { prepareBoosting, type BoostingState } from "./boosting-state.ts";
import { TreeBuilder } from "./flat-trees.ts";
import { growTree } from "./grow-tree.ts";

/**
 * Histogram gradient boosting: each iteration adds one tree per output, grown on the gradients of the log loss
 * (Friedman 2001, Greedy function approximation; histograms and best-first growth as Ke et al. 2017, LightGBM).
 * @param data checked
 */
export async function fitBoosting(
  data: TrainingData,
  parameters: BoostingParameters,
  options: FitOptions,
  makeKernel: BoostingKernelFactory = wasmBoostingKernel,
): Promise<BoostedTrees> {
  const outputs = outputsFor(data.classes);
  const state = prepareBoosting(data, outputs, parameters, makeKernel);
  const baseline = startScores(state, data, outputs);
  const builder = new TreeBuilder(state.thresholds);
  updateProbabilities(state, data.classes);
  for (let iteration = 1; iteration <= parameters.iterations; iteration++) {
    options.signal?.throwIfAborted();
    for (let output = 0; output < outputs; output++)
      addTree(state, data.classes, output, parameters, builder);
    const loss = updateProbabilities(state, data.classes) / state.totalWeight;
    options.onProgress?.({ done: iteration, total: parameters.iterations, loss });
    await options.yieldControl?.();
  }
  options.signal?.throwIfAborted();
  return { features: data.features.columns, trees: builder.finish(), baseline };
}

/** Log priors of the classes, or the log-odds of class 1 of two; every row starts from them. */
function startScores({ layout, memory }: BoostingState, data: TrainingData, outputs: number): Float64Array {
  const totals = new Float64Array(data.classes);
  for (let row = 0; row < data.labels.length; row++) totals[data.labels[row]!]! += data.weights?.[row] ?? 1;
  const all = totals.reduce((sum, total) => sum + total, 0);
  const baseline =
    outputs === 1 ? Float64Array.of(log(totals[1]! / totals[0]!)) : totals.map((total) => log(total / all));
  const { scores, stride } = layout;
  for (let output = 0; output < outputs; output++)
    new Float64Array(memory.buffer, scores + output * stride * 8, stride).fill(baseline[output]!);
  return baseline;
}

/** @returns Σ w · −log p(label) */
function updateProbabilities({ kernel, layout }: BoostingState, classes: number): number {
  const { scores, probabilities, labels, weights, stride } = layout;
  return classes === 2
    ? kernel.logistic(scores, probabilities, labels, weights, 0, stride)
    : kernel.softmax(scores, probabilities, labels, weights, classes, stride, 0, stride);
}

function addTree(
  state: BoostingState,
  classes: number,
  output: number,
  parameters: BoostingParameters,
  builder: TreeBuilder,
): void {
  const { kernel, layout, scales } = state;
  kernel.fixedGradients(
    layout.probabilities + output * layout.stride * 8,
    layout.labels,
    layout.weights,
    classes === 2 ? 1 : output,
    scales.gradientScale,
    scales.hessianScale,
    scales.countShift,
    layout.entries,
    0,
    layout.stride,
  );
  const scores = layout.scores + output * layout.stride * 8;
  for (const leaf of growTree(state, parameters, builder))
    kernel.addToScores(scores, layout.rows + leaf.start * 4, leaf.count, leaf.value);
}
