import { z } from "zod";
import type { Float32Matrix, Float64Matrix } from "../../quantities/matrix.ts";

/** A named array as a bundle stores it: little-endian, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}
export type NamedTensors = Readonly<Record<string, Tensor>>;

export const boostingParametersSchema = z.object({
  iterations: z.number().int().min(1).max(10000).default(100),
  learningRate: z.number().positive().max(1).default(0.1),
  maxLeaves: z.number().int().min(2).max(1024).default(31),
  maxDepth: z.number().int().min(1).max(64).default(64),
  minSamplesLeaf: z.number().int().min(1).default(20),
  l2: z.number().nonnegative().default(0),
  maxBins: z.number().int().min(2).max(255).default(255),
});
export type BoostingParameters = z.infer<typeof boostingParametersSchema>;

export const softmaxParametersSchema = z.object({
  epochs: z.number().int().min(1).max(10000).default(60),
  learningRate: z.number().positive().default(0.05),
  batchSize: z.number().int().min(1).default(1024),
  l2: z.number().nonnegative().default(1e-4),
});
export type SoftmaxParameters = z.infer<typeof softmaxParametersSchema>;

export type ModelSpecification =
  | { readonly family: "softmax"; readonly parameters: SoftmaxParameters }
  | { readonly family: "boosting"; readonly parameters: BoostingParameters };
export type ModelFamily = ModelSpecification["family"];

export interface TrainingData {
  /** `[rows, features]`, finite. */
  readonly features: Float32Matrix;
  /** Class indices, `[rows]`. */
  readonly labels: Int32Array;
  readonly classes: number;
  /** `[rows]`; absent: all 1. */
  readonly weights?: Float32Array;
}

export interface TrainingProgress {
  /** Iterations (boosting) or epochs (softmax) done. */
  readonly done: number;
  readonly total: number;
  /** Weighted mean of −log p(label): boosting, over the training rows now; softmax, over the batches of the epoch. */
  readonly loss: number;
}

export interface FitOptions {
  readonly seed: number;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Checked at every iteration; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Awaited after every iteration, so that the house can paint or take a cancel. */
  readonly yieldControl?: () => Promise<void>;
}

/** What a fit needs from outside; only the families that use it ask for it. */
export interface FitPorts {
  readonly networkTrainer?: NetworkTrainer;
}

/** A trained classifier: scores anywhere with our own forward pass. */
export interface Classifier {
  readonly family: ModelFamily;
  readonly classes: number;
  readonly features: number;
  /**
   * `[rows, classes]`, rows sum to 1.
   * @throws InputError `feature-count` (columns unlike those of training), `feature-not-finite`
   */
  predictProbabilities(features: Float32Matrix): Float64Matrix;
  /** All that `restoreClassifier` needs. */
  toTensors(): NamedTensors;
}

/**
 * Trains what a network library is needed for; adapters/tfjs implements it with the backend injected.
 * Features are standardised; weights are `[features, classes]`. Minimises Σ w · −log p(label) / Σ w + l2/2 · Σ weights².
 */
export interface NetworkTrainer {
  /** As tfjs names it: "wasm", "cpu", "webgpu" … */
  readonly backend: string;
  fitSoftmax(
    data: TrainingData,
    parameters: SoftmaxParameters,
    options: FitOptions,
  ): Promise<{ readonly weights: Float32Matrix; readonly bias: Float32Array }>;
}

export { fitClassifier, restoreClassifier } from "./fit-classifier.ts";
export { parseModelParameters } from "./parse-parameters.ts";
export { balancedWeights } from "./class-weights.ts";
