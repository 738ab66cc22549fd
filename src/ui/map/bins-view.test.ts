import { describe, expect, it } from "vitest";
import { diagnoseGeometry } from "../../pipeline/geometry/contract.ts";
import { anySurvey, columnsOf, placeOf } from "../../pipeline/geometry/generated-survey.fixture.ts";
import type { BinsView } from "../../services/bins-contract.ts";
import {
  clampToFit,
  fitBins,
  fromScreen,
  planeOf,
  toBins,
  toMap,
  toScreen,
  windowSeen,
  zoomMap,
  type BinAxes,
} from "./bins-view.ts";

const survey = anySurvey(3);
const { geometry } = diagnoseGeometry(columnsOf(survey), { inline: 189, crossline: 193 });
const bins: BinsView = {
  survey: "any",
  geometry,
  rows: survey.inline.lines,
  columns: survey.crossline.lines,
};
const box = { left: 50, top: 10, width: 400, height: 300 };

describe("the map of bins", () => {
  it("has traces in the middle of their bins, at their coordinates", () => {
    const plane = planeOf(bins, "places");
    const there = placeOf(survey, 2, 3);
    expect(toMap(plane, 3.5, 2.5)).toEqual(there.map((value) => expect.closeTo(value, 1) as number));
    expect(toBins(plane, there)).toEqual([expect.closeTo(3.5, 2), expect.closeTo(2.5, 2)]);
  });

  it.each<BinAxes>(["numbers", "places"])("fits and comes back from the screen, by %s", (axes) => {
    const view = fitBins(bins, axes, box);
    for (const [column, row] of [
      [0, 0],
      [bins.columns, bins.rows],
    ] as const) {
      const [x, y] = toScreen(view, box, toMap(planeOf(bins, axes), column, row));
      expect(x).toBeGreaterThanOrEqual(box.left);
      expect(x).toBeLessThanOrEqual(box.left + box.width);
      expect(y).toBeGreaterThanOrEqual(box.top);
      const back = toBins(planeOf(bins, axes), fromScreen(view, box, [x, y]));
      expect(back).toEqual([expect.closeTo(column, 6), expect.closeTo(row, 6)]);
    }
    if (axes === "places")
      expect((view.x1 - view.x0) / box.width).toBeCloseTo((view.y1 - view.y0) / box.height, 9);
    expect(windowSeen(bins, axes, view)).toEqual({
      row: 0,
      rowEnd: bins.rows,
      column: 0,
      columnEnd: bins.columns,
    });
  });

  it("zooms about a point, and stays with the survey", () => {
    const whole = fitBins(bins, "numbers", box);
    const at = fromScreen(whole, box, [150, 110]);
    const close = zoomMap(whole, at, 4);
    expect(toScreen(close, box, at)).toEqual([expect.closeTo(150, 6), expect.closeTo(110, 6)]);
    expect((close.x1 - close.x0) * 4).toBeCloseTo(whole.x1 - whole.x0, 9);
    const kept = clampToFit(close, whole, 0.01);
    for (const edge of ["x0", "x1", "y0", "y1"] as const) expect(kept[edge]).toBeCloseTo(close[edge], 9);
    const far = clampToFit(zoomMap(whole, at, 1e-6), whole, 0.01);
    expect(far.x1 - far.x0).toBeCloseTo(2 * (whole.x1 - whole.x0), 6);
    const seen = windowSeen(bins, "numbers", close)!;
    expect(seen.columnEnd - seen.column).toBeLessThan(bins.columns / 2);
  });
});
