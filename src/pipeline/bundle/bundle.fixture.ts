import { seededRandom } from "../../numerics/random.ts";
import { float32Matrix } from "../../quantities/matrix.ts";
import { fitClassifier, restoreClassifier, type ModelFamily } from "../models/contract.ts";
import type { ModelCard } from "../registry/contract.ts";
import type { Bundle, ScoringModel } from "./contract.ts";
import type { ScoreWindows } from "./golden.ts";

/** Of the windows that the model of these tests takes. */
export const windowSamples = 16;
const components = 4;

/** A small model, trained on noise with a rule in it; the same at each call. */
export async function smallModel(family: ModelFamily = "boosting"): Promise<ScoringModel> {
  const random = seededRandom(5, "bundle test");
  const doubles = (count: number): Float64Array =>
    Float64Array.from({ length: count }, () => random.normal());
  const length = windowSamples;
  const rows = 300;
  const columns = 8 + components + 1;
  const features = float32Matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => random.normal()),
  );
  const labels = Int32Array.from(
    { length: rows },
    (_, row) => (features.data[row * columns]! > 0 ? 1 : 0) + (features.data[row * columns + 1]! > 1 ? 1 : 0),
  );
  const parameters = {
    iterations: 5,
    learningRate: 0.1,
    maxLeaves: 7,
    maxDepth: 8,
    minSamplesLeaf: 5,
    l2: 0,
    maxBins: 64,
  };
  return {
    window: { extent: "window", lengthSamples: length, stepSamples: 4, intervalMicroseconds: 4000 },
    input: {
      extent: "window",
      samples: length,
      intervalMs: 4,
      haloTraces: 0,
      haloSamples: 0,
      needsTime: true,
    },
    classes: ["normal", "anomaly", "boundary"],
    featureColumns: Array.from({ length: columns }, (_, i) => `f${i}`),
    embedding: {
      sampleMean: doubles(length),
      sampleStd: doubles(length).map((value) => 1 + value * value),
      components: { data: doubles(components * length), rows: components, columns: length },
      explainedVarianceRatio: Float64Array.of(0.4, 0.3, 0.2, 0.1),
    },
    featureMean: doubles(columns),
    featureStd: doubles(columns).map((value) => 1 + value * value),
    classifier:
      family === "boosting"
        ? await fitClassifier({ family, parameters }, { features, labels, classes: 3 }, { seed: 1 }, {})
        : restoreClassifier(family, {
            weights: {
              shape: [columns, 3],
              data: Float32Array.from({ length: columns * 3 }, () => random.normal()),
            },
            bias: { shape: [3], data: Float32Array.of(0.1, 0.2, -0.3) },
          }),
  };
}

/** All that goes with a model into a bundle, golden windows answered by the model. */
export function bundleOf(model: ScoringModel, scoreWindows: ScoreWindows): Bundle {
  const random = seededRandom(6, "bundle test");
  const length = windowSamples;
  const scores = { accuracy: 0.5, macroF1: 0.4, balancedAccuracy: 0.4 };
  return {
    model,
    golden: Array.from({ length: 5 }, (_, i) => {
      const samples = Float32Array.from({ length }, () => random.normal());
      const startMs = 100 * i;
      return {
        samples,
        startMs,
        probabilities: scoreWindows(model, float32Matrix(1, length, samples), Float64Array.of(startMs)).data,
      };
    }),
    evaluation: {
      ...scores,
      examples: 10,
      perClass: [],
      confusion: [],
      baselines: { majority: { ...scores, className: "normal" }, timeOnly: scores },
      inflated: false,
    },
    lineage: {
      files: [{ fileName: "a.sgy", sha256: "00", role: "train" }],
      labelSet: { id: "l", sources: [], rule: "centre-sample" },
      featureSet: { id: "f", window: model.window, every: 1 },
      features: [...model.featureColumns],
      split: { kind: "lines", train: ["a"], test: ["b"], bufferTraces: 40 },
      withoutClasses: [],
      classWeight: "none",
      seed: 42,
      codeVersion: "test",
    },
    reference: [{ feature: "mean", count: 3, mean: 0, std: 1, min: -1, max: 1, quantiles: [-1, 0, 1] }],
    classShares: [0.5, 0.3, 0.2],
  };
}

/** A card that fits `bundleOf`. */
export function cardOf({ model, evaluation, lineage }: Bundle): ModelCard {
  const { accuracy, macroF1, balancedAccuracy, baselines } = evaluation;
  return {
    intendedUse: { text: "for tests", by: "owner" },
    family: model.classifier.family,
    parameters: { iterations: 5 },
    classes: [...model.classes],
    input: model.input,
    features: model.featureColumns.length,
    labels: { rule: "centre-sample", files: [] },
    split: "lines",
    bufferTraces: 40,
    training: { files: [], lines: ["a"], examples: 300 },
    test: { files: [], lines: ["b"], examples: evaluation.examples },
    scores: { model: { accuracy, macroF1, balancedAccuracy }, ...baselines },
    perClass: [],
    limits: [{ code: "few-tested", text: "Only 10 windows were tested." }],
    seed: lineage.seed,
    classWeight: "none",
    codeVersion: "test",
  };
}

/** As `bundleOf`, its answers to ten digits: its bytes do not hang on the last bits of an engine. */
export function roundedBundleOf(model: ScoringModel, scoreWindows: ScoreWindows): Bundle {
  const bundle = bundleOf(model, scoreWindows);
  return {
    ...bundle,
    golden: bundle.golden.map((window) => ({
      ...window,
      probabilities: window.probabilities.map((value) => Math.round(value * 1e10) / 1e10),
    })),
  };
}
