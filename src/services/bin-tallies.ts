import type { Rgb } from "./bin-colours.ts";
import type { BinPaletteName } from "./bins-contract.ts";

/** A number for each bin, or a class. Columns of length `bins`. */
export type BinValues =
  | {
      readonly kind: "numbers";
      /** NaN where there is none. */
      readonly values: Float32Array;
      /** What each was taken from: traces, windows or samples. */
      readonly counts: Uint32Array;
      readonly palette: BinPaletteName;
    }
  | {
      readonly kind: "classes";
      /** −1 where there is none. */
      readonly index: Int16Array;
      /** Of what was counted in the bin, how much is of the class: 0 … 1. */
      readonly share: Float32Array;
      readonly counts: Uint32Array;
      readonly names: readonly string[];
      readonly colours: readonly Rgb[];
      /** Where one pixel stands for several bins: the commonest class, or the last one (flags). */
      readonly shown: "commonest" | "worst";
    };

/** Means by bin. */
export class MeanTally {
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;

  constructor(bins: number) {
    this.#sums = new Float64Array(bins);
    this.#counts = new Uint32Array(bins);
  }

  /** What is not finite is not counted; nor is a bin below 0, which is none. */
  add(bin: number, value: number): void {
    if (bin < 0 || !Number.isFinite(value)) return;
    this.#sums[bin]! += value;
    this.#counts[bin]!++;
  }

  /** @param factor from what was added to what is shown */
  means(palette: BinPaletteName = "values", factor = 1): Extract<BinValues, { kind: "numbers" }> {
    const counts = this.#counts;
    const values = new Float32Array(counts.length);
    for (let bin = 0; bin < values.length; bin++)
      values[bin] = counts[bin] === 0 ? NaN : (factor * this.#sums[bin]!) / counts[bin]!;
    return { kind: "numbers", values, counts, palette };
  }
}

/** Counts of classes by bin. Memory: 4 bytes for each bin and class. */
export class ClassTally {
  readonly #bins: number;
  readonly #classes: number;
  readonly #counts: Uint32Array;

  constructor(bins: number, classes: number) {
    this.#bins = bins;
    this.#classes = classes;
    this.#counts = new Uint32Array(bins * classes);
  }

  add(bin: number, index: number, times = 1): void {
    if (bin >= 0 && index >= 0) this.#counts[bin * this.#classes + index]! += times;
  }

  /** The commonest class of each bin, the first of equally common ones. */
  commonest(
    look: Pick<Extract<BinValues, { kind: "classes" }>, "names" | "colours">,
  ): Extract<BinValues, { kind: "classes" }> {
    const bins = this.#bins;
    const index = new Int16Array(bins).fill(-1);
    const share = new Float32Array(bins);
    const counts = new Uint32Array(bins);
    for (let bin = 0; bin < bins; bin++) {
      let [most, all] = [0, 0];
      for (let c = 0; c < this.#classes; c++) {
        const own = this.#counts[bin * this.#classes + c]!;
        all += own;
        if (own <= most) continue;
        most = own;
        index[bin] = c;
      }
      counts[bin] = all;
      share[bin] = all === 0 ? 0 : most / all;
    }
    return { kind: "classes", index, share, counts, ...look, shown: "commonest" };
  }
}

/** A flag of traces by bin: a bin has it when one of its traces has it; its share is that of the traces that agree. */
export class FlagTally {
  readonly #raised: Uint32Array;
  readonly #counts: Uint32Array;

  constructor(bins: number) {
    this.#raised = new Uint32Array(bins);
    this.#counts = new Uint32Array(bins);
  }

  add(bin: number, isRaised: boolean): void {
    if (bin < 0) return;
    this.#counts[bin]!++;
    if (isRaised) this.#raised[bin]!++;
  }

  flags(
    look: Pick<Extract<BinValues, { kind: "classes" }>, "names" | "colours">,
  ): Extract<BinValues, { kind: "classes" }> {
    const counts = this.#counts;
    return {
      kind: "classes",
      index: Int16Array.from(this.#raised, (raised) => (raised > 0 ? 1 : 0)),
      share: Float32Array.from(this.#raised, (raised, bin) => (raised > 0 ? raised / counts[bin]! : 1)),
      counts,
      ...look,
      shown: "worst",
    };
  }
}
