import type { Embedding, WindowDefinition } from "../features/contract.ts";
import type { Evaluation } from "../evaluation/contract.ts";
import type { Classifier } from "../models/contract.ts";
import type { Lineage, ModelInput } from "../registry/contract.ts";

/** Distribution of one feature over the training rows: what drift is measured against. */
export interface ReferenceStatistics {
  readonly feature: string;
  readonly count: number;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
  /** 21 quantiles: 0, 5 … 100 %. */
  readonly quantiles: readonly number[];
}

/** A window with its known answer; a reader that cannot reproduce it must not score. */
export interface GoldenWindow {
  readonly samples: Float32Array;
  readonly startMs: number;
  /** `[classes]` */
  readonly probabilities: Float64Array;
}

/** Everything between raw samples and probabilities, fitted on training rows. */
export interface ScoringModel {
  readonly window: WindowDefinition;
  readonly input: ModelInput;
  readonly classes: readonly string[];
  /** Columns of the example matrix: the eight, the embedding's, window time. */
  readonly featureColumns: readonly string[];
  readonly embedding: Embedding;
  /** Standardisation of the example matrix, `[features]`. */
  readonly featureMean: Float64Array;
  readonly featureStd: Float64Array;
  readonly classifier: Classifier;
}

/** All that another machine needs to score and to judge the score. */
export interface Bundle {
  readonly model: ScoringModel;
  readonly evaluation: Evaluation;
  readonly lineage: Lineage;
  readonly reference: readonly ReferenceStatistics[];
  /** Class shares of the training rows, `[classes]`. */
  readonly classShares: readonly number[];
  readonly golden: readonly GoldenWindow[];
}

export { writeBundle } from "./write-bundle.ts";
export { largestBundleFileBytes } from "./zip-parts.ts";
export { readBundle } from "./read-bundle.ts";
export { readScoringModel, writeScoringModel } from "./stored-model.ts";
