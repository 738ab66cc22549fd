import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeWithPython, runPythonSource } from "../../../e2e/support/peers.ts";
import { seededRandom } from "../../numerics/random.ts";
import { float64Matrix } from "../../quantities/matrix.ts";
import { evaluate, predictedClasses, scoresFromConfusion } from "./contract.ts";

interface Case {
  readonly name: string;
  readonly classes: number;
  readonly truth: readonly number[];
  readonly predicted: readonly number[];
}

const random = seededRandom(3);
const drawn = (rows: number, classes: number): number[] =>
  Array.from({ length: rows }, () => random.integer(classes));
const cases: readonly Case[] = [
  { name: "random, 3 classes", classes: 3, truth: drawn(500, 3), predicted: drawn(500, 3) },
  { name: "random, 10 classes", classes: 10, truth: drawn(2000, 10), predicted: drawn(2000, 10) },
  {
    name: "classes absent from truth and prediction",
    classes: 7,
    truth: [1, 1, 4, 4, 4],
    predicted: [1, 4, 4, 4, 1],
  },
  { name: "a class that is only predicted", classes: 3, truth: [0, 0, 1], predicted: [0, 2, 1] },
  { name: "a class that is never predicted", classes: 3, truth: [0, 1, 2, 2], predicted: [0, 1, 0, 1] },
  { name: "one row, right", classes: 2, truth: [1], predicted: [1] },
  { name: "one row, wrong", classes: 2, truth: [1], predicted: [0] },
  { name: "one class", classes: 1, truth: [0, 0, 0], predicted: [0, 0, 0] },
  { name: "all wrong", classes: 3, truth: [0, 1, 2], predicted: [1, 2, 0] },
];

function judge({ classes, truth, predicted }: Case) {
  return evaluate({
    truth: Int32Array.from(truth),
    predicted: Int32Array.from(predicted),
    timeOnlyPredicted: Int32Array.from(truth, (_, i) => i % classes),
    classNames: Array.from({ length: classes }, (_, c) => `class ${c}`),
    inflated: false,
  });
}

const numbers = z.array(z.number());
const scores = z.object({ accuracy: z.number(), macroF1: z.number(), balancedAccuracy: z.number() });
const peerSchema = z.array(
  z.object({
    scores,
    majority: scores,
    timeOnly: scores,
    precision: numbers,
    recall: numbers,
    f1: numbers,
    support: numbers,
    confusion: z.array(numbers),
  }),
);
const peer = `
import json, sys, warnings
import numpy as np
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score, precision_recall_fscore_support, confusion_matrix
warnings.simplefilter("ignore")
def scores(t, p):
    return {"accuracy": accuracy_score(t, p), "macroF1": f1_score(t, p, average="macro"), "balancedAccuracy": balanced_accuracy_score(t, p)}
out = []
for case in json.loads(sys.argv[1]):
    t, p, k = case["truth"], case["predicted"], list(range(case["classes"]))
    prf = precision_recall_fscore_support(t, p, labels=k, zero_division=0)
    out.append({"scores": scores(t, p), "majority": scores(t, [int(np.bincount(t).argmax())] * len(t)),
        "timeOnly": scores(t, [i % len(k) for i in range(len(t))]),
        "precision": prf[0].tolist(), "recall": prf[1].tolist(), "f1": prf[2].tolist(), "support": prf[3].tolist(),
        "confusion": confusion_matrix(t, p, labels=k).tolist()})
print(json.dumps(out))`;

describeWithPython("evaluate, beside scikit-learn", () => {
  it("gives the same scores, baselines, per-class scores and confusion", async () => {
    const expected = peerSchema.parse(JSON.parse(await runPythonSource(peer, [JSON.stringify(cases)])));
    let worst = 0;
    for (const [i, one] of cases.entries()) {
      const ours = judge(one);
      const theirs = expected[i]!;
      expect(ours.confusion, one.name).toEqual(theirs.confusion);
      expect(
        ours.perClass.map((c) => c.support),
        one.name,
      ).toEqual(theirs.support);
      const { accuracy, macroF1, balancedAccuracy } = ours;
      const pairs = [
        ...[
          { accuracy, macroF1, balancedAccuracy },
          ours.baselines.majority,
          ours.baselines.timeOnly,
        ].flatMap((mine, which) => {
          const other = [theirs.scores, theirs.majority, theirs.timeOnly][which]!;
          return [
            [mine.accuracy, other.accuracy],
            [mine.macroF1, other.macroF1],
            [mine.balancedAccuracy, other.balancedAccuracy],
          ];
        }),
        ...ours.perClass.flatMap((c, k) => [
          [c.precision, theirs.precision[k]!],
          [c.recall, theirs.recall[k]!],
          [c.f1, theirs.f1[k]!],
        ]),
      ];
      for (const [mine, other] of pairs) worst = Math.max(worst, Math.abs(mine! - other!));
      expect(worst, one.name).toBeLessThan(1e-12);
    }
  });
});

describe("evaluate", () => {
  it("names the most frequent tested class, the first of equals", () => {
    expect(
      judge({ name: "", classes: 3, truth: [2, 1, 1, 2], predicted: [0, 0, 0, 0] }).baselines.majority,
    ).toMatchObject({
      className: "class 1",
      accuracy: 0.5,
    });
  });

  it("refuses to score nothing", () => {
    expect(() => judge({ name: "", classes: 2, truth: [], predicted: [] })).toThrow(
      expect.objectContaining({ code: "nothing-to-evaluate" }) as Error,
    );
    expect(() =>
      scoresFromConfusion([
        [0, 0],
        [0, 0],
      ]),
    ).toThrow(expect.objectContaining({ code: "nothing-to-evaluate" }) as Error);
  });

  it("refuses classes that are not there, and columns of different length", () => {
    expect(() => judge({ name: "", classes: 2, truth: [0], predicted: [-1] })).toThrow(RangeError);
    expect(() => judge({ name: "", classes: 2, truth: [2], predicted: [0] })).toThrow(RangeError);
    expect(() => judge({ name: "", classes: 2, truth: [0, 1], predicted: [0] })).toThrow(RangeError);
  });
});

describe("predictedClasses", () => {
  it("takes the most probable class, the first of equals, and none of NaN", () => {
    const probabilities = float64Matrix(
      4,
      3,
      Float64Array.of(0.2, 0.5, 0.3, 0.4, 0.2, 0.4, NaN, NaN, NaN, 0, 0, 1),
    );
    expect([...predictedClasses(probabilities)]).toEqual([1, 0, -1, 2]);
  });
});
