import { decodeBase64 } from "./decode-base64.ts";
import { boostingKernelBase64 } from "./generated/boosting-kernel.ts";
import { kernelInstances, type KernelMemory } from "./web-assembly.ts";

/**
 * Inner loops of histogram gradient boosting over one WebAssembly memory. All pointers are byte offsets into it, 16-byte aligned
 * where vectors lie. An *entry* is 16 bytes: i64 gradient, then i64 hessian with a row count in its bits from `countShift` on; both
 * are whole numbers of a fixed-point scale, with every total below 2^51, so that sums are exact in any order and as doubles.
 * The sources in assembly/boosting say more; boosting-reference.ts is the same in plain TypeScript.
 */
export interface BoostingKernel {
  /** Byte codes of a column, one every four bytes at `bins`; 255 ascending thresholds, unused ones +∞. */
  binColumn(column: number, count: number, thresholds: number, bins: number): void;
  /** Probabilities `[classes, stride]` from scores; returns Σ w · −log p(label) over [from, to), both even. */
  softmax(
    scores: number,
    probabilities: number,
    labels: number,
    weights: number,
    classes: number,
    stride: number,
    from: number,
    to: number,
  ): number;
  /** The same for two classes and one row of log-odds. */
  logistic(
    scores: number,
    probabilities: number,
    labels: number,
    weights: number,
    from: number,
    to: number,
  ): number;
  /** Entries of all rows for the class `target`, from its row of probabilities. */
  fixedGradients(
    probabilities: number,
    labels: number,
    weights: number,
    target: number,
    gradientScale: number,
    hessianScale: number,
    countShift: number,
    entries: number,
    from: number,
    to: number,
  ): void;
  /** Three doubles at `out`: gradient, hessian, rows. */
  sumEntries(entries: number, count: number, countShift: number, out: number): void;
  /** Histograms of one group of `width` features; `rows` 0 means all rows in order. */
  groupHistogram(
    bins: number,
    rows: number,
    entries: number,
    count: number,
    histogram: number,
    featureBytes: number,
    width: number,
  ): void;
  /** parent −= part. */
  subtractHistogram(parent: number, part: number, bytes: number): void;
  /** Three doubles at `out`: sums of bins 0 … bin inclusive. */
  sumBins(histogram: number, bin: number, countShift: number, out: number): void;
  beginSplitSearch(
    gradient: number,
    hessian: number,
    count: number,
    countShift: number,
    minSamplesLeaf: number,
    leastHessian: number,
    l2: number,
    floorScore: number,
  ): void;
  searchFeature(histogram: number, bins: number, feature: number): void;
  foundScore(): number;
  /** −1 where no split is above the floor. */
  foundFeature(): number;
  foundBin(): number;
  /** Stable; returns how many rows have a code ≤ bin. */
  partitionRows(rows: number, count: number, bins: number, shift: number, bin: number, spare: number): number;
  gatherEntries(entries: number, rows: number, count: number, out: number): void;
  addToScores(scores: number, rows: number, count: number, value: number): void;
  listAllRows(rows: number, count: number): void;
}

export type BoostingKernelFactory = (memory: KernelMemory) => BoostingKernel;

/** The WebAssembly SIMD kernel on a memory of the caller's. */
export const wasmBoostingKernel: BoostingKernelFactory = kernelInstances<BoostingKernel>(() =>
  decodeBase64(boostingKernelBase64),
);
