import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";

/** Mean and population standard deviation of each column; a constant column gets the scale 1 (as scikit-learn). */
export function fitStandardisation(examples: Float32Matrix): { mean: Float64Array; std: Float64Array } {
  const { rows, columns, data } = examples;
  const mean = new Float64Array(columns);
  const std = new Float64Array(columns);
  for (let i = 0, row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) mean[column]! += data[i++]!;
  for (let column = 0; column < columns; column++) mean[column]! /= rows;
  for (let i = 0, row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) std[column]! += (data[i++]! - mean[column]!) ** 2;
  for (let column = 0; column < columns; column++) {
    const deviation = Math.sqrt(std[column]! / rows);
    // Rounding leaves a hair of spread on a constant column of large values.
    std[column] = deviation > 1e-7 * Math.abs(mean[column]!) ? deviation : 1;
  }
  return { mean, std };
}

/** Rows of a matrix in the order of `rows`. */
export function takeRows(matrix: Float32Matrix, rows: ArrayLike<number>): Float32Matrix {
  const { columns, data } = matrix;
  const taken = float32Matrix(rows.length, columns);
  for (let i = 0; i < rows.length; i++)
    taken.data.set(data.subarray(rows[i]! * columns, (rows[i]! + 1) * columns), i * columns);
  return taken;
}
