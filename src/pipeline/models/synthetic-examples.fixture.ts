import { seededRandom } from "../../numerics/random.ts";
import { float32Matrix } from "../../quantities/matrix.ts";
import type { TrainingData } from "./contract.ts";

/**
 * Examples whose classes are curved regions of a few features, with noise features, a feature of few values and a constant one.
 * @param seed other seeds give other examples of the same regions
 */
export function syntheticExamples(
  rows: number,
  classes: number,
  seed: number,
  weighted = false,
): TrainingData {
  const columns = 8;
  const random = seededRandom(seed, "examples");
  const features = float32Matrix(rows, columns);
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = features.data.subarray(row * columns, (row + 1) * columns);
    for (let column = 0; column < 6; column++) x[column] = random.normal();
    x[6] = random.integer(5);
    x[7] = 3;
    const bend = 1.2 * x[0]! + x[1]! * x[1]! - 0.8 * x[2]! * x[3]! + 0.3 * x[6] + 0.7 * random.normal();
    labels[row] = Math.max(0, Math.min(classes - 1, Math.floor(((bend + 1.5) / 5) * classes)));
  }
  if (!weighted) return { features, labels, classes };
  return { features, labels, classes, weights: Float32Array.from({ length: rows }, () => 2 * random.next()) };
}
