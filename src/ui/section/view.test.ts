import { describe, expect, it } from "vitest";
import { amplitudeLabel, columnTicks, numberLabel, ticksIn, tickStep } from "./axis-ticks.ts";
import type { SectionView } from "../../services/section-contract.ts";
import { columnAt, topAt } from "./section-places.ts";
import {
  aspectOf,
  boxView,
  clampView,
  fitView,
  holdAspect,
  panView,
  sharesAt,
  toSample,
  toScreenX,
  toScreenY,
  toTrace,
  viewShowing,
  zoomView,
} from "./view-transform.ts";

const extent = { traces: 951, samples: 462 };
const frame = { left: 60, top: 40, width: 900, height: 600 };

describe("the view of a section", () => {
  it("keeps what is under the cursor where it is while zooming", () => {
    let view = fitView(extent);
    for (const factor of [1.5, 2, 0.8, 3]) {
      const trace = toTrace(view, frame, 500);
      const sample = toSample(view, frame, 300);
      view = zoomView(view, (500 - 60) / 900, (300 - 40) / 600, factor, factor, extent);
      expect(toScreenX(view, frame, trace)).toBeCloseTo(500, 6);
      expect(toScreenY(view, frame, sample)).toBeCloseTo(300, 6);
    }
  });

  it("zooms one way alone, never beyond the section, never below a few traces", () => {
    const wide = zoomView(fitView(extent), 0.5, 0.5, 4, 1, extent);
    expect([wide.y0, wide.y1]).toEqual([0, 462]);
    expect(wide.x1 - wide.x0).toBeCloseTo(951 / 4, 9);
    expect(zoomView(wide, 0.2, 0.2, 0.01, 0.01, extent)).toEqual(fitView(extent));
    const deep = zoomView(fitView(extent), 0.5, 0.5, 1e9, 1e9, extent);
    expect(deep.x1 - deep.x0).toBeCloseTo(6, 9);
    expect(clampView({ x0: 0, x1: 9, y0: 0, y1: 9 }, { traces: 3, samples: 2 })).toEqual({
      x0: 0,
      x1: 3,
      y0: 0,
      y1: 2,
    });
  });

  it("stops at the edges when it is moved", () => {
    const view = { x0: 100, x1: 200, y0: 0, y1: 100 };
    expect(panView(view, 0.5, -0.5, extent)).toEqual({ x0: 150, x1: 250, y0: 0, y1: 100 });
    expect(panView(view, 100, 100, extent)).toEqual({ x0: 851, x1: 951, y0: 362, y1: 462 });
  });

  it("takes a box drawn in any direction, and no accident", () => {
    const view = fitView(extent);
    const box = boxView(view, frame, [510, 340], [60, 40], extent)!;
    expect(box.x0).toBeCloseTo(0, 9);
    expect(box.x1).toBeCloseTo(475.5, 9);
    expect(box.y1).toBeCloseTo(231, 9);
    expect(boxView(view, frame, [100, 100], [103, 400], extent)).toBeUndefined();
  });

  it("runs from right to left where it is turned round", () => {
    const turned = { ...frame, isMirrored: true };
    const view = { x0: 100, x1: 200, y0: 0, y1: 100 };
    expect([100, 150, 200].map((trace) => toScreenX(view, turned, trace))).toEqual([960, 510, 60]);
    expect(toTrace(view, turned, 60)).toBe(200);
    expect(toTrace(view, turned, toScreenX(view, turned, 123))).toBeCloseTo(123, 9);
    const trace = toTrace(view, turned, 300);
    const zoomed = zoomView(view, ...sharesAt(turned, 300, 200), 2, 2, extent);
    expect(toScreenX(zoomed, turned, trace)).toBeCloseTo(300, 6);
    const box = boxView(view, turned, [60, 40], [510, 640], extent)!;
    expect([box.x0, box.x1]).toEqual([150, 200]);
  });

  it("keeps the aspect where it is held, and stays within the section", () => {
    const view = { x0: 400, x1: 500, y0: 100, y1: 150 };
    const held = aspectOf(view, frame);
    expect(held).toBeCloseTo(600 / 50 / (900 / 100), 12);
    // Wider alone: as much higher.
    const wider = holdAspect({ ...view, x0: 350, x1: 550 }, frame, held, extent);
    expect(wider).toEqual({ x0: 350, x1: 550, y0: 75, y1: 175 });
    const whole = holdAspect(fitView(extent), frame, held, extent);
    expect(aspectOf(whole, frame)).toBeCloseTo(held, 9);
    expect(whole.x1 - whole.x0).toBeCloseTo(Math.min(951, 2 * 462), 9);
    const lower = { ...frame, height: 300 };
    expect(aspectOf(holdAspect(view, lower, held, extent), lower)).toBeCloseTo(held, 9);
  });

  it("moves as little as needed to show a window", () => {
    const view = { x0: 100, x1: 200, y0: 0, y1: 100 };
    expect(viewShowing(view, { x0: 140, x1: 150, y0: 40, y1: 60 }, extent)).toEqual(view);
    expect(viewShowing(view, { x0: 300, x1: 310, y0: 40, y1: 60 }, extent)).toEqual({
      x0: 220,
      x1: 320,
      y0: 0,
      y1: 100,
    });
  });
});

