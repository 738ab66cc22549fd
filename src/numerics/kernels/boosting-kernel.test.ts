import { describe, expect, it } from "vitest";
import { seededRandom } from "../random.ts";
import { wasmBoostingKernel, type BoostingKernel } from "./boosting-kernel.ts";
import { referenceBoostingKernel } from "./boosting-reference.ts";
import { kernelMemory, type KernelMemory } from "./web-assembly.ts";

const rows = 500;
const classes = 3;
const countShift = 50;
const featureBytes = 256 * 16 + 16;
const at = {
  results: 1024,
  thresholds: 2048,
  column: 4096,
  bins: 8192,
  scores: 16384,
  probabilities: 32768,
  labels: 49152,
  weights: 53248,
  entries: 57344,
  ordered: 65536,
  rows: 73728,
  spare: 77824,
  histogram: 81920,
  parent: 102400,
};

/** The same random data in a memory for each kernel. */
function twoHouses(seed: number): { readonly kernel: BoostingKernel; readonly memory: KernelMemory }[] {
  return [wasmBoostingKernel, referenceBoostingKernel].map((make) => {
    const memory = kernelMemory(1 << 17);
    const random = seededRandom(seed);
    const normal = (): number => random.normal();
    new Float32Array(memory.buffer, at.thresholds, 255)
      .fill(Infinity)
      .set(Float32Array.from({ length: 200 }, normal).sort());
    const column = new Float32Array(memory.buffer, at.column, rows);
    column.forEach((_, i) => (column[i] = random.normal()));
    column.set(new Float32Array(memory.buffer, at.thresholds, 100), 100);
    const scores = new Float64Array(memory.buffer, at.scores, classes * rows);
    scores.forEach((_, i) => (scores[i] = 10 * random.normal()));
    scores.set([0, -800, 800], 0);
    const labels = new Int32Array(memory.buffer, at.labels, rows);
    labels.forEach((_, i) => (labels[i] = random.integer(classes)));
    const weights = new Float32Array(memory.buffer, at.weights, rows);
    weights.forEach((_, i) => (weights[i] = 2 * random.next()));
    const bins = new Uint32Array(memory.buffer, at.bins, rows);
    bins.forEach((_, i) => (bins[i] = random.integer(2 ** 32)));
    const list = new Uint32Array(memory.buffer, at.rows, rows);
    list.forEach((_, i) => (list[i] = i));
    random.shuffle(list);
    return { kernel: make(memory), memory };
  });
}

/** Does the same with both kernels and expects the same answers and the same memory, to the last bit. */
function expectSame(work: (kernel: BoostingKernel) => unknown): void {
  const [wasm, reference] = twoHouses(7).map(({ kernel, memory }) => {
    const before = new Uint8Array(memory.buffer).slice();
    const answer = work(kernel);
    const after = new Uint8Array(memory.buffer);
    // What is left in the spare rows is nobody's concern.
    after.fill(0, at.spare, at.spare + 4 * rows);
    return { answer, after: Buffer.from(after), changed: Buffer.compare(before, after) !== 0 };
  });
  expect(wasm!.answer).toEqual(reference!.answer);
  expect(wasm!.after.equals(reference!.after)).toBe(true);
  expect(wasm!.changed).toBe(true);
}

const gradients = (kernel: BoostingKernel): void => {
  kernel.softmax(at.scores, at.probabilities, at.labels, at.weights, classes, rows, 0, rows);
  kernel.fixedGradients(
    at.probabilities,
    at.labels,
    at.weights,
    0,
    2 ** 38,
    2 ** 36,
    countShift,
    at.entries,
    0,
    rows,
  );
};
const histograms = (kernel: BoostingKernel, width: number, list: number): void => {
  gradients(kernel);
  kernel.groupHistogram(at.bins, list, at.entries, rows, at.histogram, featureBytes, width);
};

describe("the WebAssembly boosting kernel equals plain TypeScript, bit for bit", () => {
  it("binColumn", () => {
    expectSame((kernel) => {
      kernel.binColumn(at.column, rows, at.thresholds, at.bins + 2);
    });
  });

  it("softmax and logistic, with their losses", () => {
    expectSame((kernel) =>
      kernel.softmax(at.scores, at.probabilities, at.labels, at.weights, classes, rows, 0, rows),
    );
    expectSame((kernel) => kernel.logistic(at.scores, at.probabilities, at.labels, at.weights, 0, rows));
  });

  it("fixedGradients and sumEntries", () => {
    expectSame((kernel) => {
      gradients(kernel);
      kernel.sumEntries(at.entries, rows, countShift, at.results);
    });
  });

  it.each([1, 2, 3, 4])("groupHistogram of %i features, all rows and listed rows", (width) => {
    expectSame((kernel) => {
      histograms(kernel, width, 0);
    });
    expectSame((kernel) => {
      histograms(kernel, width, at.rows);
    });
  });

  it("subtractHistogram and sumBins", () => {
    expectSame((kernel) => {
      histograms(kernel, 1, 0);
      kernel.groupHistogram(at.bins, at.rows, at.entries, 200, at.parent, featureBytes, 1);
      kernel.subtractHistogram(at.histogram, at.parent, featureBytes);
      kernel.sumBins(at.histogram, 77, countShift, at.results);
    });
  });

  it.each([
    { minSamplesLeaf: 1, leastHessian: 0, l2: 0 },
    { minSamplesLeaf: 20, leastHessian: 2 ** 36, l2: 2 ** 38 },
    { minSamplesLeaf: 249, leastHessian: 0, l2: 1 },
  ])("the search for a split, %o", ({ minSamplesLeaf, leastHessian, l2 }) => {
    expectSame((kernel) => {
      histograms(kernel, 4, 0);
      // The padding bin that is read with an odd last one holds nothing.
      kernel.beginSplitSearch(0, 2 ** 43, rows, countShift, minSamplesLeaf, leastHessian, l2, 0);
      return [0, 1, 2, 3].map((feature) => {
        kernel.searchFeature(at.histogram + feature * featureBytes, 256, feature);
        return [kernel.foundScore(), kernel.foundFeature(), kernel.foundBin()];
      });
    });
  });

  it("partitionRows, gatherEntries, addToScores, listAllRows", () => {
    expectSame((kernel) => {
      gradients(kernel);
      const left = kernel.partitionRows(at.rows, rows, at.bins, 16, 100, at.spare);
      kernel.gatherEntries(at.entries, at.rows, left, at.ordered);
      kernel.addToScores(at.scores, at.rows + 4 * left, rows - left, 0.1);
      return left;
    });
    expectSame((kernel) => {
      kernel.listAllRows(at.rows, rows);
    });
  });
});
