/** Row-major dense matrix: element (r, c) is `data[r * columns + c]`. */
export interface Matrix<T extends Float32Array | Float64Array> {
  readonly data: T;
  readonly rows: number;
  readonly columns: number;
}
export type Float32Matrix = Matrix<Float32Array>;
export type Float64Matrix = Matrix<Float64Array>;

export function float32Matrix(rows: number, columns: number, data?: Float32Array): Float32Matrix {
  const values = data ?? new Float32Array(rows * columns);
  if (values.length !== rows * columns)
    throw new RangeError(
      `a ${rows} × ${columns} matrix needs ${rows * columns} values, got ${values.length}`,
    );
  return { data: values, rows, columns };
}

export function float64Matrix(rows: number, columns: number, data?: Float64Array): Float64Matrix {
  const values = data ?? new Float64Array(rows * columns);
  if (values.length !== rows * columns)
    throw new RangeError(
      `a ${rows} × ${columns} matrix needs ${rows * columns} values, got ${values.length}`,
    );
  return { data: values, rows, columns };
}