describe("axis ticks", () => {
  it("are round, within the range, and no more than asked for", () => {
    expect(tickStep(1848, 10)).toBe(200);
    expect(tickStep(10, 10)).toBe(1);
    expect(ticksIn(4, 1848, 10).map(({ at }) => at)).toEqual([
      200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800,
    ]);
    expect(ticksIn(0, 0.3, 3).map(({ label }) => label)).toEqual(["0.0", "0.1", "0.2", "0.3"]);
    expect(ticksIn(-20_000, 20_000, 4).map(({ label }) => label)).toEqual([
      "\u221220\u2009000",
      "\u221210\u2009000",
      "0",
      "10\u2009000",
      "20\u2009000",
    ]);
  });

  it("stand at the middle of the traces that have these numbers", () => {
    const numbers = Int32Array.from({ length: 951 }, (_, i) => 300 + i);
    const ticks = columnTicks({ numbers, first: 0, stride: 1 }, 0, 951, 5);
    expect(ticks).toEqual([400, 600, 800, 1000, 1200].map((n) => ({ at: n - 300 + 0.5, label: String(n) })));
    // Every other crossline: number 304 stands between the traces 302 and 306.
    const gaps = columnTicks({ numbers: Int32Array.of(298, 302, 306), first: 0, stride: 1 }, 0, 3, 2);
    expect(gaps).toEqual([
      { at: 1, label: "300" },
      { at: 2.25, label: "305" },
    ]);
    // A thinned line: column 1 is trace 10.
    expect(columnTicks({ numbers: Int32Array.of(0, 10, 20), first: 0, stride: 10 }, 0, 30, 2)).toEqual([
      { at: 0.5, label: "0" },
      { at: 10.5, label: "10" },
      { at: 20.5, label: "20" },
    ]);
  });

  it("follow the traces where the numbers do not rise", () => {
    const falling = Int32Array.from({ length: 100 }, (_, i) => 500 - i);
    expect(columnTicks({ numbers: falling, first: 0, stride: 1 }, 0, 100, 2)).toEqual([
      { at: 0.5, label: "500" },
      { at: 50.5, label: "450" },
    ]);
  });

  it("write numbers as the field reads them", () => {
    expect(numberLabel(-1234.5, 1)).toBe("\u22121234.5");
    expect(numberLabel(605_835)).toBe("605\u2009835");
    expect(numberLabel(-0.04, 1)).toBe("0.0");
    expect([0, 3412, -12.345, 0.25, 3e9, NaN].map(amplitudeLabel)).toEqual([
      "0",
      "3412",
      "\u221212.3",
      "0.2500",
      "3.00\u2009e+9",
      "no number",
    ]);
  });
});

describe("places on sections drawn one over the other", () => {
  const section = (first: number, stride: number, traces: number) =>
    ({ first, stride, traces }) as SectionView;
  const [thinned, closer] = [section(0, 3, 3000), section(4000, 1, 500)];

  it("reads the closer piece where it lies, else the whole line", () => {
    expect(topAt([thinned, closer], 4001)).toBe(closer);
    expect(columnAt(closer, 4001)).toBe(1);
    expect(topAt([thinned, closer], 3999)).toBe(thinned);
    expect(topAt([thinned, closer], 4500)).toBe(thinned);
    expect(columnAt(thinned, 4001)).toBe(1333);
    expect(topAt([], 1)).toBeUndefined();
  });
});
