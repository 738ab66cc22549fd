/**
 * Ascending sort of finite float32 values by a radix sort of their bits, several times as fast as `Float32Array.sort`.
 * −0 becomes 0. Reusable: one sorter per size keeps its buffers.
 */
export class FloatSorter {
  private readonly keys: Uint32Array;
  private readonly spare: Uint32Array;
  private readonly sorted: Float32Array;
  private readonly counts = [new Uint32Array(2048), new Uint32Array(2048), new Uint32Array(1024)] as const;

  constructor(readonly length: number) {
    this.keys = new Uint32Array(length);
    this.spare = new Uint32Array(length);
    this.sorted = new Float32Array(this.keys.buffer);
  }

  /** `length` values in; the returned view is good until the next call. */
  sort(values: Float32Array): Float32Array {
    const { keys, spare, sorted, length } = this;
    const [low, middle, high] = this.counts;
    low.fill(0);
    middle.fill(0);
    high.fill(0);
    for (let i = 0; i < length; i++) sorted[i] = values[i]! + 0;
    for (let i = 0; i < length; i++) {
      const bits = keys[i]!;
      // Order of the bits = order of the values: negative numbers turned over, positive ones above them.
      const key = (bits ^ (bits >>> 31 === 1 ? 0xffffffff : 0x80000000)) >>> 0;
      keys[i] = key;
      low[key & 2047]!++;
      middle[(key >>> 11) & 2047]!++;
      high[key >>> 22]!++;
    }
    for (const counts of this.counts) {
      let start = 0;
      for (let d = 0; d < counts.length; d++) {
        const count = counts[d]!;
        counts[d] = start;
        start += count;
      }
    }
    for (let i = 0; i < length; i++) spare[low[keys[i]! & 2047]!++] = keys[i]!;
    for (let i = 0; i < length; i++) keys[middle[(spare[i]! >>> 11) & 2047]!++] = spare[i]!;
    for (let i = 0; i < length; i++) spare[high[keys[i]! >>> 22]!++] = keys[i]!;
    for (let i = 0; i < length; i++) {
      const key = spare[i]!;
      keys[i] = key ^ (key >>> 31 === 1 ? 0x80000000 : 0xffffffff);
    }
    return sorted;
  }
}
