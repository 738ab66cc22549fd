import type { LabelIntervals } from "./contract.ts";

/** Two times closer than this are the same: float32 milliseconds and fractional sample intervals do not meet exactly. */
export const timeToleranceMs = 1e-3;

/** Intervals in the order they were read, growing; `origin` is where each came from (a line of text, a trace). */
export class IntervalBuilder {
  #capacity = 1024;
  #inline = new Int32Array(this.#capacity);
  #crossline = new Int32Array(this.#capacity);
  #startMs = new Float32Array(this.#capacity);
  #endMs = new Float32Array(this.#capacity);
  #classIndex = new Int32Array(this.#capacity);
  #origin = new Int32Array(this.#capacity);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(
    inline: number,
    crossline: number,
    startMs: number,
    endMs: number,
    classIndex: number,
    origin: number,
  ): void {
    if (this.#count === this.#capacity) this.#grow();
    const at = this.#count++;
    this.#inline[at] = inline;
    this.#crossline[at] = crossline;
    this.#startMs[at] = startMs;
    this.#endMs[at] = endMs;
    this.#classIndex[at] = classIndex;
    this.#origin[at] = origin;
  }

  #grow(): void {
    this.#capacity *= 2;
    const longer = <T extends Int32Array | Float32Array>(values: T, wider: T): T => {
      wider.set(values);
      return wider;
    };
    this.#inline = longer(this.#inline, new Int32Array(this.#capacity));
    this.#crossline = longer(this.#crossline, new Int32Array(this.#capacity));
    this.#startMs = longer(this.#startMs, new Float32Array(this.#capacity));
    this.#endMs = longer(this.#endMs, new Float32Array(this.#capacity));
    this.#classIndex = longer(this.#classIndex, new Int32Array(this.#capacity));
    this.#origin = longer(this.#origin, new Int32Array(this.#capacity));
  }

  /**
   * The intervals sorted by inline, crossline and start. On one trace, overlapping intervals of one class become one.
   * @param onConflict told of the first two intervals of different classes that overlap on one trace; it must throw
   */
  finish(onConflict: (conflict: IntervalConflict) => never): LabelIntervals {
    const order = this.#order();
    const classIndex = new Int32Array(this.#count);
    const inline = new Int32Array(this.#count);
    const crossline = new Int32Array(this.#count);
    const startMs = new Float32Array(this.#count);
    const endMs = new Float32Array(this.#count);
    let kept = 0;
    let lastOrigin = 0;
    for (const at of order) {
      const last = kept - 1;
      const overlaps =
        kept > 0 &&
        inline[last] === this.#inline[at] &&
        crossline[last] === this.#crossline[at] &&
        this.#startMs[at]! < endMs[last]! - timeToleranceMs;
      if (overlaps && classIndex[last] !== this.#classIndex[at])
        onConflict({
          inline: inline[last]!,
          crossline: crossline[last]!,
          fromMs: this.#startMs[at]!,
          toMs: Math.min(endMs[last]!, this.#endMs[at]!),
          first: { origin: lastOrigin, classIndex: classIndex[last]! },
          second: { origin: this.#origin[at]!, classIndex: this.#classIndex[at]! },
        });
      if (overlaps) {
        endMs[last] = Math.max(endMs[last]!, this.#endMs[at]!);
        continue;
      }
      inline[kept] = this.#inline[at]!;
      crossline[kept] = this.#crossline[at]!;
      startMs[kept] = this.#startMs[at]!;
      endMs[kept] = this.#endMs[at]!;
      classIndex[kept] = this.#classIndex[at]!;
      lastOrigin = this.#origin[at]!;
      kept++;
    }
    return {
      inline: inline.slice(0, kept),
      crossline: crossline.slice(0, kept),
      startMs: startMs.slice(0, kept),
      endMs: endMs.slice(0, kept),
      classIndex: classIndex.slice(0, kept),
    };
  }

  #order(): Int32Array {
    const compare = (a: number, b: number): number =>
      this.#inline[a]! - this.#inline[b]! ||
      this.#crossline[a]! - this.#crossline[b]! ||
      this.#startMs[a]! - this.#startMs[b]! ||
      a - b;
    const order = Int32Array.from({ length: this.#count }, (_, i) => i);
    for (let i = 1; i < order.length; i++) if (compare(i - 1, i) > 0) return order.sort(compare);
    return order; // files are mostly in order already
  }
}

export interface IntervalConflict {
  readonly inline: number;
  readonly crossline: number;
  /** What both claim, ms; end exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly first: { readonly origin: number; readonly classIndex: number };
  readonly second: { readonly origin: number; readonly classIndex: number };
}
