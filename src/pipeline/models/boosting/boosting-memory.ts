import { pagesFor, type KernelMemory } from "../../../numerics/kernels/web-assembly.ts";

/** Byte offsets of a fit's arrays in its WebAssembly memory. */
export interface BoostingLayout {
  /** Rows, made even: arrays over rows have this many places. */
  readonly stride: number;
  readonly groups: number;
  /** Bytes between the histograms of neighbouring features. */
  readonly featureBytes: number;
  /** u32 `[groups, stride]`: the codes of four features. */
  readonly bins: number;
  /** f64 `[trees, stride]`. */
  readonly scores: number;
  /** f64 `[trees, stride]`. */
  readonly probabilities: number;
  /** i32 `[stride]`. */
  readonly labels: number;
  /** f32 `[stride]`. */
  readonly weights: number;
  /** Entries of all rows. */
  readonly entries: number;
  /** Entries of the smaller child in the order of its rows; before training, one column of features. */
  readonly ordered: number;
  /** u32: the rows of each node, together. */
  readonly rows: number;
  readonly spareRows: number;
  /** 255 f32. */
  readonly thresholds: number;
  /** A few doubles that kernels write. */
  readonly results: number;
  /** Where histograms start. */
  readonly end: number;
}

export function boostingLayout(
  rows: number,
  features: number,
  treesPerIteration: number,
  bins: number,
): BoostingLayout {
  const stride = rows + (rows % 2);
  const groups = Math.ceil(features / 4);
  let end = 1024;
  const take = (bytes: number): number => {
    const start = end;
    end += Math.ceil(bytes / 64) * 64;
    return start;
  };
  return {
    stride,
    groups,
    // An even number of bins, since two are read at once; the odd 16 bytes keep features from sharing cache sets.
    featureBytes: (bins + (bins % 2)) * 16 + 16,
    results: take(64),
    thresholds: take(256 * 4),
    bins: take(groups * stride * 4),
    scores: take(treesPerIteration * stride * 8),
    probabilities: take(treesPerIteration * stride * 8),
    labels: take(stride * 4),
    weights: take(stride * 4),
    entries: take(stride * 16),
    ordered: take(stride * 8),
    rows: take(stride * 4),
    spareRows: take(stride * 4),
    end,
  };
}

/** Histograms at the end of the memory, which grows as more are in use at once; freed ones are used again. */
export class HistogramPool {
  private readonly free: number[] = [];
  private next: number;

  constructor(
    private readonly memory: KernelMemory,
    start: number,
    readonly histogramBytes: number,
  ) {
    this.next = start;
  }

  take(): number {
    const freed = this.free.pop();
    if (freed !== undefined) return freed;
    const start = this.next;
    this.next += Math.ceil(this.histogramBytes / 64) * 64;
    const missing = this.next - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(pagesFor(missing));
    return start;
  }

  give(histogram: number): void {
    this.free.push(histogram);
  }
}
