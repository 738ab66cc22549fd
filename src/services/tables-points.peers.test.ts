import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { describeWithPython, runPythonSource } from "../../e2e/support/peers.ts";
import { demoFiles, memoryPorts, trainDemo } from "../pipeline/steps/demo-workspace.fixture.ts";
import { TablesInspector } from "./tables-inspector.ts";

describeWithPython("the points' components and percentiles beside scikit-learn's and SciPy's", () => {
  it(
    "has the scores of StandardScaler and PCA, and percentileofscore's mean ranks",
    { timeout: 60_000 },
    async () => {
      const house = await memoryPorts(await demoFiles());
      await trainDemo(house);
      const inspector = new TablesInspector({ workspace: async () => house.workspace });
      const points = await inspector.points({ most: 100_000, seed: 7 });
      const width = points.columns.length;
      const features = Array.from({ length: points.rows }, (_, row) => [
        ...points.values.subarray(row * width, row * width + 8),
      ]);
      const chosen = 123;
      const folder = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const file = path.join(folder, "features.json");
      await writeFile(file, JSON.stringify(features));
      const peer = JSON.parse(
        await runPythonSource(
          `
import json, sys, numpy as np
from scipy.stats import percentileofscore
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
x = np.array(json.load(open(sys.argv[1])))
chosen = int(sys.argv[2])
p = PCA(8, svd_solver="full").fit(StandardScaler().fit_transform(x))
print(json.dumps({"ratio": p.explained_variance_ratio_.tolist(), "components": p.components_.tolist(),
  "scores": p.transform(StandardScaler().fit_transform(x)).tolist(),
  "percentiles": [percentileofscore(x[:, c], x[chosen, c], kind="mean") for c in range(8)]}))`,
          [file, String(chosen)],
        ),
      ) as { ratio: number[]; components: number[][]; scores: number[][]; percentiles: number[] };
      const { explainedVarianceRatio, loadings } = points.components;
      explainedVarianceRatio.forEach((share, k) => {
        expect(share).toBeCloseTo(peer.ratio[k]!, 9);
        const own = loadings.subarray(8 * k, 8 * k + 8);
        const sign = Math.sign(own.reduce((sum, value, i) => sum + value * peer.components[k]![i]!, 0));
        // A component that hardly varies is determined less sharply.
        const close = share > 1e-3 ? 1e-5 : 1e-2;
        let worst = 0;
        for (let row = 0; row < points.rows; row++) {
          const mine = points.values[row * width + 8 + k]!;
          worst = Math.max(worst, Math.abs(mine - sign * peer.scores[row]![k]!));
        }
        expect(worst).toBeLessThan(close);
      });
      const found = await inspector.window({
        survey: "demo",
        traceIndex: points.traceIndex[chosen]!,
        atMs: points.startMs[chosen]! + points.lengthMs / 2,
      });
      found.features.forEach(({ percentile }, c) => {
        expect(percentile).toBeCloseTo(peer.percentiles[c]!, 9);
      });
    },
  );
});
