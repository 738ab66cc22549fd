import { describe, expect, it } from "vitest";
import { float32Matrix } from "../../../quantities/matrix.ts";
import { InputError } from "../../errors.ts";
import { fitClassifier, restoreClassifier, softmaxParametersSchema } from "../contract.ts";
import { syntheticExamples } from "../synthetic-examples.fixture.ts";
import { SoftmaxClassifier } from "./softmax-classifier.ts";

const model = new SoftmaxClassifier(
  float32Matrix(2, 3, Float32Array.of(1, 0, -1, 0.5, 0, 2)),
  Float32Array.of(0, 1, 0),
);
const features = float32Matrix(2, 2, Float32Array.of(0, 0, 2, -1));

describe("SoftmaxClassifier", () => {
  it("is the softmax of x · weights + bias", () => {
    const expected = [0, 1, 0, 1.5, 1, -4].map((score) => Math.exp(score));
    const sums = [2 + Math.E, Math.exp(1.5) + Math.E + Math.exp(-4)];
    [...model.predictProbabilities(features).data].forEach((p, i) => {
      expect(p).toBeCloseTo(expected[i]! / sums[Math.floor(i / 3)]!, 14);
    });
  });

  it("gives the same bits after a round trip through tensors", () => {
    const restored = restoreClassifier("softmax", structuredClone(model.toTensors()));
    expect([restored.family, restored.classes, restored.features]).toEqual(["softmax", 3, 2]);
    expect(restored.predictProbabilities(features)).toEqual(model.predictProbabilities(features));
  });

  it("refuses tensors that do not fit or are not finite", () => {
    const { weights, bias } = model.toTensors();
    const short = { shape: [2], data: new Float32Array(2) };
    const broken = { shape: [3], data: Float32Array.of(0, NaN, 0) };
    expect(() => restoreClassifier("softmax", { weights: weights!, bias: short })).toThrow(InputError);
    expect(() => restoreClassifier("softmax", { weights: weights!, bias: broken })).toThrow(InputError);
    expect(() => restoreClassifier("softmax", { bias: bias! })).toThrow(/no tensor weights/);
  });

  it("cannot be trained without a network trainer", async () => {
    const specification = { family: "softmax", parameters: softmaxParametersSchema.parse({}) } as const;
    await expect(fitClassifier(specification, syntheticExamples(50, 2, 1), { seed: 1 })).rejects.toThrow(
      "networkTrainer",
    );
  });
});
