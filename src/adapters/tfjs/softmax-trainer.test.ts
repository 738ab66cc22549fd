import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { describeWithPython } from "../../../e2e/support/peers.ts";
import {
  fitClassifier,
  softmaxParametersSchema,
  type NetworkTrainer,
} from "../../pipeline/models/contract.ts";
import { judge, meanAbsoluteDifference } from "../../pipeline/models/judge.fixture.ts";
import { scikitLearnProbabilities } from "../../pipeline/models/scikit-learn.fixture.ts";
import { syntheticExamples } from "../../pipeline/models/synthetic-examples.fixture.ts";
import { createNodeNetworkTrainer } from "./node-backend.ts";
import { computesRightly } from "./self-test.ts";

const parameters = softmaxParametersSchema.parse({ epochs: 30 });
let networkTrainer: NetworkTrainer;
beforeAll(async () => {
  networkTrainer = await createNodeNetworkTrainer();
});

describe("the network trainer of Node", () => {
  it("runs on WebAssembly, which computes rightly, and is made once", async () => {
    expect(networkTrainer.backend).toBe("wasm");
    expect(await computesRightly()).toBe(true);
    expect(await createNodeNetworkTrainer()).toBe(networkTrainer);
  });

  it("repeats bit for bit from one seed, and leaves no tensor behind", async () => {
    const data = syntheticExamples(1000, 3, 1);
    const tensors = memory().numTensors;
    const first = await networkTrainer.fitSoftmax(data, parameters, { seed: 5 });
    expect(memory().numTensors).toBe(tensors);
    expect(await networkTrainer.fitSoftmax(data, parameters, { seed: 5 })).toEqual(first);
    expect(await networkTrainer.fitSoftmax(data, parameters, { seed: 6 })).not.toEqual(first);
  });

  it("reports each epoch with a loss that falls, stops at a cancel and leaves no tensor behind", async () => {
    const cancel = new AbortController();
    const losses: number[] = [];
    const tensors = memory().numTensors;
    const fit = networkTrainer.fitSoftmax(syntheticExamples(1000, 3, 1), parameters, {
      seed: 1,
      signal: cancel.signal,
      onProgress: ({ done, total, loss }) => {
        expect([done, total]).toEqual([losses.length + 1, 30]);
        if (losses.push(loss) === 10) cancel.abort();
      },
    });
    await expect(fit).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
    expect(losses[losses.length - 1]!).toBeLessThan(losses[0]!);
    expect(memory().numTensors).toBe(tensors);
  });
});

describeWithPython("softmax regression", () => {
  it.each([
    { classes: 2, rows: 5000, weighted: false },
    { classes: 5, rows: 5000, weighted: true },
    { classes: 3, rows: 200, weighted: false },
  ])("gives scikit-learn's answers, %o", async ({ classes, rows, weighted }) => {
    const train = syntheticExamples(rows, classes, 1, weighted);
    const test = syntheticExamples(3000, classes, 2);
    const specification = { family: "softmax", parameters: softmaxParametersSchema.parse({}) } as const;
    const model = await fitClassifier(specification, train, { seed: 1 }, { networkTrainer });
    const own = model.predictProbabilities(test.features);
    const total = train.weights ? "w.sum()" : "n";
    const peer = await scikitLearnProbabilities(
      "sklearn.linear_model",
      `LogisticRegression(C=1 / (1e-4 * ${total}), max_iter=5000, tol=1e-8)`,
      train,
      test,
    );
    expect(Math.abs(judge(own, test.labels).accuracy - judge(peer, test.labels).accuracy)).toBeLessThan(0.01);
    expect(meanAbsoluteDifference(own, peer)).toBeLessThan(0.005);
  });
});
