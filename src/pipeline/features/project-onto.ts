import { kernelRoom, type KernelRoom } from "../../numerics/kernels/kernel-room.ts";
import { wasmProjectionKernel, type ProjectionKernel } from "../../numerics/kernels/projection-kernel.ts";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import type { Embedding } from "./contract.ts";

/** Standardisation and components as one affine map, laid out for the kernel. */
interface FoldedEmbedding {
  /** Components in groups of 8, padded with 0: entry (group g, sample s, lane l) at `(g·length + s)·8 + l`. */
  readonly weights: Float64Array;
  /** `[components padded to 8]` */
  readonly offsets: Float64Array;
}

const lanes = 8;
/** Samples that go through the kernel at once, about: they stay in the second-level cache while all components pass by. */
const blockSamples = 16 << 10;

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

const enter = kernelRoom<ProjectionKernel>(wasmProjectionKernel);

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
  const folded = foldedOnce(embedding);
  const { weights, offsets } = folded;
  const padded = offsets.length;
  const blockRows = Math.max(2, 2 * Math.floor(blockSamples / (2 * length)));
  const offsetsAt = 8 * weights.length;
  const fromAt = offsetsAt + 8 * padded;
  const toAt = fromAt + 4 * blockRows * length;
  const furnish = ({ doubles }: KernelRoom<ProjectionKernel>): void => {
    doubles.set(weights);
    doubles.set(offsets, weights.length);
  };
  const { kernel, floats } = enter(folded, toAt + 4 * blockRows * padded, furnish);
  for (let first = 0; first < rows.rows; first += blockRows) {
    const end = Math.min(first + blockRows, rows.rows);
    floats.set(rows.data.subarray(first * length, end * length), fromAt / 4);
    kernel.project(0, offsetsAt, padded / lanes, fromAt, end - first, length, toAt);
    for (let row = first, from = toAt / 4; row < end; row++, from += padded)
      for (let k = 0; k < count; k++) scores.data[row * count + k] = floats[from + k]!;
  }
  return scores;
}
