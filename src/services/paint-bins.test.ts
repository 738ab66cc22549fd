import { expect, it } from "vitest";
import { layLattice } from "../pipeline/segy/contract.ts";
import { binColours } from "./bin-colours.ts";
import { paintOccupancy } from "./paint-bins.ts";

it("paints the worst of the bins that a pixel stands for", () => {
  // 3000 crosslines on 2 inlines: bin (0, 7) is missing, bin (1, 2000) holds two traces.
  const bins = Array.from({ length: 6000 }, (_, i) => [Math.floor(i / 3000), i % 3000] as const).filter(
    ([row, column]) => !(row === 0 && column === 7),
  );
  bins.push([1, 2000]);
  const lattice = layLattice({
    count: bins.length,
    inline: Int32Array.from(bins, ([row]) => 10 + row),
    crossline: Int32Array.from(bins, ([, column]) => column),
  });
  const whole = { row: 0, rowEnd: 2, column: 0, columnEnd: 3000 };
  const { data, width, height, stride } = paintOccupancy(lattice, whole);
  expect({ width, height, stride }).toEqual({ width: 1000, height: 1, stride: 3 });
  const pixel = (x: number): number[] => [...data.subarray(4 * x, 4 * x + 3)];
  expect([pixel(2), pixel(666), pixel(0)]).toEqual([
    binColours.missing,
    binColours.duplicated,
    binColours.present,
  ]);
});
