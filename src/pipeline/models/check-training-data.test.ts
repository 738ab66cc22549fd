import { describe, expect, it } from "vitest";
import { InputError } from "../errors.ts";
import { boostingParametersSchema, fitClassifier, type TrainingData } from "./contract.ts";
import { syntheticExamples } from "./synthetic-examples.fixture.ts";

const good = syntheticExamples(60, 3, 1);
const withFeature = (value: number): TrainingData => ({
  ...good,
  features: { ...good.features, data: good.features.data.map((x, i) => (i === 21 ? value : x)) },
});
const weights = (change: (row: number) => number): TrainingData => ({
  ...good,
  weights: Float32Array.from(good.labels, (_, row) => change(row)),
});

describe("fitClassifier refuses", () => {
  it.each<[string, string, TrainingData, RegExp]>([
    [
      "no examples",
      "no-examples",
      {
        ...good,
        features: { rows: 0, columns: 8, data: new Float32Array(0) },
        labels: new Int32Array(0),
      },
      /no example/,
    ],
    [
      "no features",
      "no-features",
      { ...good, features: { rows: 60, columns: 0, data: new Float32Array(0) } },
      /no features/,
    ],
    [
      "labels of other length",
      "training-data-mismatch",
      { ...good, labels: new Int32Array(59) },
      /59 labels/,
    ],
    [
      "an unknown label",
      "label-unknown",
      { ...good, labels: good.labels.map(() => 3) },
      /example 0 is of class 3/,
    ],
    ["a single class", "single-class", { ...good, labels: good.labels.map(() => 1) }, /all 60 .* class 1/],
    [
      "classes without examples",
      "class-without-examples",
      { ...good, classes: 5 },
      /classes 3, 4 have no example/,
    ],
    ["NaN", "feature-not-finite", withFeature(NaN), /example 2, feature 5: the value is NaN/],
    [
      "infinity",
      "feature-not-finite",
      withFeature(-Infinity),
      /example 2, feature 5: the value is -Infinity/,
    ],
    ["a negative weight", "weight-invalid", weights((row) => (row === 7 ? -1 : 1)), /example 7/],
    [
      "a class without weight",
      "weight-invalid",
      weights((row) => (good.labels[row] === 2 ? 0 : 1)),
      /class 2 have no weight/,
    ],
  ])("%s", async (_, code, data, message) => {
    const specification = { family: "boosting", parameters: boostingParametersSchema.parse({}) } as const;
    const fault: unknown = await fitClassifier(specification, data, { seed: 1 }).catch((it: unknown) => it);
    expect(fault).toBeInstanceOf(InputError);
    expect(fault).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });
});
