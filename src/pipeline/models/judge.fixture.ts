import { float64Matrix, type Float64Matrix } from "../../quantities/matrix.ts";

/** Class of largest probability in each row; the first among equals. */
export function likeliest({ data, rows, columns }: Float64Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => {
    const ofRow = data.subarray(row * columns, (row + 1) * columns);
    return ofRow.indexOf(Math.max(...ofRow));
  });
}

export function judge(
  probabilities: Float64Matrix,
  labels: Int32Array,
): { readonly accuracy: number; readonly macroF1: number } {
  const predicted = likeliest(probabilities);
  const classes = probabilities.columns;
  const hits = new Float64Array(classes);
  const named = new Float64Array(classes);
  const present = new Float64Array(classes);
  labels.forEach((label, row) => {
    present[label]!++;
    named[predicted[row]!]!++;
    if (predicted[row] === label) hits[label]!++;
  });
  const f1 = hits.map((hit, c) => (2 * hit) / (named[c]! + present[c]!));
  const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  return { accuracy: sum(hits) / labels.length, macroF1: sum(f1) / classes };
}

export function meanAbsoluteDifference(a: Float64Matrix, b: Float64Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs(a.data[i]! - b.data[i]!);
  return sum / a.data.length;
}

/** Mean probability of each class, `[1, classes]`. */
export function classShares({ data, rows, columns }: Float64Matrix): Float64Matrix {
  const shares = float64Matrix(1, columns);
  for (let i = 0; i < data.length; i++) shares.data[i % columns]! += data[i]! / rows;
  return shares;
}
