import { expect, it } from "vitest";
import type { SectionView } from "../../services/section-contract.ts";
import { placeSelection } from "./draw-selection.ts";

// Every other trace of a line: columns are traces 100, 102 … 110 of the file, 4 ms a sample from 20 ms.
const section = {
  survey: "line",
  first: 10,
  stride: 2,
  traces: 6,
  samples: 50,
  delayMs: 20,
  intervalMs: 4,
  traceIndex: Int32Array.from([100, 102, 104, 106, 108, 110]),
} as unknown as SectionView;

it("joins neighbouring traces of a selection into bands over all samples", () => {
  const traceIndex = Int32Array.from([7, 102, 104, 110, 500]);
  expect(placeSelection(section, { survey: "line", traceIndex })).toEqual([
    { x0: 12, x1: 16, y0: 0, y1: 50 },
    { x0: 20, x1: 22, y0: 0, y1: 50 },
  ]);
  expect(placeSelection(section, { survey: "another", traceIndex })).toEqual([]);
});

it("places selected windows by their times", () => {
  const windows = { startMs: Float32Array.from([20, 60, 20]), endMs: Float32Array.from([60, 100, 60]) };
  const traceIndex = Int32Array.from([100, 100, 101]);
  expect(placeSelection(section, { survey: "line", traceIndex, windows })).toEqual([
    { x0: 10, x1: 12, y0: 0, y1: 10 },
    { x0: 10, x1: 12, y0: 10, y1: 20 },
  ]);
});
