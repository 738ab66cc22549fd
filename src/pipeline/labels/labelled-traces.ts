import type { MergedLabels } from "./contract.ts";

/**
 * Where each labelled trace's intervals are: one entry per (file, inline, crossline), in this order, so that a trace is found
 * by bisection. No hash table, whose memory would dwarf the labels of a large volume.
 */
export class LabelledTraces {
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** Entry e holds intervals `firstInterval[e] … firstInterval[e + 1] − 1`. `[entries + 1]` */
  readonly firstInterval: Int32Array;
  /** File s holds entries `firstEntry[s] … firstEntry[s + 1] − 1`. `[sources + 1]` */
  readonly firstEntry: Int32Array;

  constructor({ intervals, sources }: Pick<MergedLabels, "intervals" | "sources">) {
    const { inline, crossline, sourceIndex } = intervals;
    const count = inline.length;
    const starts = new Int32Array(count + 1);
    this.firstEntry = new Int32Array(sources.length + 1);
    let entries = 0;
    for (let i = 0; i < count; i++) {
      const begins =
        i === 0 ||
        inline[i] !== inline[i - 1] ||
        crossline[i] !== crossline[i - 1] ||
        sourceIndex[i] !== sourceIndex[i - 1];
      if (!begins) continue;
      starts[entries++] = i;
      this.firstEntry[sourceIndex[i]! + 1] = entries;
    }
    starts[entries] = count;
    // A file without intervals begins and ends where the one before it ends.
    for (let s = 1; s <= sources.length; s++)
      this.firstEntry[s] = Math.max(this.firstEntry[s]!, this.firstEntry[s - 1]!);
    this.firstInterval = starts.slice(0, entries + 1);
    this.inline = Int32Array.from({ length: entries }, (_, e) => inline[starts[e]!]!);
    this.crossline = Int32Array.from({ length: entries }, (_, e) => crossline[starts[e]!]!);
  }

  /** The entry of a trace in a file; −1 where the file does not label it. */
  find(source: number, inline: number, crossline: number): number {
    const end = this.firstEntry[source + 1]!;
    let low = this.firstEntry[source]!;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this.inline[middle]! - inline || this.crossline[middle]! - crossline;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return low < end && this.inline[low] === inline && this.crossline[low] === crossline ? low : -1;
  }
}
