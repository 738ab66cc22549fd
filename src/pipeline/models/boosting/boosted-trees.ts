import type { FlatTrees } from "./flat-trees.ts";

/** What boosting learns. Tree i adds to output i mod outputs; outputs are the classes, or one (log-odds of class 1) for two. */
export interface BoostedTrees {
  readonly features: number;
  readonly trees: FlatTrees;
  /** Score of each output before any tree. */
  readonly baseline: Float64Array;
}

/** Trees that each iteration adds. */
export function outputsFor(classes: number): number {
  return classes === 2 ? 1 : classes;
}
