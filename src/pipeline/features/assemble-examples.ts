import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { featureNames } from "./feature-names.ts";

/** Columns of the example matrix, in order: the eight, `embedding_01 …`, and `start_ms` where window time counts. */
export function featureColumnNames(components: number, withTime: boolean): string[] {
  const embedding = Array.from(
    { length: components },
    (_, k) => `embedding_${String(k + 1).padStart(2, "0")}`,
  );
  return [...featureNames, ...embedding, ...(withTime ? ["start_ms"] : [])];
}

/**
 * The matrix that classifiers see, columns as `featureColumnNames`, not yet standardised. Training and scoring both come here.
 * @param eight `[rows, 8]`
 * @param scores on the embedding, `[rows, components]`
 * @param startMs `[rows]`; absent: no time column
 * @throws RangeError when the rows differ in number
 */
export function assembleExamples(
  eight: Float32Matrix,
  scores: Float32Matrix,
  startMs?: ArrayLike<number>,
): Float32Matrix {
  const { rows } = eight;
  if (scores.rows !== rows || (startMs && startMs.length !== rows))
    throw new RangeError(
      `${rows} feature rows, ${scores.rows} embedded rows, ${startMs?.length ?? "no"} times`,
    );
  const columns = eight.columns + scores.columns + (startMs ? 1 : 0);
  const examples = float32Matrix(rows, columns);
  for (let row = 0, to = 0; row < rows; row++, to += columns) {
    for (let c = 0; c < eight.columns; c++) examples.data[to + c] = eight.data[row * eight.columns + c]!;
    for (let c = 0; c < scores.columns; c++)
      examples.data[to + eight.columns + c] = scores.data[row * scores.columns + c]!;
    if (startMs) examples.data[to + columns - 1] = startMs[row]!;
  }
  return examples;
}

/**
 * `(x − mean) / std` of each column, in a new matrix: what a classifier is trained on and asked with.
 * @param examples `[rows, columns]`, as `assembleExamples` makes them
 * @param mean `[columns]`
 * @param std `[columns]`, none of them 0
 * @throws RangeError when mean or std have another length
 */
export function standardiseExamples(
  { rows, columns, data }: Float32Matrix,
  mean: Float64Array,
  std: Float64Array,
): Float32Matrix {
  if (mean.length !== columns || std.length !== columns)
    throw new RangeError(`${columns} columns, ${mean.length} means and ${std.length} standard deviations`);
  const scaled = float32Matrix(rows, columns);
  for (let i = 0, row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, i++)
      scaled.data[i] = (data[i]! - mean[column]!) / std[column]!;
  return scaled;
}
