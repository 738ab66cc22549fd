import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { float64Matrix, type Float64Matrix } from "../quantities/matrix.ts";

export interface SymmetricEigen {
  /** Descending, `[count]`. */
  readonly values: Float64Array;
  /** `[count, n]`: row k is the unit eigenvector of `values[k]`. The sign is not determined. */
  readonly vectors: Float64Matrix;
}

/**
 * The `count` largest eigenvalues of a symmetric matrix and their eigenvectors (Householder tridiagonalisation and QL with
 * implicit shifts, all of them computed). Cost grows with n³: 462 × 462 takes about half a second.
 * @throws RangeError when the matrix is not square, holds a non-finite entry (the iteration would not end) or is smaller than `count`
 */
export function largestEigenpairs(matrix: Float64Matrix, count: number): SymmetricEigen {
  const { rows: n, columns, data } = matrix;
  if (n !== columns || count > n)
    throw new RangeError(`${count} eigenpairs were asked of a ${n} × ${columns} matrix`);
  if (!data.every(Number.isFinite)) throw new RangeError("eigenvalues of a matrix with non-finite entries");
  const values = new Float64Array(count);
  const vectors = float64Matrix(count, n);
  if (n === 0) return { values, vectors };
  const decomposition = new EigenvalueDecomposition(Matrix.from1DArray(n, n, data), {
    assumeSymmetric: true,
  });
  const ascending = decomposition.realEigenvalues;
  const columnVectors = decomposition.eigenvectorMatrix;
  for (let k = 0; k < count; k++) {
    const from = n - 1 - k;
    values[k] = ascending[from]!;
    for (let i = 0; i < n; i++) vectors.data[k * n + i] = columnVectors.get(i, from);
  }
  return { values, vectors };
}
