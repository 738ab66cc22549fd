import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import type { Embedding } from "./contract.ts";

/** Standardisation and components as one affine map, laid out for the inner loop. */
interface FoldedEmbedding {
  /** Components in groups of 4, padded with 0: entry (group g, sample s, lane l) at `(g·length + s)·4 + l`. */
  readonly weights: Float64Array;
  /** `[components padded to 4]` */
  readonly offsets: Float64Array;
}

const lanes = 4;

function fold({ sampleMean, sampleStd, components }: Embedding): FoldedEmbedding {
  const { rows: count, columns: length, data } = components;
  const padded = Math.ceil(count / lanes) * lanes;
  const weights = new Float64Array(padded * length);
  const offsets = new Float64Array(padded);
  for (let k = 0; k < count; k++) {
    const group = Math.floor(k / lanes);
    for (let s = 0; s < length; s++) {
      const weight = data[k * length + s]! / sampleStd[s]!;
      weights[(group * length + s) * lanes + (k % lanes)] = weight;
      offsets[k]! -= weight * sampleMean[s]!;
    }
  }
  return { weights, offsets };
}

/** Embeddings do not change, so each is folded once, and forgotten with it. */
const foldedEmbeddings = new WeakMap<Embedding, FoldedEmbedding>();

function foldedOnce(embedding: Embedding): FoldedEmbedding {
  const known = foldedEmbeddings.get(embedding);
  if (known) return known;
  const folded = fold(embedding);
  foldedEmbeddings.set(embedding, folded);
  return folded;
}

/**
 * Scores of windows on an embedding's components, `[rows, components]`: standardised per sample, then projected, summed in
 * float64. A row's scores do not depend on the rows beside it; a row with NaN or infinite samples scores NaN throughout.
 * @param rows `[rows, lengthSamples]`
 * @param out taken instead of a new matrix; `[rows, components]`
 * @throws RangeError when windows or `out` have another shape
 */
export function projectOnto(embedding: Embedding, rows: Float32Matrix, out?: Float32Matrix): Float32Matrix {
  const { rows: count, columns: length } = embedding.components;
  const scores = out ?? float32Matrix(rows.rows, count);
  if (rows.columns !== length)
    throw new RangeError(`an embedding of windows of ${length} samples was given windows of ${rows.columns}`);
  if (scores.rows !== rows.rows || scores.columns !== count)
    throw new RangeError(
      `scores of ${rows.rows} × ${count} do not fit into a ${scores.rows} × ${scores.columns} matrix`,
    );
  const { weights, offsets } = foldedOnce(embedding);
  for (let row = 0; row < rows.rows; row += 2) {
    const second = Math.min(row + 1, rows.rows - 1); // an odd last row is done twice over, to the same values
    for (let k = 0; k < count; k += lanes) projectPair(rows, row, second, weights, offsets, k, scores);
  }
  return scores;
}

/** Scores of two rows on the four components from `k`: eight sums that share what they load. */
function projectPair(
  rows: Float32Matrix,
  first: number,
  second: number,
  weights: Float64Array,
  offsets: Float64Array,
  k: number,
  scores: Float32Matrix,
): void {
  const { data, columns: length } = rows;
  let a0 = offsets[k]!;
  let a1 = offsets[k + 1]!;
  let a2 = offsets[k + 2]!;
  let a3 = offsets[k + 3]!;
  let b0 = a0;
  let b1 = a1;
  let b2 = a2;
  let b3 = a3;
  const from = first * length;
  const apart = (second - first) * length;
  for (let at = from, w = k * length; at < from + length; at++, w += lanes) {
    const a = data[at]!;
    const b = data[at + apart]!;
    const w0 = weights[w]!;
    const w1 = weights[w + 1]!;
    const w2 = weights[w + 2]!;
    const w3 = weights[w + 3]!;
    a0 += a * w0;
    a1 += a * w1;
    a2 += a * w2;
    a3 += a * w3;
    b0 += b * w0;
    b1 += b * w1;
    b2 += b * w2;
    b3 += b * w3;
  }
  const { data: out, columns: count } = scores;
  const toA = first * count + k;
  const toB = second * count + k;
  out[toA] = a0;
  out[toB] = b0;
  if (k + 1 < count) {
    out[toA + 1] = a1;
    out[toB + 1] = b1;
  }
  if (k + 2 < count) {
    out[toA + 2] = a2;
    out[toB + 2] = b2;
  }
  if (k + 3 < count) {
    out[toA + 3] = a3;
    out[toB + 3] = b3;
  }
}
