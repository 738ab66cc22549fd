import { float64Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { CrossMoments } from "../../numerics/cross-moments.ts";
import { largestEigenpairs } from "../../numerics/symmetric-eigen.ts";
import { InputError } from "../errors.ts";
import type { Embedding } from "./contract.ts";

/**
 * Fits an `Embedding` to a stream of windows: each sample is standardised over the rows (population standard deviation),
 * then principal components are taken, as scikit-learn's StandardScaler and PCA do. The components are the eigenvectors of
 * the correlation matrix, so only its moments are kept: memory O(lengthSamples²), whatever the number of rows. How the rows
 * are cut into blocks makes no difference, not even in the last bit.
 */
export class EmbeddingFit {
  readonly #moments: CrossMoments;

  constructor(readonly lengthSamples: number) {
    this.#moments = new CrossMoments(lengthSamples);
  }

  get rows(): number {
    return this.#moments.rows;
  }

  /**
   * @param rows `[windows, lengthSamples]`, finite: the caller leaves out windows with NaN or infinite samples (their
   * feature rows are NaN)
   * @throws RangeError when the windows have another length
   */
  add(rows: Float32Matrix): void {
    this.#moments.add(rows);
  }

  /**
   * At most `components` of them: no more than samples in a window, and no more than rows − 1. `components.rows` of the
   * result is the number there is. The sign is such that the entry of largest magnitude of each component is positive.
   * @throws InputError `embedding-too-few-rows`, `embedding-not-finite`
   */
  finish(components: number): Embedding {
    const { rows } = this;
    const length = this.lengthSamples;
    if (rows < 2)
      throw new InputError(
        "embedding-too-few-rows",
        `an embedding needs at least 2 windows, there are ${rows}`,
        {
          advice: "Fit on more traces, or take a smaller step.",
        },
      );
    const { mean, covariance } = this.#moments.finish();
    if (!covariance.data.every(Number.isFinite))
      throw new InputError(
        "embedding-not-finite",
        "a window to fit the embedding on holds NaN or infinite samples",
        {
          advice: "Leave out windows whose features are NaN.",
        },
      );
    const sampleStd = new Float64Array(length);
    let variance = 0;
    for (let i = 0; i < length; i++) {
      const own = covariance.data[i * length + i]!;
      sampleStd[i] = own > 0 ? Math.sqrt(own) : 1;
      if (own > 0) variance += 1;
    }
    const correlation = float64Matrix(length, length);
    for (let i = 0, at = 0; i < length; i++)
      for (let j = 0; j < length; j++, at++)
        correlation.data[at] =
          i === j && covariance.data[at]! > 0 ? 1 : covariance.data[at]! / (sampleStd[i]! * sampleStd[j]!);

    const { values, vectors } = largestEigenpairs(correlation, Math.min(components, length, rows - 1));
    for (let k = 0; k < vectors.rows; k++)
      makeLargestPositive(vectors.data.subarray(k * length, (k + 1) * length));
    return {
      sampleMean: mean,
      sampleStd,
      components: vectors,
      explainedVarianceRatio: values.map((value) => (variance > 0 ? Math.max(0, value) / variance : 0)),
    };
  }
}

function makeLargestPositive(vector: Float64Array): void {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
  if (largest < 0) for (let i = 0; i < vector.length; i++) vector[i] = -vector[i]!;
}
