import { expect, it } from "vitest";
import { describeWithPython, runPythonSource } from "../../../e2e/support/peers.ts";
import { layLattice } from "../segy/contract.ts";
import { fitCoordinates } from "./contract.ts";
import { anySurvey, columnsOf } from "./generated-survey.fixture.ts";

const script = `
import json, sys
import numpy as np
out = []
for survey in json.loads(sys.argv[1]):
    i, c = np.array(survey["i"], float), np.array(survey["c"], float)
    target = np.array([survey["x"], survey["y"]]).T
    design = np.stack([np.ones_like(i), i, c], 1)
    solution, *_ = np.linalg.lstsq(design, target, rcond=None)
    distance = np.hypot(*(target - design @ solution).T)
    out.append({"solution": solution.T.tolist(), "rms": float(np.sqrt((distance ** 2).mean())), "largest": float(distance.max())})
print(json.dumps(out))
`;

interface Solved {
  readonly solution: readonly (readonly number[])[];
  readonly rms: number;
  readonly largest: number;
}

describeWithPython("the fit of coordinates", () => {
  it("is NumPy's least squares", async () => {
    const surveys = Array.from({ length: 12 }, (_, seed) => {
      const columns = columnsOf({ ...anySurvey(seed + 100), rounding: 1 });
      const { inlines, crosslines } = layLattice(columns);
      return { columns, inlines, crosslines };
    });
    const asked = surveys.map(({ columns, inlines, crosslines }) => ({
      i: Array.from(columns.inline, (n) => (n - inlines.min) / inlines.step),
      c: Array.from(columns.crossline, (n) => (n - crosslines.min) / crosslines.step),
      x: [...columns.cdpX],
      y: [...columns.cdpY],
    }));
    const solved = JSON.parse(await runPythonSource(script, [JSON.stringify(asked)])) as Solved[];
    surveys.forEach(({ columns, inlines, crosslines }, at) => {
      const { solution, rms, largest } = solved[at]!;
      const fit = fitCoordinates(columns, inlines, crosslines)!;
      expect(fit.traces).toBe(columns.count);
      const own = [
        [fit.origin.x, fit.inlineVector!.x, fit.crosslineVector!.x],
        [fit.origin.y, fit.inlineVector!.y, fit.crosslineVector!.y],
      ];
      own.forEach((row, axis) => {
        row.forEach((value, k) => {
          expect(value).toBeCloseTo(solution[axis]![k]!, 6);
        });
      });
      expect(fit.rms).toBeCloseTo(rms, 6);
      expect(fit.largest.distance).toBeCloseTo(largest, 6);
    });
  });
});
