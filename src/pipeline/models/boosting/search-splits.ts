import type { BoostingKernel } from "../../../numerics/kernels/boosting-kernel.ts";
import type { BoostingLayout } from "./boosting-memory.ts";

/** Sums over the rows of a node; gradient and hessian are whole numbers of their fixed-point scales. */
export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

export interface FoundSplit {
  /** G² / (H + l2), left + right, in fixed-point units. */
  readonly score: number;
  /** −1: none is worth it. */
  readonly feature: number;
  /** Codes ≤ bin go left. */
  readonly bin: number;
}

/** What limits a split; hessian and l2 in fixed-point units. */
export interface SplitLimits {
  readonly minSamplesLeaf: number;
  readonly minHessian: number;
  readonly l2: number;
  readonly countShift: number;
}

/** All that the search of any node shares. */
export interface SearchSetting {
  readonly layout: BoostingLayout;
  readonly features: number;
  /** Bins of each feature. */
  readonly binCounts: Uint16Array;
  readonly limits: SplitLimits;
}

/** One step of growth: histogram the smaller child from its rows, the larger one as parent − smaller; search those asked for. */
export interface SearchJob {
  /** 0: all rows in order (the root, which has no sibling). */
  readonly rows: number;
  readonly entries: number;
  readonly count: number;
  readonly histogram: number;
  /** Sums of the child; absent: it will not be split, its histogram is only taken from the parent's. */
  readonly search?: NodeSums;
  /** The parent's histogram, which becomes the larger child's. */
  readonly sibling?: { readonly histogram: number; readonly search?: NodeSums };
}

export interface SearchResult {
  readonly own?: FoundSplit;
  readonly sibling?: FoundSplit;
}

/** Does a job. Among splits of equal score the lowest feature wins, then the lowest bin. */
export function searchSplits(kernel: BoostingKernel, setting: SearchSetting, job: SearchJob): SearchResult {
  const { layout, features } = setting;
  const { featureBytes, stride } = layout;
  for (let group = 0; group < layout.groups; group++) {
    const feature = group * 4;
    const offset = feature * featureBytes;
    const width = Math.min(4, features - feature);
    kernel.groupHistogram(
      layout.bins + group * stride * 4,
      job.rows,
      job.entries,
      job.count,
      job.histogram + offset,
      featureBytes,
      width,
    );
    if (job.sibling)
      kernel.subtractHistogram(job.sibling.histogram + offset, job.histogram + offset, width * featureBytes);
  }
  return {
    own: job.search && searchNode(kernel, setting, job.histogram, job.search),
    sibling: job.sibling?.search && searchNode(kernel, setting, job.sibling.histogram, job.sibling.search),
  };
}

function searchNode(
  kernel: BoostingKernel,
  { layout, limits, features, binCounts }: SearchSetting,
  histogram: number,
  sums: NodeSums,
): FoundSplit {
  kernel.beginSplitSearch(
    sums.gradient,
    sums.hessian,
    sums.count,
    limits.countShift,
    limits.minSamplesLeaf,
    limits.minHessian,
    limits.l2,
    floorScore(sums, limits),
  );
  for (let feature = 0; feature < features; feature++)
    kernel.searchFeature(histogram + feature * layout.featureBytes, binCounts[feature]!, feature);
  return { score: kernel.foundScore(), feature: kernel.foundFeature(), bin: kernel.foundBin() };
}

/** The score of not splitting. */
export function unsplitScore(sums: NodeSums, limits: SplitLimits): number {
  const bottom = sums.hessian + limits.l2;
  return bottom > 0 ? (sums.gradient * sums.gradient) / bottom : 0;
}

/** A split must gain more than rounding could. */
function floorScore(sums: NodeSums, limits: SplitLimits): number {
  return unsplitScore(sums, limits) * (1 + 2 ** -40);
}
