import { InputError } from "../errors.ts";
import { requireFinite } from "./check-features.ts";
import type { TrainingData } from "./contract.ts";

/**
 * Refuses what no classifier can be trained on.
 * @throws InputError `no-examples`, `no-features`, `training-data-mismatch`, `label-unknown`, `single-class`,
 * `class-without-examples` (naming class indices), `weight-invalid`, `feature-not-finite`
 */
export function checkTrainingData(data: TrainingData): void {
  const { features, labels, classes, weights } = data;
  if (features.rows === 0)
    throw new InputError("no-examples", "there is no example to train on", {
      advice: "Choose training lines that have labelled windows.",
    });
  if (features.columns === 0) throw new InputError("no-features", "the examples have no features");
  if (labels.length !== features.rows || (weights && weights.length !== features.rows))
    throw new InputError(
      "training-data-mismatch",
      `${features.rows} examples, ${labels.length} labels, ${weights?.length ?? features.rows} weights: they must agree`,
    );
  checkLabels(labels, classes);
  if (weights) checkWeights(weights, labels, classes);
  requireFinite(features);
}

function checkLabels(labels: Int32Array, classes: number): void {
  const counts = new Float64Array(classes);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (!(label >= 0 && label < classes))
      throw new InputError(
        "label-unknown",
        `example ${row} is of class ${label}; there are ${classes} classes`,
      );
    counts[label]!++;
  }
  const present = counts.filter((count) => count > 0).length;
  if (present < 2)
    throw new InputError(
      "single-class",
      `all ${labels.length} training examples are of class ${labels[0]!}`,
      {
        advice: "Train on lines where at least two classes are labelled.",
      },
    );
  if (present === classes) return;
  const missing = Array.from(counts.keys()).filter((c) => counts[c] === 0);
  throw new InputError(
    "class-without-examples",
    `${missing.length === 1 ? "class" : "classes"} ${missing.join(", ")} ${missing.length === 1 ? "has" : "have"} no example in training`,
    { advice: "Train on lines where every class is labelled, or leave the class out of the labels." },
  );
}

function checkWeights(weights: Float32Array, labels: Int32Array, classes: number): void {
  const totals = new Float64Array(classes);
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]!;
    if (!(weight >= 0 && weight < Infinity))
      throw new InputError(
        "weight-invalid",
        `example ${row} has the weight ${weight}; weights are finite and ≥ 0`,
      );
    totals[labels[row]!]! += weight;
  }
  const weightless = totals.indexOf(0);
  if (weightless >= 0)
    throw new InputError("weight-invalid", `the examples of class ${weightless} have no weight`);
}
