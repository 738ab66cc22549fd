import type { SampleFormatCode } from "../segy/contract.ts";

/** The largest whole number of each format of whole numbers; 2^53 where a double, which samples go through, ends before. */
const largest: Partial<Record<SampleFormatCode, number>> = {
  2: 2 ** 31 - 1,
  3: 2 ** 15 - 1,
  7: 2 ** 23 - 1,
  8: 2 ** 7 - 1,
  9: 2 ** 53,
  10: 2 ** 32 - 1,
  11: 2 ** 16 - 1,
  12: 2 ** 53,
  15: 2 ** 24 - 1,
  16: 2 ** 8 - 1,
};

/** Undefined for formats that are no whole numbers. */
export const wholeNumberScale = (format: SampleFormatCode): number | undefined => largest[format];

/** What samples are like that are to become whole numbers. */
export class WholeNumberEvidence {
  private peak = 0;
  private isWhole = true;

  /** @param window samples that will be written; absent: all */
  constructor(private readonly window?: { readonly firstSample: number; readonly samples: number }) {}

  see(samples: Float64Array): void {
    const from = this.window?.firstSample ?? 0;
    const end = from + (this.window?.samples ?? samples.length);
    for (let i = from; i < end; i++) {
      const value = samples[i]!;
      if (!Number.isFinite(value)) continue;
      if (Math.abs(value) > this.peak) this.peak = Math.abs(value);
      if (this.isWhole && !Number.isInteger(value)) this.isWhole = false;
    }
  }

  /**
   * The power of two by which samples are multiplied: none where all are whole and fit, else the largest under which the
   * greatest fits. A power of two moves the point and loses nothing else.
   */
  bitsFor(format: SampleFormatCode): number {
    const most = largest[format]!;
    if (this.peak === 0 || (this.isWhole && this.peak <= most)) return 0;
    let bits = Math.floor(Math.log2(most / this.peak));
    while (Math.round(this.peak * 2 ** bits) > most) bits--;
    while (Math.round(this.peak * 2 ** (bits + 1)) <= most) bits++;
    return bits;
  }

  /** The most by which rounding can change a sample, in the source's amplitudes. */
  errorWith(bits: number): number {
    return this.isWhole && bits >= 0 ? 0 : 2 ** (-bits - 1);
  }
}
