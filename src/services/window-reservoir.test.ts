import { expect, it } from "vitest";
import { seededRandom } from "../numerics/random.ts";
import type { FeatureTable } from "../pipeline/features/contract.ts";
import { float32Matrix } from "../quantities/matrix.ts";
import { WindowReservoir } from "./window-reservoir.ts";

const rows = 60;
const table: FeatureTable = {
  survey: "line",
  rows,
  traceIndex: Int32Array.from({ length: rows }, (_, row) => row),
  inline: new Int32Array(rows).fill(7),
  crossline: Int32Array.from({ length: rows }, (_, row) => 300 + row),
  startSample: Int32Array.from({ length: rows }, (_, row) => 8 * row),
  startMs: Float32Array.from({ length: rows }, (_, row) => 32 * row),
  lengthMs: 256,
  verticalUnit: "ms",
  features: float32Matrix(
    rows,
    8,
    Float32Array.from({ length: 8 * rows }, (_, i) => i),
  ),
};

it("keeps every window with the same chance, whole and in order", () => {
  const most = 12;
  const rounds = 4000;
  const kept = new Float64Array(rows);
  for (let seed = 0; seed < rounds; seed++) {
    const reservoir = new WindowReservoir(most, seededRandom(seed, "points"));
    for (let row = 0; row < rows; row++) reservoir.offer(table, row, row % 3, row % 2);
    const { windows, features } = reservoir.finish();
    expect([windows.rows, features.rows, reservoir.offered]).toEqual([most, most, rows]);
    let before = -1;
    windows.traceIndex.forEach((row, i) => {
      kept[row]!++;
      if (row <= before || windows.crossline[i] !== 300 + row || windows.startMs[i] !== 32 * row)
        throw new Error(`row ${row} is out of order or torn apart`);
      if (
        windows.line[i] !== row % 3 ||
        windows.label[i] !== row % 2 ||
        features.data[8 * i + 5] !== 8 * row + 5
      )
        throw new Error(`row ${row} has lost its line, class or features`);
      before = row;
    });
  }
  // χ² of 60 equal chances, corrected for drawing without putting back: 59 ± 11; 5 standard deviations off is no chance.
  const expected = (rounds * most) / rows;
  const chi = kept.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0) / (1 - most / rows);
  expect(Math.abs(chi - 59)).toBeLessThan(5 * Math.sqrt(2 * 59));
});

it("keeps all where there are no more", () => {
  const reservoir = new WindowReservoir(rows, seededRandom(1));
  for (let row = 0; row < rows; row++) reservoir.offer(table, row, 0, -1);
  expect([...reservoir.finish().windows.traceIndex]).toEqual([...table.traceIndex]);
});
