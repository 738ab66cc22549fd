import type { FlatTrees } from "./flat-trees.ts";

/** Trees as the trees kernel takes them, in three arrays. */
export interface PackedTrees {
  /** `[trees, 2]`: nodes that split, leaves. */
  readonly trees: Int32Array;
  /** `[splits, 4]`: byte offset of the feature, bits of the float32 threshold, leaves on the left, 0. */
  readonly nodes: Int32Array;
  /** Of all leaves, from left to right. */
  readonly values: Float64Array;
}

/** A bit for each leaf in one word. */
const mostLeaves = 32;

/**
 * Packs trees for the kernel; undefined where one has more than 32 leaves.
 * @param featureBytes bytes between features in the kernel's block of rows
 */
export function packTrees(flat: FlatTrees, featureBytes: number): PackedTrees | undefined {
  const { feature, threshold, left, value, starts } = flat;
  const bits = new Int32Array(threshold.buffer, threshold.byteOffset, threshold.length);
  const trees: number[] = [];
  const nodes: number[] = [];
  const values: number[] = [];
  for (let tree = 0; tree + 1 < starts.length; tree++) {
    const [firstNode, firstLeaf] = [nodes.length, values.length];
    // From left to right, without recursion: a chain of 31 splits is a tree, too.
    const pending: { readonly node: number; readonly above?: number }[] = [{ node: starts[tree]! }];
    while (pending.length > 0) {
      const { node, above } = pending.pop()!;
      // All leaves since the split `above` are those on its left.
      if (above !== undefined) nodes[above + 2] = leavesFrom(nodes[above + 2]!, values.length - firstLeaf);
      if (feature[node]! < 0) {
        if (values.length - firstLeaf === mostLeaves) return undefined;
        values.push(value[node]!);
        continue;
      }
      const at = nodes.length;
      nodes.push(feature[node]! * featureBytes, bits[node]!, values.length - firstLeaf, 0);
      pending.push({ node: left[node]! + 1, above: at }, { node: left[node]! });
    }
    trees.push((nodes.length - firstNode) / 4, values.length - firstLeaf);
  }
  return {
    trees: Int32Array.from(trees),
    nodes: Int32Array.from(nodes),
    values: Float64Array.from(values),
  };
}

/** Bits from … to − 1, at most 31 of them. */
const leavesFrom = (from: number, to: number): number => (((2 ** (to - from) - 1) >>> 0) << from) | 0;
