import { describe, expect, it } from "vitest";
import { referenceBoostingKernel } from "../../../numerics/kernels/boosting-reference.ts";
import { seededRandom } from "../../../numerics/random.ts";
import { boostingParametersSchema, type TrainingData } from "../contract.ts";
import { judge } from "../judge.fixture.ts";
import { syntheticExamples } from "../synthetic-examples.fixture.ts";
import { BoostingClassifier } from "./boosting-classifier.ts";
import { fitBoosting } from "./fit-boosting.ts";

const parameters = boostingParametersSchema.parse({ iterations: 20 });
const seed = 1;

/** The same examples in another order. */
function shuffled(data: TrainingData): TrainingData {
  const order = seededRandom(9).shuffle(Int32Array.from(data.labels.keys()));
  const { columns, rows } = data.features;
  const features = new Float32Array(rows * columns);
  order.forEach((from, to) => {
    features.set(data.features.data.subarray(from * columns, (from + 1) * columns), to * columns);
  });
  return {
    classes: data.classes,
    features: { rows, columns, data: features },
    labels: Int32Array.from(order, (row) => data.labels[row]!),
  };
}

describe("fitBoosting", () => {
  it.each([
    { classes: 2, weighted: false },
    { classes: 3, weighted: true },
  ])("grows the same trees on the plain TypeScript kernel, bit for bit, %o", async (kind) => {
    const data = syntheticExamples(301, kind.classes, 5, kind.weighted);
    const small = { ...parameters, iterations: 4, maxBins: 21, maxLeaves: 7, minSamplesLeaf: 5, l2: 0.5 };
    const wasm = await fitBoosting(data, small, { seed });
    const reference = await fitBoosting(data, small, { seed }, referenceBoostingKernel);
    expect(wasm.trees.feature.filter((feature) => feature >= 0).length).toBeGreaterThan(20);
    expect(wasm).toEqual(reference);
  });

  it("repeats bit for bit, and does not depend on the order of examples", async () => {
    const data = syntheticExamples(3001, 3, 6);
    const model = await fitBoosting(data, parameters, { seed });
    expect(await fitBoosting(data, parameters, { seed })).toEqual(model);
    expect(await fitBoosting(shuffled(data), parameters, { seed })).toEqual(model);
  });

  it("reports a training loss that falls, and is the loss of the model so far", async () => {
    const data = syntheticExamples(2000, 3, 7, true);
    const losses: number[] = [];
    const model = await fitBoosting(data, parameters, {
      seed,
      onProgress: ({ done, total, loss }) => {
        expect([done, total]).toEqual([losses.length + 1, 20]);
        losses.push(loss);
      },
    });
    losses.slice(1).forEach((loss, i) => {
      expect(loss).toBeLessThan(losses[i]!);
    });
    const { data: p } = new BoostingClassifier(model).predictProbabilities(data.features);
    let sum = 0;
    let weight = 0;
    data.labels.forEach((label, row) => {
      sum -= data.weights![row]! * Math.log(p[row * 3 + label]!);
      weight += data.weights![row]!;
    });
    expect(losses[19]).toBeCloseTo(sum / weight, 12);
  });

  it("keeps the limits on leaves, depth and samples", async () => {
    const data = syntheticExamples(2000, 2, 8);
    const { trees } = await fitBoosting(data, { ...parameters, maxLeaves: 6, maxDepth: 3 }, { seed });
    const leaves = (tree: number): number =>
      trees.feature.subarray(trees.starts[tree], trees.starts[tree + 1]).filter((f) => f < 0).length;
    expect(Math.max(...Array.from({ length: 20 }, (_, tree) => leaves(tree)))).toBe(6);
    const stumps = await fitBoosting(data, { ...parameters, maxDepth: 1 }, { seed });
    expect(stumps.trees.feature.length).toBe(20 * 3);
    const none = await fitBoosting(data, { ...parameters, minSamplesLeaf: 1001 }, { seed });
    expect(none.trees.feature.length).toBe(20);
  });

  it("learns what only a bend can tell: far better than the majority", async () => {
    const [train, test] = [syntheticExamples(4000, 2, 1), syntheticExamples(4000, 2, 2)];
    const model = new BoostingClassifier(await fitBoosting(train, parameters, { seed }));
    expect(judge(model.predictProbabilities(test.features), test.labels).accuracy).toBeGreaterThan(0.78);
  });

  it("stops at a cancel between iterations, and yields at each", async () => {
    const cancel = new AbortController();
    let yields = 0;
    const fit = fitBoosting(syntheticExamples(500, 2, 1), parameters, {
      seed,
      signal: cancel.signal,
      yieldControl: async () => {
        if (++yields === 3) cancel.abort();
      },
    });
    await expect(fit).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
    expect(yields).toBe(3);
  });

  it("survives scores so sure that curvature vanishes", async () => {
    const rows = 200;
    const features = { rows, columns: 1, data: Float32Array.from({ length: rows }, (_, i) => i) };
    const labels = Int32Array.from({ length: rows }, (_, i) => (i < 100 ? 0 : 1));
    const sure = { ...parameters, iterations: 300, learningRate: 1 };
    const model = new BoostingClassifier(await fitBoosting({ features, labels, classes: 2 }, sure, { seed }));
    const { data } = model.predictProbabilities(features);
    expect(data.every(Number.isFinite)).toBe(true);
    expect(data[0]).toBeGreaterThan(0.999);
  });
});
