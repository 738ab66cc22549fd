import type { BoostingKernel } from "./boosting-kernel.ts";
import type { KernelMemory } from "./web-assembly.ts";

type SearchWork = Pick<
  BoostingKernel,
  | "sumEntries"
  | "groupHistogram"
  | "subtractHistogram"
  | "sumBins"
  | "beginSplitSearch"
  | "searchFeature"
  | "foundScore"
  | "foundFeature"
  | "foundBin"
>;

interface Sums {
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

/** The part of the reference kernel that sums entries per bin and finds the best threshold. */
export function referenceSearch(memory: KernelMemory): SearchWork {
  const pairs = (at: number, count: number): BigInt64Array => new BigInt64Array(memory.buffer, at, 2 * count);
  const sumOf = (entries: BigInt64Array, countShift: number): Sums => {
    let gradient = 0n;
    let packed = 0n;
    for (let i = 0; i < entries.length; i += 2) {
      gradient += entries[i]!;
      packed += entries[i + 1]!;
    }
    const shift = BigInt(countShift);
    return {
      gradient: Number(gradient),
      hessian: Number(packed & ((1n << shift) - 1n)),
      count: Number(packed >> shift),
    };
  };
  const write = (out: number, { gradient, hessian, count }: Sums): void => {
    new Float64Array(memory.buffer, out, 3).set([gradient, hessian, count]);
  };
  let node = { gradient: 0, hessian: 0, count: 0, countShift: 0, minSamplesLeaf: 0, leastHessian: 0, l2: 0 };
  let best = { score: 0, feature: -1, bin: -1 };

  return {
    sumEntries(entries, count, countShift, out) {
      write(out, sumOf(pairs(entries, count), countShift));
    },
    sumBins(histogram, bin, countShift, out) {
      write(out, sumOf(pairs(histogram, bin + 1), countShift));
    },
    groupHistogram(bins, rows, entries, count, histogram, featureBytes, width) {
      new Uint8Array(memory.buffer, histogram, width * featureBytes).fill(0);
      const all = pairs(entries, count);
      for (let i = 0; i < count; i++) {
        const row = rows === 0 ? i : new Uint32Array(memory.buffer, rows, count)[i]!;
        for (let lane = 0; lane < width; lane++) {
          const code = new Uint8Array(memory.buffer)[bins + 4 * row + lane]!;
          const bin = pairs(histogram + lane * featureBytes + 16 * code, 1);
          bin[0]! += all[2 * i]!;
          bin[1]! += all[2 * i + 1]!;
        }
      }
    },
    subtractHistogram(parent, part, bytes) {
      const from = pairs(parent, bytes / 16);
      pairs(part, bytes / 16).forEach((value, i) => (from[i]! -= value));
    },
    beginSplitSearch(gradient, hessian, count, countShift, minSamplesLeaf, leastHessian, l2, floorScore) {
      node = { gradient, hessian, count, countShift, minSamplesLeaf, leastHessian, l2 };
      best = { score: floorScore, feature: -1, bin: -1 };
    },
    searchFeature(histogram, bins, feature) {
      for (let bin = 0; bin < bins; bin++) {
        const left = sumOf(pairs(histogram, bin + 1), node.countShift);
        const right = node.count - left.count;
        if (left.count < node.minSamplesLeaf || right < node.minSamplesLeaf) continue;
        const hessianRight = node.hessian - left.hessian;
        if (left.hessian < node.leastHessian || hessianRight < node.leastHessian) continue;
        const gradientRight = node.gradient - left.gradient;
        const a = left.hessian + node.l2;
        const b = hessianRight + node.l2;
        const score = (left.gradient * left.gradient * b + gradientRight * gradientRight * a) / (a * b);
        if (score > best.score) best = { score, feature, bin };
      }
    },
    foundScore: () => best.score,
    foundFeature: () => best.feature,
    foundBin: () => best.bin,
  };
}
