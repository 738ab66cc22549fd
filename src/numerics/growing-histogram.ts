const bins = 1024;

/**
 * A histogram of values whose range nobody knows yet: exact counts in 1,024 bins, whose width doubles as often as a value
 * lies outside. Widths are powers of two and edges multiples of them, so that old bins fall into new ones whole.
 */
export class GrowingHistogram {
  #counts = new Float64Array(bins);
  #from: number;
  #width: number;

  /**
   * @param min least value that comes at first @param max and the greatest
   * @param leastWidth of a bin; 1 for whole numbers
   */
  constructor(min: number, max: number, leastWidth = 0) {
    this.#width = Math.max(leastWidth, widthFor(max - min));
    this.#from = Math.floor(min / this.#width) * this.#width;
  }

  /** @param value from −1e300 to 1e300 @param times how often it comes */
  add(value: number, times: number): void {
    let bin = Math.floor((value - this.#from) / this.#width);
    if (bin < 0 || bin >= bins) {
      this.#widen(value);
      bin = Math.floor((value - this.#from) / this.#width);
    }
    this.#counts[bin]! += times;
  }

  /** Neighbouring bins taken together until there are at most `most`, without the empty ones at both ends. */
  bins(most: number): { readonly from: number; readonly width: number; readonly counts: Float64Array } {
    const first = this.#counts.findIndex((count) => count > 0);
    if (first < 0) return { from: this.#from, width: this.#width, counts: new Float64Array(0) };
    const end = this.#counts.findLastIndex((count) => count > 0) + 1;
    const together = Math.ceil((end - first) / most);
    const counts = new Float64Array(Math.ceil((end - first) / together));
    for (let bin = first; bin < end; bin++)
      counts[Math.floor((bin - first) / together)]! += this.#counts[bin]!;
    return { from: this.#from + first * this.#width, width: this.#width * together, counts };
  }

  /** Room is left on the side where the value came from: what goes on falling or rising must not widen each time. */
  #widen(value: number): void {
    const [counts, from, width] = [this.#counts, this.#from, this.#width];
    const top = Math.max(from + bins * width, value);
    const bottom = Math.min(from, value);
    // One more, since the edges are not the range's own.
    this.#width = Math.max(2 * width, 2 * widthFor(top - bottom));
    this.#from =
      value < from
        ? (Math.floor(top / this.#width) - bins + 1) * this.#width
        : Math.floor(bottom / this.#width) * this.#width;
    this.#counts = new Float64Array(bins);
    counts.forEach((count, bin) => {
      if (count > 0) this.#counts[Math.floor((from + bin * width - this.#from) / this.#width)]! += count;
    });
  }
}

/** The least power of two whose bins cover a range. */
const widthFor = (range: number): number => (range > 0 ? 2 ** Math.ceil(Math.log2(range / (bins - 1))) : 1);
