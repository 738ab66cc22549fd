import { describe, expect, it } from "vitest";
import { float32Matrix } from "../../quantities/matrix.ts";
import { chainInWords, conditionTraces, constantFactor, isIdle, ormsbyGain } from "./contract.ts";

const axis = { intervalMs: 4, delayMs: 0, verticalUnit: "ms" } as const;
const corners = { f1: 5, f2: 10, f3: 40, f4: 60 };

/** One trace of `samples` values. */
const traceOf = (samples: number, valueAt: (sample: number) => number) =>
  float32Matrix(
    1,
    samples,
    Float32Array.from({ length: samples }, (_, k) => valueAt(k)),
  );
const sine = (hertz: number, samples = 500) =>
  traceOf(samples, (k) => Math.sin(2 * Math.PI * hertz * 0.004 * k));
/** Largest difference well inside two traces. */
const difference = (a: Float32Array, b: Float32Array, factor = 1): number =>
  Math.max(...a.subarray(100, 400).map((value, k) => Math.abs(value - factor * b[100 + k]!)));

describe("an Ormsby band-pass", () => {
  it("has a trapezoid's gain", () => {
    expect([0, 5, 7.5, 10, 25, 40, 50, 60, 90].map((f) => ormsbyGain(f, corners))).toEqual([
      0, 0, 0.5, 1, 1, 1, 0.5, 0, 0,
    ]);
    expect([9, 10, 20].map((f) => ormsbyGain(f, { f1: 10, f2: 10, f3: 20, f4: 20 }))).toEqual([0, 1, 1]);
  });

  it("lets a sine through as it is, halves one on the slope, and takes one out", () => {
    const pass = conditionTraces(sine(25), axis, { bandPass: corners });
    expect(difference(pass.data, sine(25).data)).toBeLessThan(0.01);
    const slope = conditionTraces(sine(50), axis, { bandPass: corners });
    expect(difference(slope.data, sine(50).data, 0.5)).toBeLessThan(0.01);
    const stop = conditionTraces(sine(90), axis, { bandPass: corners });
    expect(difference(stop.data, sine(90).data, 0)).toBeLessThan(0.01);
  });

  it("moves nothing in time: a spike becomes an even wavelet about its own place", () => {
    const { data } = conditionTraces(
      traceOf(301, (k) => (k === 150 ? 1 : 0.0001)),
      axis,
      { bandPass: corners },
    );
    expect(data.indexOf(Math.max(...data))).toBe(150);
    for (let off = 1; off < 100; off++) expect(data[150 - off]).toBeCloseTo(data[150 + off]!, 4);
  });

  it("counts frequencies in cycles a metre in depth", () => {
    const depth = { intervalMs: 5, delayMs: 0, verticalUnit: "m" } as const;
    const wave = traceOf(500, (k) => Math.sin(2 * Math.PI * 0.02 * 5 * k));
    const pass = conditionTraces(wave, depth, { bandPass: { f1: 0.005, f2: 0.01, f3: 0.04, f4: 0.06 } });
    expect(difference(pass.data, wave.data)).toBeLessThan(0.01);
    const stop = conditionTraces(wave, depth, { bandPass: { f1: 0.03, f2: 0.04, f3: 0.06, f4: 0.07 } });
    expect(difference(stop.data, wave.data, 0)).toBeLessThan(0.01);
  });

  it("refuses corners that do not rise or lie beyond all frequencies", () => {
    for (const bandPass of [
      { ...corners, f2: 41 },
      { ...corners, f1: -1 },
      { f1: 125, f2: 130, f3: 140, f4: 150 },
      { ...corners, f4: NaN },
      { f1: 0, f2: 0, f3: 0, f4: 0 },
    ])
      expect(() => conditionTraces(sine(25), axis, { bandPass })).toThrow(
        expect.objectContaining({ code: "band-pass-corners" }),
      );
  });
});

describe("gain with time", () => {
  it("multiplies with the time in seconds to a power, and leaves 1 s alone", () => {
    const ones = traceOf(501, () => 1);
    const { data } = conditionTraces(ones, { ...axis, delayMs: 100 }, { tPower: 2 });
    for (const k of [0, 10, 225, 500]) expect(data[k]).toBeCloseTo((0.1 + 0.004 * k) ** 2, 6);
    const early = conditionTraces(ones, { ...axis, delayMs: -4 }, { tPower: -1 });
    expect([early.data[0], early.data[1], early.data[2]]).toEqual([250, 0, 250]);
  });

  it("refuses what is no exponent", () => {
    expect(() => conditionTraces(sine(25), axis, { tPower: NaN })).toThrow(
      expect.objectContaining({ code: "t-power" }),
    );
  });
});

