import { seededRandom } from "../../numerics/random.ts";
import { float32Matrix, float64Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import type { ScoringModel } from "../bundle/contract.ts";
import { EmbeddingFit, featureColumnNames } from "../features/contract.ts";
import type { Classifier } from "../models/contract.ts";

export function randomWindows(rows: number, lengthSamples: number, seed = 1): Float32Matrix {
  const random = seededRandom(seed);
  return float32Matrix(
    rows,
    lengthSamples,
    Float32Array.from({ length: rows * lengthSamples }, () => 100 * random.normal()),
  );
}

/** Softmax with fixed weights, so that every column counts in every class. */
function fixedSoftmax(features: number, classes: number): Classifier {
  const random = seededRandom(5);
  const weights = Float64Array.from({ length: features * classes }, () => random.normal() / features);
  return {
    family: "softmax",
    features,
    classes,
    toTensors: () => ({}),
    predictProbabilities: ({ data, rows }) => {
      const probabilities = float64Matrix(rows, classes);
      for (let row = 0; row < rows; row++) {
        const scores = Array.from({ length: classes }, (_, c) =>
          Math.exp(
            data
              .subarray(row * features, (row + 1) * features)
              .reduce((sum, x, f) => sum + x * weights[f * classes + c]!, 0),
          ),
        );
        const total = scores.reduce((sum, score) => sum + score, 0);
        probabilities.data.set(
          scores.map((score) => score / total),
          row * classes,
        );
      }
      return probabilities;
    },
  };
}

export interface ModelWishes {
  readonly extent?: "window" | "trace";
  readonly lengthSamples: number;
  readonly stepSamples?: number;
  readonly needsTime?: boolean;
  readonly components?: number;
}

/** A model of three classes for samples every 4 ms. */
export function scoringModel(wishes: ModelWishes): ScoringModel {
  const {
    extent = "window",
    lengthSamples,
    stepSamples = lengthSamples,
    needsTime = true,
    components = 3,
  } = wishes;
  const fit = new EmbeddingFit(lengthSamples);
  fit.add(randomWindows(50, lengthSamples));
  const featureColumns = featureColumnNames(components, needsTime);
  const columns = featureColumns.length;
  return {
    window: { extent, lengthSamples, stepSamples, intervalMicroseconds: 4000 },
    input: { extent, samples: lengthSamples, intervalMs: 4, haloTraces: 0, haloSamples: 0, needsTime },
    classes: ["normal", "anomaly", "boundary"],
    featureColumns,
    embedding: fit.finish(components),
    featureMean: Float64Array.from({ length: columns }, (_, c) => c),
    featureStd: Float64Array.from({ length: columns }, (_, c) => 50 + c),
    classifier: fixedSoftmax(columns, 3),
  };
}
