import { DistinctValues } from "../../numerics/distinct-values.ts";
import { GrowingHistogram } from "../../numerics/growing-histogram.ts";
import type { FieldColumn, FieldSummary, HeaderField, SegyFile } from "./contract.ts";

/** Steps along the trace number, at most: more than a plot has pixels. */
const mostSteps = 1200;
const mostBins = 120;
/** Headers held at once, in bytes. */
const blockBytes = 4 << 20;

/**
 * Doubles of damaged headers may be huge, or so small that a range of them has no width left when it is divided; as bins they are
 * all alike.
 */
const inBins = (value: number): number =>
  Math.abs(value) < 1e-280 ? 0 : Math.max(-1e300, Math.min(1e300, value));

/** One field while its values come by, block after block. */
class FieldScan {
  readonly #field: HeaderField;
  readonly #tracesPerStep: number;
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;
  readonly #values = new DistinctValues();
  /** From the moment on when not every value is kept with its count. */
  #histogram: GrowingHistogram | undefined;
  #min = Infinity;
  #max = -Infinity;
  #zeros = 0;
  #nonFinite = 0;
  #seen = 0;
  #first = NaN;
  #last = NaN;
  /** How often the last value came in a row, not yet counted. */
  #run = 0;
  #rises = 0;
  #falls = 0;

  constructor(field: HeaderField, traces: number) {
    this.#field = field;
    this.#tracesPerStep = Math.max(1, Math.ceil(traces / mostSteps));
    const steps = Math.ceil(traces / this.#tracesPerStep);
    this.#lows = new Float64Array(steps).fill(Infinity);
    this.#highs = new Float64Array(steps).fill(-Infinity);
  }

  take(column: FieldColumn): void {
    for (let i = 0; i < column.length;) {
      const step = Math.floor((this.#seen + i) / this.#tracesPerStep);
      const end = Math.min(column.length, (step + 1) * this.#tracesPerStep - this.#seen);
      let low = this.#lows[step]!;
      let high = this.#highs[step]!;
      for (; i < end; i++) {
        const value = column[i]!;
        if (value !== this.#last) this.#turnTo(value);
        this.#run++;
        if (value < low && value !== -Infinity) low = value;
        if (value > high && value !== Infinity) high = value;
      }
      this.#lows[step] = low;
      this.#highs[step] = high;
    }
    this.#seen += column.length;
  }

  /** Another value than the one before: headers come in runs, and a run is counted once. */
  #turnTo(value: number): void {
    const before = this.#last;
    this.#countRun();
    if (this.#run === 0) this.#first = value;
    else if (value > before) this.#rises++;
    else if (value < before) this.#falls++;
    this.#last = value;
    this.#run = 0;
  }

  #countRun(): void {
    if (this.#run === 0) return;
    const [value, times] = [this.#last, this.#run];
    if (value === 0) this.#zeros += times;
    if (!Number.isFinite(value)) {
      this.#nonFinite += times;
      return;
    }
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (!this.#histogram && !this.#values.takes(value)) {
      this.#histogram = new GrowingHistogram(inBins(this.#min), inBins(this.#max), this.#leastWidth);
      for (const [known, often] of this.#values.entries()) this.#histogram.add(inBins(known), often);
    }
    this.#histogram?.add(inBins(value), times);
    this.#values.add(value, times);
  }

  get #leastWidth(): number {
    return this.#field.kind === "float64" ? 0 : 1;
  }

  summary(): FieldSummary {
    this.#countRun();
    this.#run = 0;
    const isFinite = this.#min <= this.#max;
    const ends = (values: Float64Array): Float64Array =>
      values.map((value) => (Number.isFinite(value) ? value : NaN));
    const counted = this.#values.count();
    // What only rises, or only falls, is another value at each turn.
    const isSteady = (this.#rises === 0 || this.#falls === 0) && this.#nonFinite === 0;
    return {
      field: this.#field,
      min: isFinite ? this.#min : NaN,
      max: isFinite ? this.#max : NaN,
      isConstant: isFinite && this.#min === this.#max && this.#nonFinite === 0,
      distinct:
        isSteady && !counted.isExact
          ? { count: this.#rises + this.#falls + 1, isExact: true }
          : { ...counted, count: counted.count + (this.#nonFinite > 0 ? 1 : 0) },
      zeros: this.#zeros,
      nonFinite: this.#nonFinite,
      first: this.#first,
      last: this.#last,
      along: { tracesPerStep: this.#tracesPerStep, min: ends(this.#lows), max: ends(this.#highs) },
      histogram: this.#binned(isFinite),
    };
  }

  #binned(isFinite: boolean): FieldSummary["histogram"] {
    if (!isFinite) return { from: 0, width: 1, counts: new Float64Array(0) };
    if (this.#histogram) return this.#histogram.bins(mostBins);
    const range = inBins(this.#max) - inBins(this.#min);
    const whole = this.#leastWidth === 1;
    const width = whole ? Math.ceil((range + 1) / mostBins) : range > 0 ? range / mostBins : 1;
    const counts = new Float64Array(Math.floor(range / width) + 1);
    for (const [value, times] of this.#values.entries())
      counts[Math.min(counts.length - 1, Math.floor((inBins(value) - inBins(this.#min)) / width))]! += times;
    return { from: inBins(this.#min), width, counts };
  }
}

export interface SummaryOptions {
  readonly onProgress?: (traces: number) => void;
  readonly signal?: AbortSignal;
  /** Lets the house breathe between blocks. */
  readonly yieldControl?: () => Promise<void>;
}

/**
 * All trace headers of a file, read once in blocks: what each field holds. Memory does not grow with the file; it is at most
 * about 3 MB for a field of which no two traces are alike.
 */
export async function summariseFields(
  segy: SegyFile,
  { onProgress, signal, yieldControl }: SummaryOptions = {},
): Promise<FieldSummary[]> {
  const { traces } = segy.layout;
  const fields = await segy.headerFields();
  const scans = fields.map((field) => new FieldScan(field, traces));
  const block = tracesPerBlock(segy);
  for (let first = 0; first < traces; first += block) {
    signal?.throwIfAborted();
    const count = Math.min(block, traces - first);
    const columns = await segy.readFieldColumns(first, count, fields, signal);
    scans.forEach((scan, i) => {
      scan.take(columns[i]!);
    });
    onProgress?.(first + count);
    await yieldControl?.();
  }
  return scans.map((scan) => scan.summary());
}

/** Traces whose headers are taken at once: a few megabytes of headers, and of file. */
export function tracesPerBlock({ layout }: SegyFile): number {
  const headers = (layout.traceHeaderBlocks ?? 1) * 240;
  const ofFile = Math.floor((2 * blockBytes) / layout.bytesPerTrace);
  return Math.max(1, Math.min(Math.floor(blockBytes / headers), Math.max(64, ofFile)));
}