describe("automatic gain control", () => {
  it("brings a sine of any size to an rms of 1, however loud the stretch above", () => {
    const quiet = traceOf(1000, (k) => (k < 500 ? 1e12 : 1e-3) * Math.sin(2 * Math.PI * 25 * 0.004 * k));
    const { data } = conditionTraces(quiet, axis, { agcMs: 200 });
    for (const [from, end] of [
      [100, 400],
      [600, 900],
    ] as const) {
      const part = data.subarray(from, end);
      const rms = Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
      // A window of 51 samples is no whole number of periods.
      expect(Math.abs(rms - 1)).toBeLessThan(0.01);
    }
  });

  it("is the definition, window by window", () => {
    const raw = traceOf(37, (k) => ((k * 7919) % 101) - 50);
    for (const agcMs of [1, 8, 40, 144, 5000]) {
      const half = Math.max(1, Math.round(agcMs / 8));
      const { data } = conditionTraces(raw, axis, { agcMs });
      raw.data.forEach((value, k) => {
        const own = raw.data.subarray(Math.max(0, k - half), k + half + 1);
        const rms = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0) / own.length);
        expect(data[k]).toBeCloseTo(value / rms, 5);
      });
    }
  });

  it("leaves zeros alone and refuses an empty window", () => {
    expect(new Set(conditionTraces(float32Matrix(2, 30), axis, { agcMs: 100 }).data)).toEqual(new Set([0]));
    expect(() => conditionTraces(sine(25), axis, { agcMs: 0 })).toThrow(
      expect.objectContaining({ code: "agc-window" }),
    );
  });
});

describe("a chain", () => {
  const all = { bandPass: corners, tPower: 1.5, agcMs: 300 };
  const muted = traceOf(300, (k) => (k < 60 || k >= 250 ? 0 : Math.sin(k) + 0.5));
  const holed = traceOf(300, (k) => (k === 100 ? NaN : k === 200 ? -Infinity : Math.sin(k)));

  it("keeps mutes at 0 and counts them in no window", () => {
    const { data } = conditionTraces(muted, axis, all);
    expect(new Set([...data.subarray(0, 60), ...data.subarray(250)])).toEqual(new Set([0]));
    const alone = float32Matrix(1, 190, muted.data.slice(60, 250));
    const gained = conditionTraces(muted, axis, { agcMs: 300 }).data.subarray(60, 250);
    conditionTraces(alone, axis, { agcMs: 300 }).data.forEach((value, k) => {
      expect(gained[k]).toBeCloseTo(value, 6);
    });
  });

  it("keeps what is no number where it is, and lets it spoil nothing else", () => {
    const { data } = conditionTraces(holed, axis, all);
    expect([data[100], data[200]]).toEqual([NaN, -Infinity]);
    expect(data.filter(Number.isFinite)).toHaveLength(298);
    const agc = conditionTraces(holed, axis, { agcMs: 40 }).data;
    // Half a window of 40 ms is five samples: sample 99 sees 94 … 104.
    const seen = holed.data.subarray(94, 105).filter(Number.isFinite);
    expect(agc[99]).toBeCloseTo(
      holed.data[99]! / Math.sqrt(seen.reduce((sum, x) => sum + x * x, 0) / seen.length),
      5,
    );
  });

  it("changes nothing that came in, and does not depend on the block", () => {
    const block = float32Matrix(2, 300, Float32Array.of(...muted.data, ...holed.data));
    const before = block.data.slice();
    const both = conditionTraces(block, axis, all);
    expect(block.data).toEqual(before);
    expect(both.data.subarray(0, 300)).toEqual(conditionTraces(muted, axis, all).data);
    expect(both.data.subarray(300)).toEqual(conditionTraces(holed, axis, all).data);
  });

  it("is idle where nothing is asked, and says what it does", () => {
    expect(conditionTraces(muted, axis, {})).toBe(muted);
    expect([isIdle({}), isIdle({ tPower: 0 }), isIdle({ tPower: 1 }), isIdle({ agcMs: 500 })]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(constantFactor({})).toBe(1);
    expect(constantFactor({ gainDb: 20 })).toBeCloseTo(10, 12);
    expect(constantFactor({ gainDb: -6, isReversed: true })).toBeCloseTo(-(10 ** -0.3), 12);
    expect(chainInWords({}, "ms")).toBe("as recorded");
    expect(chainInWords({ ...all, gainDb: -3, isReversed: true }, "ms")).toBe(
      "band-pass 5–10–40–60 Hz, t^1.5, AGC 300 ms, \u22123 dB, reversed polarity",
    );
  });
});
