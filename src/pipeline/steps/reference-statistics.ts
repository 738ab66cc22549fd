import type { Float32Matrix } from "../../quantities/matrix.ts";
import type { ReferenceStatistics } from "../bundle/contract.ts";

const quantileSteps = 20;

/** Linear interpolation between order statistics (NumPy's default). `sorted` ascending, not empty. */
function quantile(sorted: Float32Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  return low + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - low);
}

/** Distribution of each column over the training rows: what later data is compared with. */
export function referenceStatistics(
  examples: Float32Matrix,
  names: readonly string[],
): ReferenceStatistics[] {
  const { rows, columns, data } = examples;
  return names.map((feature, column) => {
    const values = new Float32Array(rows);
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      values[row] = data[row * columns + column]!;
      sum += values[row]!;
    }
    const mean = sum / rows;
    let squares = 0;
    for (const value of values) squares += (value - mean) ** 2;
    values.sort();
    return {
      feature,
      count: rows,
      mean,
      std: Math.sqrt(squares / rows),
      min: values[0]!,
      max: values[rows - 1]!,
      quantiles: Array.from({ length: quantileSteps + 1 }, (_, i) => quantile(values, i / quantileSteps)),
    };
  });
}
