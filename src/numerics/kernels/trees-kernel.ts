import { decodeBase64 } from "./decode-base64.ts";
import { treesKernelBase64 } from "./generated/trees-kernel.ts";
import { kernelInstances, type KernelMemory } from "./web-assembly.ts";

/**
 * Scores of rows on decision trees of at most 32 leaves over one WebAssembly memory; all pointers are byte offsets into it. A node
 * is 16 bytes: the byte offset of its feature among `features`, f32 threshold (a larger value goes right), u32 with a bit for each
 * leaf on its left, nothing. Leaves are numbered from left to right.
 */
export interface TreesKernel {
  /**
   * `scores[row, tree mod outputs] += value` of the leaf that the row comes to, tree after tree.
   * `trees` is `[count]` pairs of u32, nodes and leaves; nodes and leaf values (f64) lie tree after tree; features lie feature by
   * feature; `rows` is a multiple of 4; `scores` is `[rows, outputs]` f64.
   */
  addTrees(
    trees: number,
    count: number,
    nodes: number,
    values: number,
    features: number,
    rows: number,
    scores: number,
    outputs: number,
  ): void;
}

export const wasmTreesKernel: (memory: KernelMemory) => TreesKernel = kernelInstances<TreesKernel>(() =>
  decodeBase64(treesKernelBase64),
);
