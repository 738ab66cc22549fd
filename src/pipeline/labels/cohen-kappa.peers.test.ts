import { expect, it } from "vitest";
import { z } from "zod";
import { describeWithPython, runPythonSource } from "../../../e2e/support/peers.ts";
import { seededRandom } from "../../numerics/random.ts";
import { cohenKappa, kappaOfClass } from "./cohen-kappa.ts";

/** scikit-learn's kappa of all classes and of each against the others, for several pairs of raters; NaN as null. */
const peer = `
import json, sys, warnings
import numpy as np
from sklearn.metrics import cohen_kappa_score
warnings.filterwarnings("ignore")
out = []
for case in json.loads(sys.argv[1]):
    a, b, n = np.array(case["a"]), np.array(case["b"]), case["classes"]
    k = [cohen_kappa_score(a, b)] + [cohen_kappa_score(a == c, b == c) for c in range(n)]
    out.append([None if np.isnan(x) else float(x) for x in k])
print(json.dumps(out))`;

interface Case {
  readonly classes: number;
  readonly a: number[];
  readonly b: number[];
}

function randomCase(seed: number): Case {
  const random = seededRandom(seed);
  const classes = 2 + random.integer(5);
  const likeness = random.next();
  const a = Array.from({ length: 40 + random.integer(200) }, () => random.integer(classes));
  return { classes, a, b: a.map((own) => (random.next() < likeness ? own : random.integer(classes))) };
}

describeWithPython("Cohen's kappa", () => {
  it("is scikit-learn's, of all classes and of each", async () => {
    const cases = [
      ...Array.from({ length: 25 }, (_, seed) => randomCase(seed)),
      { classes: 3, a: [0, 0, 1, 1], b: [0, 0, 1, 1] },
      { classes: 2, a: [0, 1], b: [1, 0] },
      // One class on both sides: nothing to agree on but what chance would.
      { classes: 2, a: [1, 1, 1], b: [1, 1, 1] },
    ];
    const printed = await runPythonSource(peer, [JSON.stringify(cases)]);
    const expected = z.array(z.array(z.number().nullable())).parse(JSON.parse(printed));
    cases.forEach(({ classes, a, b }, i) => {
      const counts = new Float64Array(classes * classes);
      a.forEach((own, at) => counts[own * classes + b[at]!]!++);
      const ours = [
        cohenKappa(counts, classes),
        ...Array.from({ length: classes }, (_, c) => kappaOfClass(counts, classes, c)),
      ];
      ours.forEach((kappa, at) => {
        const theirs = expected[i]![at] ?? null;
        if (theirs === null) expect(kappa).toBeNull();
        else expect(kappa).toBeCloseTo(theirs, 12);
      });
    });
  });
});
