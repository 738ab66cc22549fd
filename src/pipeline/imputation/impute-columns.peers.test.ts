import { expect, it } from "vitest";
import { z } from "zod";
import { describeWithPython, runPythonSource } from "../../../e2e/support/peers.ts";
import { seededRandom } from "../../numerics/random.ts";
import { imputeColumns } from "./impute-columns.ts";

const peer = `
import json, sys
import numpy as np
from sklearn.impute import KNNImputer
x = np.array(json.loads(sys.argv[1]), dtype=float)
print(json.dumps([KNNImputer(n_neighbors=k).fit_transform(x).tolist() for k in (2, 5)]))`;

describeWithPython("imputed headers, beside scikit-learn's KNNImputer", () => {
  it("are the same to the last digits, for every pattern of gaps", async () => {
    const random = seededRandom(11);
    const rows = 300;
    // Line numbers and coordinates, with noise so that no two distances are equal. Without UTM's millions: KNNImputer takes
    // distances as x² − 2xy + y², where those leave no digit for the metres (ours takes (x − y)²).
    const table = Array.from({ length: rows }, () => {
      const [inline, crossline] = [100 + 50 * random.next(), 300 + 80 * random.next()];
      return [inline, crossline, 25 * crossline + random.next(), 25 * inline + random.next()];
    });
    const missing = table.map((row) => row.map(() => random.next() < 0.3));
    // A row without anything is where the two differ by intent.
    missing.forEach((row) => {
      if (row.every((gap) => gap)) row[random.integer(4)] = false;
    });
    const gappy = table.map((row, i) => row.map((value, c) => (missing[i]![c] ? null : value)));
    const expected = z
      .array(z.array(z.array(z.number())))
      .parse(JSON.parse(await runPythonSource(peer, [JSON.stringify(gappy)])));
    [2, 5].forEach((neighbours, which) => {
      const columns = [0, 1, 2, 3].map((c) => ({
        values: Float64Array.from(table, (row) => row[c]!),
        missing: Uint8Array.from(missing, (row) => (row[c] ? 1 : 0)),
      }));
      const targets = Int32Array.from({ length: rows }, (_, i) => i);
      let filled = 0;
      imputeColumns(columns, rows, targets, { neighbours, share: "any" }).forEach((column, c) => {
        column.rows.forEach((row, place) => {
          const theirs = expected[which]![row]![c]!;
          expect(Math.abs(column.values[place]! / theirs - 1)).toBeLessThan(1e-12);
          filled++;
        });
      });
      expect(filled).toBe(missing.flat().filter((gap) => gap).length);
    });
  });
});
