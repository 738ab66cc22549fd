import { exp, softmaxRows } from "../../../numerics/elementary.ts";
import { kernelRoom, type KernelRoom } from "../../../numerics/kernels/kernel-room.ts";
import { wasmTreesKernel, type TreesKernel } from "../../../numerics/kernels/trees-kernel.ts";
import { float64Matrix, type Float32Matrix, type Float64Matrix } from "../../../quantities/matrix.ts";
import type { BoostedTrees } from "./boosted-trees.ts";
import { packTrees, type PackedTrees } from "./pack-trees.ts";

/** Rows scored together: their features and scores stay in the first-level cache while one tree after another passes over them. */
const blockRows = 128;
const featureBytes = 4 * blockRows;
const lanes = 4;

/** Probabilities `[rows, classes]`. Scores are summed in the order of training: baseline, then each iteration's tree. */
export function scoreTrees(model: BoostedTrees, features: Float32Matrix): Float64Matrix {
  const outputs = model.baseline.length;
  const scores = float64Matrix(features.rows, outputs);
  const packed = packedOnce(model);
  if (packed) addPackedTrees(packed, model, features, scores.data);
  else addTreesByWalking(model, features, scores.data);
  if (outputs > 1) {
    softmaxRows(scores.data, outputs);
    return scores;
  }
  const probabilities = float64Matrix(features.rows, 2);
  for (let row = 0; row < features.rows; row++) {
    const x = scores.data[row]!;
    const e = exp(-Math.abs(x));
    const likely = 1 / (1 + e);
    const unlikely = e / (1 + e);
    probabilities.data[row * 2] = x >= 0 ? unlikely : likely;
    probabilities.data[row * 2 + 1] = x >= 0 ? likely : unlikely;
  }
  return probabilities;
}

/** Trees of any size, node by node, into `scores`, `[rows, outputs]`; tests hold the kernel's scores to these, bit for bit. */
export function addTreesByWalking(model: BoostedTrees, features: Float32Matrix, scores: Float64Array): void {
  const { data, columns } = features;
  const { feature, threshold, left, value, starts } = model.trees;
  const outputs = model.baseline.length;
  for (let from = 0; from < features.rows; from += blockRows) {
    const to = Math.min(from + blockRows, features.rows);
    for (let row = from; row < to; row++) scores.set(model.baseline, row * outputs);
    for (let tree = 0; tree + 1 < starts.length; tree++) {
      const output = tree % outputs;
      for (let row = from; row < to; row++) {
        const offset = row * columns;
        let node = starts[tree]!;
        for (let split = feature[node]!; split >= 0; split = feature[node]!)
          node = left[node]! + (data[offset + split]! <= threshold[node]! ? 0 : 1);
        scores[row * outputs + output]! += value[node]!;
      }
    }
  }
}

/** Models do not change, so each is packed once, and forgotten with it. */
const packedModels = new WeakMap<BoostedTrees, PackedTrees | "too large">();

function packedOnce(model: BoostedTrees): PackedTrees | undefined {
  let packed = packedModels.get(model);
  if (!packed) {
    packed = packTrees(model.trees, featureBytes) ?? "too large";
    packedModels.set(model, packed);
  }
  return packed === "too large" ? undefined : packed;
}

const enter = kernelRoom<TreesKernel>(wasmTreesKernel);

/** Byte offsets in the kernel's memory: the model, then one block of rows. */
function layoutOf({ trees, nodes, values }: PackedTrees, features: number, outputs: number) {
  const nodesAt = 4 * trees.length;
  const valuesAt = nodesAt + 4 * nodes.length;
  const featuresAt = Math.ceil((valuesAt + 8 * values.length) / 16) * 16;
  const scoresAt = featuresAt + features * featureBytes;
  return { nodesAt, valuesAt, featuresAt, scoresAt, bytes: scoresAt + 8 * blockRows * outputs };
}

/** The same sums as `addTreesByWalking`, in the same order. */
function addPackedTrees(
  packed: PackedTrees,
  model: BoostedTrees,
  features: Float32Matrix,
  scores: Float64Array,
): void {
  const { baseline } = model;
  const outputs = baseline.length;
  const { nodesAt, valuesAt, featuresAt, scoresAt, bytes } = layoutOf(packed, model.features, outputs);
  const furnish = ({ words, doubles }: KernelRoom<TreesKernel>): void => {
    words.set(packed.trees);
    words.set(packed.nodes, nodesAt / 4);
    doubles.set(packed.values, valuesAt / 8);
  };
  const { kernel, floats, doubles } = enter(packed, bytes, furnish);
  const { data, columns, rows } = features;
  for (let first = 0; first < rows; first += blockRows) {
    const count = Math.min(blockRows, rows - first);
    // Rows beyond the last, up to a whole vector, hold whatever was there: their scores are nobody's.
    for (let row = 0, at = first * columns; row < count; row++)
      for (let column = 0, to = featuresAt / 4 + row; column < columns; column++, at++, to += blockRows)
        floats[to] = data[at]!;
    const padded = Math.ceil(count / lanes) * lanes;
    const base = scoresAt / 8;
    for (let row = 0; row < padded; row++)
      for (let output = 0; output < outputs; output++)
        doubles[base + row * outputs + output] = baseline[output]!;
    kernel.addTrees(0, packed.trees.length / 2, nodesAt, valuesAt, featuresAt, padded, scoresAt, outputs);
    const from = first * outputs;
    for (let i = 0; i < count * outputs; i++) scores[from + i] = doubles[base + i]!;
  }
}
