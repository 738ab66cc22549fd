import { expect, it } from "vitest";
import type { SectionView } from "../../services/section-contract.ts";
import { exaggerationPerAspect } from "./view-scale.ts";

const section = (change: Partial<SectionView>): SectionView =>
  ({
    cdpX: Float64Array.of(0, 30, 60),
    cdpY: Float64Array.of(0, 40, 80),
    traces: 3,
    stride: 2,
    intervalMs: 4,
    verticalUnit: "ms",
    horizontalUnit: "m",
    ...change,
  }) as SectionView;

it("is the spacing of traces over that of samples", () => {
  // 25 m a trace; at 2000 m/s a sample of 4 ms is 4 m deep.
  expect(exaggerationPerAspect(section({}), 2000)).toBeCloseTo(25 / 4, 12);
  expect(exaggerationPerAspect(section({ verticalUnit: "m", intervalMs: 5 }), 2000)).toBeCloseTo(5, 12);
  expect(exaggerationPerAspect(section({ verticalUnit: "ft", intervalMs: 10 }), 1)).toBeCloseTo(
    25 / (10 * 0.3048),
    12,
  );
  expect(exaggerationPerAspect(section({ cdpX: new Float64Array(3), cdpY: new Float64Array(3) }), 2000)).toBe(
    undefined,
  );
});
