const binsPerMs = 20;
const largestMs = 60_000;

/** Counts of latencies in bins of 0.05 ms up to a minute: millions of them in little memory. */
export class Latencies {
  private readonly bins = new Uint32Array(binsPerMs * largestMs + 1);
  count = 0;
  largestMs = 0;

  add(ms: number): void {
    this.bins[Math.min(this.bins.length - 1, Math.max(0, Math.floor(ms * binsPerMs)))]!++;
    this.count++;
    this.largestMs = Math.max(this.largestMs, ms);
  }

  /** Upper end of the bin that holds it, ms; NaN of none. @param share such as 0.99 */
  quantile(share: number): number {
    const wanted = Math.ceil(share * this.count);
    if (wanted === 0) return NaN;
    let seen = 0;
    for (let bin = 0; bin < this.bins.length; bin++) {
      seen += this.bins[bin]!;
      if (seen >= wanted) return (bin + 1) / binsPerMs;
    }
    return NaN;
  }
}
