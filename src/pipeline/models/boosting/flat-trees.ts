/** Trees in flat arrays: node i splits on feature[i] (−1: a leaf) at threshold[i]; its children are left[i] and left[i] + 1. */
export interface FlatTrees {
  readonly feature: Int32Array;
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  /** What a leaf adds to the score; 0 at splits. */
  readonly value: Float64Array;
  /** First node of each tree, and the number of nodes at the end. */
  readonly starts: Int32Array;
}

/** Collects the nodes of trees as they grow. */
export class TreeBuilder {
  private readonly feature: number[] = [];
  private readonly threshold: number[] = [];
  private readonly left: number[] = [];
  private readonly value: number[] = [];
  private readonly starts: number[] = [];

  /** @param thresholds ascending, of each feature */
  constructor(private readonly thresholds: readonly Float32Array[]) {}

  /** @returns the root's number */
  startTree(): number {
    this.starts.push(this.feature.length);
    return this.addNode();
  }

  /** @returns the left child's number; the right child is the next */
  split(node: number, feature: number, bin: number): number {
    this.feature[node] = feature;
    this.threshold[node] = this.thresholds[feature]![bin]!;
    const child = this.addNode();
    this.addNode();
    this.left[node] = child;
    return child;
  }

  setLeaf(node: number, value: number): void {
    this.value[node] = value;
  }

  finish(): FlatTrees {
    return {
      feature: Int32Array.from(this.feature),
      threshold: Float32Array.from(this.threshold),
      left: Int32Array.from(this.left),
      value: Float64Array.from(this.value),
      starts: Int32Array.from([...this.starts, this.feature.length]),
    };
  }

  private addNode(): number {
    this.threshold.push(0);
    this.left.push(0);
    this.value.push(0);
    return this.feature.push(-1) - 1;
  }
}
