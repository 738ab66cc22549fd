import type { BoostingParameters } from "../contract.ts";
import { readSums, type BoostingState } from "./boosting-state.ts";
import type { TreeBuilder } from "./flat-trees.ts";
import { searchSplits, unsplitScore, type FoundSplit, type NodeSums } from "./search-splits.ts";

/** A node that is still a leaf: the rows [start, start + sums.count) of the row list. */
interface OpenNode {
  readonly node: number;
  readonly start: number;
  readonly depth: number;
  readonly sums: NodeSums;
}

interface Splittable extends OpenNode {
  readonly histogram: number;
  readonly split: FoundSplit;
  readonly gain: number;
}

/** A finished leaf: its rows' place in the row list, and what it adds to their scores. */
export interface Leaf {
  readonly start: number;
  readonly count: number;
  readonly value: number;
}

/**
 * Grows one tree best-first on the entries in memory: always the leaf with the largest gain, until `maxLeaves` or nothing gains.
 * Appends its nodes to `builder` and returns its leaves.
 */
export function growTree(state: BoostingState, parameters: BoostingParameters, builder: TreeBuilder): Leaf[] {
  const { kernel, layout, pool, rows, setting } = state;
  const { limits } = setting;
  const splittable: Splittable[] = [];
  const finished: OpenNode[] = [];
  const canSplit = (it: OpenNode): boolean =>
    it.sums.count >= 2 * parameters.minSamplesLeaf &&
    it.sums.hessian >= 2 * limits.minHessian &&
    it.depth < parameters.maxDepth;
  const open = (it: OpenNode, histogram: number, split: FoundSplit | undefined): void => {
    if (split && split.feature >= 0) {
      splittable.push({ ...it, histogram, split, gain: split.score - unsplitScore(it.sums, limits) });
      return;
    }
    pool.give(histogram);
    finished.push(it);
  };

  kernel.listAllRows(layout.rows, rows);
  kernel.sumEntries(layout.entries, rows, limits.countShift, layout.results);
  const root: OpenNode = { node: builder.startTree(), start: 0, depth: 0, sums: readSums(state) };
  const rootHistogram = pool.take();
  const rootSplit = canSplit(root)
    ? searchSplits(kernel, setting, {
        rows: 0,
        entries: layout.entries,
        count: rows,
        histogram: rootHistogram,
        search: root.sums,
      }).own
    : undefined;
  open(root, rootHistogram, rootSplit);

  while (splittable.length > 0) {
    const parent = takeBest(splittable);
    const { left, right } = splitRows(state, parent, builder);
    const leaves = splittable.length + finished.length + 2;
    if (leaves >= parameters.maxLeaves || (!canSplit(left) && !canSplit(right))) {
      pool.give(parent.histogram);
      finished.push(left, right);
      if (leaves >= parameters.maxLeaves) {
        for (const it of splittable) pool.give(it.histogram);
        finished.push(...splittable.splice(0));
      }
      continue;
    }
    const [small, large] = left.sums.count <= right.sums.count ? [left, right] : [right, left];
    const rowList = layout.rows + small.start * 4;
    kernel.gatherEntries(layout.entries, rowList, small.sums.count, layout.ordered);
    const histogram = pool.take();
    const found = searchSplits(kernel, setting, {
      rows: rowList,
      entries: layout.ordered,
      count: small.sums.count,
      histogram,
      search: canSplit(small) ? small.sums : undefined,
      sibling: { histogram: parent.histogram, search: canSplit(large) ? large.sums : undefined },
    });
    open(small, histogram, found.own);
    open(large, parent.histogram, found.sibling);
  }
  return finished.map((it) => {
    const value = leafValue(state, parameters, it.sums);
    builder.setLeaf(it.node, value);
    return { start: it.start, count: it.sums.count, value };
  });
}

/** Removes and returns the node of largest gain; among equals the oldest. */
function takeBest(nodes: Splittable[]): Splittable {
  let best = 0;
  for (let i = 1; i < nodes.length; i++) if (nodes[i]!.gain > nodes[best]!.gain) best = i;
  return nodes.splice(best, 1)[0]!;
}

function splitRows(
  state: BoostingState,
  parent: Splittable,
  builder: TreeBuilder,
): { readonly left: OpenNode; readonly right: OpenNode } {
  const { kernel, layout, setting } = state;
  const { feature, bin } = parent.split;
  const histogram = parent.histogram + feature * layout.featureBytes;
  kernel.sumBins(histogram, bin, setting.limits.countShift, layout.results);
  const leftSums = readSums(state);
  kernel.partitionRows(
    layout.rows + parent.start * 4,
    parent.sums.count,
    layout.bins + Math.floor(feature / 4) * layout.stride * 4,
    8 * (feature % 4),
    bin,
    layout.spareRows,
  );
  const node = builder.split(parent.node, feature, bin);
  const depth = parent.depth + 1;
  return {
    left: { node, start: parent.start, depth, sums: leftSums },
    right: {
      node: node + 1,
      start: parent.start + leftSums.count,
      depth,
      sums: {
        gradient: parent.sums.gradient - leftSums.gradient,
        hessian: parent.sums.hessian - leftSums.hessian,
        count: parent.sums.count - leftSums.count,
      },
    },
  };
}

/** One Newton step, −G / (H + l2), shrunk by the learning rate; 0 where there is no curvature. */
function leafValue(
  { setting, scales }: BoostingState,
  { learningRate }: BoostingParameters,
  sums: NodeSums,
): number {
  const bottom = sums.hessian + setting.limits.l2;
  if (!(bottom > 0)) return 0;
  return -learningRate * ((sums.gradient / bottom) * (scales.hessianScale / scales.gradientScale));
}
