import type { Float32Matrix, Float64Matrix } from "../../../quantities/matrix.ts";
import { requireScorable } from "../check-features.ts";
import type { Classifier, NamedTensors } from "../contract.ts";
import { invalidTensors, readTensor } from "../read-tensors.ts";
import type { BoostedTrees } from "./boosted-trees.ts";
import type { FlatTrees } from "./flat-trees.ts";
import { scoreTrees } from "./score-trees.ts";

/**
 * Gradient-boosted trees. A feature value goes left where it is ≤ the node's threshold, both float32, so that training's bins and
 * scoring cannot disagree. Missing values (NaN) are refused: no stage before this one lets them through.
 */
export class BoostingClassifier implements Classifier {
  readonly family = "boosting";
  readonly classes: number;
  readonly features: number;

  constructor(private readonly model: BoostedTrees) {
    this.classes = Math.max(2, model.baseline.length);
    this.features = model.features;
  }

  predictProbabilities(features: Float32Matrix): Float64Matrix {
    requireScorable(features, this.features);
    return scoreTrees(this.model, features);
  }

  toTensors(): NamedTensors {
    const { trees, baseline } = this.model;
    const nodes = [trees.feature.length];
    return {
      features: { shape: [1], data: Int32Array.of(this.features) },
      baseline: { shape: [baseline.length], data: baseline },
      tree_start: { shape: [trees.starts.length], data: trees.starts },
      node_feature: { shape: nodes, data: trees.feature },
      node_threshold: { shape: nodes, data: trees.threshold },
      node_left: { shape: nodes, data: trees.left },
      node_value: { shape: nodes, data: trees.value },
    };
  }

  /** @throws InputError `model-tensors-invalid` */
  static fromTensors(tensors: NamedTensors): BoostingClassifier {
    const features = readTensor(tensors, "features", Int32Array, 1).data[0] ?? 0;
    const baseline = readTensor(tensors, "baseline", Float64Array, 1).data;
    const trees: FlatTrees = {
      starts: readTensor(tensors, "tree_start", Int32Array, 1).data,
      feature: readTensor(tensors, "node_feature", Int32Array, 1).data,
      threshold: readTensor(tensors, "node_threshold", Float32Array, 1).data,
      left: readTensor(tensors, "node_left", Int32Array, 1).data,
      value: readTensor(tensors, "node_value", Float64Array, 1).data,
    };
    checkTrees(trees, features, baseline);
    return new BoostingClassifier({ features, trees, baseline });
  }
}

/** Every walk must end inside its own tree: children lie behind their parent. */
function checkTrees(trees: FlatTrees, features: number, baseline: Float64Array): void {
  const { feature, threshold, left, value, starts } = trees;
  const nodes = feature.length;
  if (threshold.length !== nodes || left.length !== nodes || value.length !== nodes)
    throw invalidTensors("the arrays of nodes are of different lengths");
  if (baseline.length < 1 || features < 1) throw invalidTensors("no outputs or no features");
  if (starts[0] !== 0 || starts[starts.length - 1] !== nodes || (starts.length - 1) % baseline.length !== 0)
    throw invalidTensors("the trees do not cover the nodes");
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    const end = starts[tree + 1]!;
    // The bound comes first: a start far behind the nodes would be walked to.
    if (end <= starts[tree]! || end > nodes) throw invalidTensors(`tree ${tree} has no node of its own`);
    for (let node = starts[tree]!; node < end; node++) {
      const inside = left[node]! > node && left[node]! + 1 < end && feature[node]! < features;
      if (feature[node]! >= 0 && !inside) throw invalidTensors(`node ${node} leads out of its tree`);
    }
  }
  if (!value.every(Number.isFinite) || !baseline.every(Number.isFinite) || threshold.some(Number.isNaN))
    throw invalidTensors("a value is not finite");
}
