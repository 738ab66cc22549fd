import { beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../errors.ts";
import {
  boostingParametersSchema,
  fitClassifier,
  restoreClassifier,
  type Classifier,
  type NamedTensors,
} from "../contract.ts";
import { syntheticExamples } from "../synthetic-examples.fixture.ts";

const data = syntheticExamples(1000, 3, 1);
const test = syntheticExamples(700, 3, 2).features;
let model: Classifier;
let tensors: NamedTensors;

beforeAll(async () => {
  const parameters = boostingParametersSchema.parse({ iterations: 10 });
  model = await fitClassifier({ family: "boosting", parameters }, data, { seed: 1 });
  tensors = model.toTensors();
});

describe("BoostingClassifier", () => {
  it("gives rows that sum to 1", () => {
    const { data: p, rows, columns } = model.predictProbabilities(test);
    expect([rows, columns, model.classes, model.features]).toEqual([700, 3, 3, 8]);
    for (let row = 0; row < rows; row++)
      expect(p[row * 3]! + p[row * 3 + 1]! + p[row * 3 + 2]!).toBeCloseTo(1, 14);
  });

  it.each([2, 3])("gives the same bits after a round trip through tensors, %i classes", async (classes) => {
    const trained = await fitClassifier(
      { family: "boosting", parameters: boostingParametersSchema.parse({ iterations: 5 }) },
      syntheticExamples(600, classes, 4),
      { seed: 1 },
    );
    const copy = structuredClone(trained.toTensors());
    const restored = restoreClassifier("boosting", copy);
    expect([restored.classes, restored.features]).toEqual([classes, 8]);
    expect(restored.predictProbabilities(test)).toEqual(trained.predictProbabilities(test));
  });

  it("refuses features that are not those of training, or not finite", () => {
    const narrow = { rows: 1, columns: 7, data: new Float32Array(7) };
    expect(() => model.predictProbabilities(narrow)).toThrow(
      expect.objectContaining({ code: "feature-count" }),
    );
    const broken = { rows: 2, columns: 8, data: new Float32Array(16).fill(NaN, 11, 12) };
    expect(() => model.predictProbabilities(broken)).toThrow(/example 1, feature 3: the value is NaN/);
  });

  const int32 = (name: string, change: (values: Int32Array) => void) => (): NamedTensors => {
    const copy = structuredClone(tensors);
    change(copy[name]!.data as Int32Array);
    return copy;
  };
  it.each<[string, () => NamedTensors]>([
    ["a tensor is missing", () => ({ ...tensors, node_left: undefined }) as unknown as NamedTensors],
    ["a type is wrong", () => ({ ...tensors, node_value: { shape: [1], data: new Float32Array(1) } })],
    ["a shape is wrong", () => ({ ...tensors, baseline: { shape: [4], data: new Float64Array(3) } })],
    ["lengths differ", () => ({ ...tensors, node_value: { shape: [1], data: new Float64Array(1) } })],
    ["a tree has a loop", int32("node_left", (left) => left.fill(0))],
    ["a child is in another tree", int32("node_left", (left) => left.fill(left.length - 2, 0, 1))],
    ["a feature is not there", int32("node_feature", (feature) => feature.fill(8, 0, 1))],
    ["trees lie wrong", int32("tree_start", (start) => start.fill(0))],
  ])("refuses tensors where %s", (_, make) => {
    expect(() => restoreClassifier("boosting", make())).toThrow(InputError);
  });
});
