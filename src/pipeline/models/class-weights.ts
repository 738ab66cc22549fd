/**
 * Weights that give every class that is present the same total: n / (classes present · examples of the class), as scikit-learn's
 * `class_weight="balanced"`.
 * @param labels class indices in [0, classes), `[rows]`
 * @returns `[rows]`
 */
export function balancedWeights(labels: Int32Array, classes: number): Float32Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label]!++;
  const present = counts.filter((count) => count > 0).length;
  return Float32Array.from(labels, (label) => labels.length / (present * counts[label]!));
}
