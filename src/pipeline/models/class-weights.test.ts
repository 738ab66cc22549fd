import { expect, it } from "vitest";
import { describeWithPython, runPythonSource } from "../../../e2e/support/peers.ts";
import { balancedWeights } from "./contract.ts";

describeWithPython("balancedWeights", () => {
  it("are scikit-learn's, a class without examples included", async () => {
    const labels = Int32Array.of(0, 0, 0, 0, 0, 2, 2, 1, 4, 4);
    const printed = await runPythonSource(
      `
import json, sys
from sklearn.utils.class_weight import compute_sample_weight
print(json.dumps(compute_sample_weight("balanced", json.loads(sys.argv[1])).tolist()))`,
      [JSON.stringify([...labels])],
    );
    expect(balancedWeights(labels, 5)).toEqual(Float32Array.from(JSON.parse(printed) as number[]));
  });
});
