import { expect, it } from "vitest";
import { describeWithPeers, describeWithPython } from "../../../../e2e/support/peers.ts";
import {
  boostingParametersSchema,
  fitClassifier,
  type BoostingParameters,
  type TrainingData,
} from "../contract.ts";
import { classShares, judge, meanAbsoluteDifference } from "../judge.fixture.ts";
import { f3StructureTask, scikitLearnProbabilities } from "../scikit-learn.fixture.ts";
import { syntheticExamples } from "../synthetic-examples.fixture.ts";

const parameters = boostingParametersSchema.parse({});

const peerDefaults = "max_iter=100, early_stopping=False, random_state=0";

async function bothOn(
  train: TrainingData,
  test: TrainingData,
  options: Partial<BoostingParameters> = {},
  peerOptions = peerDefaults,
) {
  const specification = { family: "boosting", parameters: { ...parameters, ...options } } as const;
  const model = await fitClassifier(specification, train, { seed: 1 });
  const own = model.predictProbabilities(test.features);
  const peer = await scikitLearnProbabilities(
    "sklearn.ensemble",
    `HistGradientBoostingClassifier(${peerOptions})`,
    train,
    test,
  );
  return {
    own: judge(own, test.labels),
    peer: judge(peer, test.labels),
    difference: meanAbsoluteDifference(own, peer),
    shareDifference: meanAbsoluteDifference(classShares(own), classShares(peer)),
  };
}

describeWithPeers("boosting on the F3 structure task", () => {
  it("is as right as scikit-learn's, and as sure", async () => {
    const { train, test } = await f3StructureTask();
    const { own, peer, difference } = await bothOn(train, test);
    expect(Math.abs(own.accuracy - peer.accuracy)).toBeLessThan(0.01);
    expect(Math.abs(own.macroF1 - peer.macroF1)).toBeLessThan(0.01);
    expect(difference).toBeLessThan(0.02);
  });
});

describeWithPython("boosting on generated examples", () => {
  it.each([2, 5])("is as right as scikit-learn's on %i classes, and as sure", async (classes) => {
    const { own, peer, difference, shareDifference } = await bothOn(
      syntheticExamples(6000, classes, 1),
      syntheticExamples(6000, classes, 2),
    );
    expect(peer.accuracy).toBeGreaterThan(0.5);
    expect(Math.abs(own.accuracy - peer.accuracy)).toBeLessThan(0.01);
    expect(Math.abs(own.macroF1 - peer.macroF1)).toBeLessThan(0.01);
    // Near ties fall either way and 100 rounds add that up; on the whole both are as sure.
    expect(difference).toBeLessThan(0.05);
    expect(shareDifference).toBeLessThan(0.005);
  });

  it.each([
    { classes: 2, weighted: false },
    { classes: 3, weighted: false },
    { classes: 4, weighted: true },
  ])("gives scikit-learn's very probabilities where no choice is a near tie, %o", async (kind) => {
    const { classes, weighted } = kind;
    const { difference } = await bothOn(
      coarse(syntheticExamples(4000, classes, 3, weighted)),
      coarse(syntheticExamples(4000, classes, 4)),
      { maxBins: 200, maxLeaves: 5, maxDepth: 3, minSamplesLeaf: 100, l2: 3, iterations: 10 },
      "max_iter=10, early_stopping=False, max_bins=200, max_leaf_nodes=5, max_depth=3, min_samples_leaf=100, l2_regularization=3",
    );
    expect(difference).toBeLessThan(1e-6);
  });
});

/** Fewer distinct values than bins: thresholds of both lie in the middle between neighbours, weighted or not. */
function coarse(data: TrainingData): TrainingData {
  const values = data.features.data.map((x) => Math.max(-40, Math.min(40, Math.round(16 * x))) / 16);
  return { ...data, features: { ...data.features, data: values } };
}
