import { describe, expect, it } from "vitest";
import { float32Matrix, float64Matrix } from "../quantities/matrix.ts";
import type { Predictions } from "../pipeline/serving/contract.ts";
import { RecentCache } from "./section-cache.ts";
import { paletteNames } from "./section-contract.ts";
import { nearestPredicted, paintConfidence, predictionsOnSamples } from "./section-overlays.ts";
import { paintAmplitudes } from "./section-paint.ts";
import { amplitudeColour, confidenceColour } from "./section-palettes.ts";
import { firstLine } from "./section-peek.ts";
import { traceSpectrogram } from "./section-spectrogram.ts";
import { amplitudeSpectrum } from "./section-spectrum.ts";
import { strideFor } from "./section-traces.ts";

/** CIE lightness L*, D65 (IEC 61966-2-1 and CIE 15). */
function lightness(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

describe("spectrograms", () => {
  const at = { intervalMs: 4, delayMs: 100, unit: "ms" } as const;

  it("say where windows have their middle, and frequencies in Hz", () => {
    const found = traceSpectrogram(new Float32Array(462).fill(1), at, 64);
    expect([found.windowMs, found.hopMs]).toEqual([256, 32]);
    expect(found.centreMs[0]).toBe(100 + 128);
    expect(found.centreMs.length).toBe(Math.floor((462 - 64) / 8) + 1);
    expect(found.frequency.at(-1)).toBeCloseTo(125, 9);
    expect(found.density.length).toBe(found.centreMs.length * found.frequency.length);
  });

  it("stay small for long traces, short for short ones, and count cycles a metre in depth", () => {
    const long = traceSpectrogram(new Float32Array(200_000), at, 128);
    expect(long.density.length).toBeLessThanOrEqual(16_000);
    expect(long.centreMs.at(-1)).toBeGreaterThan(100 + 4 * 199_000);
    const short = traceSpectrogram(new Float32Array(10), { ...at, unit: "m" }, 64);
    expect([short.windowMs, short.centreMs.length]).toEqual([40, 1]);
    expect(short.frequency.at(-1)).toBeCloseTo(1 / 8, 9);
  });
});

describe("palettes", () => {
  const shares = Array.from({ length: 81 }, (_, i) => -1 + i / 40);

  it.each(paletteNames.filter((name) => name !== "grey" && name !== "blue-yellow"))(
    "%s: lightness rises to the middle and falls from it, alike on both sides",
    (palette) => {
      const levels = shares.map((share) => lightness(amplitudeColour(palette, share)));
      for (let i = 1; i <= 40; i++) {
        expect(levels[i]! - levels[i - 1]!).toBeGreaterThan(0);
        expect(levels[80 - i]! - levels[81 - i]!).toBeGreaterThan(0);
        expect(Math.abs(levels[i]! - levels[80 - i]!)).toBeLessThan(9);
      }
      expect(levels[40]!).toBeGreaterThan(95);
      // No step of a fortieth stands out as an edge that is not in the data.
      for (let i = 1; i <= 80; i++) expect(Math.abs(levels[i]! - levels[i - 1]!)).toBeLessThan(5);
    },
  );

  it("grey, blue – yellow and confidence only get lighter, in even steps", () => {
    for (let i = 1; i < shares.length; i++) {
      for (const palette of ["grey", "blue-yellow"] as const) {
        const step =
          lightness(amplitudeColour(palette, shares[i]!)) -
          lightness(amplitudeColour(palette, shares[i - 1]!));
        expect(step).toBeGreaterThan(0);
        expect(step).toBeLessThan(3.6);
      }
      expect(lightness(confidenceColour(i / 80))).toBeGreaterThan(lightness(confidenceColour((i - 1) / 80)));
    }
  });
});

describe("palettes for eyes that do not tell red from green", () => {
  const linear = (part: number): number =>
    part <= 0.04045 * 255 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  /** What a dichromat sees, in linear light (F. Viénot, H. Brettel, J. Mollon, Color Research and Application 24, 1999). */
  const seenBy = {
    protanope: [0.11238, 0.88762, 0, 0.11238, 0.88762, 0, 0.00401, -0.00401, 1],
    deuteranope: [0.29275, 0.70725, 0, 0.29275, 0.70725, 0, -0.02234, 0.02234, 1],
  };
  /** CIELAB, D65 (CIE 15). */
  const labOf = (rgb: readonly number[], matrix: readonly number[]): number[] => {
    const light = rgb.map(linear);
    const [r, g, b] = [0, 3, 6].map((row) =>
      Math.max(0, matrix[row]! * light[0]! + matrix[row + 1]! * light[1]! + matrix[row + 2]! * light[2]!),
    ) as [number, number, number];
    const f = (share: number): number =>
      share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116;
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  const difference = (a: readonly number[], b: readonly number[]): number =>
    Math.hypot(...a.map((part, i) => part - b[i]!));

  it.each(["protanope", "deuteranope"] as const)(
    "a %s tells peaks from troughs, and large from small",
    (eye) => {
      const at = (palette: "blue-yellow" | "blue-orange", share: number): number[] =>
        labOf(amplitudeColour(palette, share), seenBy[eye]);
      for (const palette of ["blue-yellow", "blue-orange"] as const) {
        for (const share of [0.2, 0.4, 0.6, 0.8, 1])
          expect(difference(at(palette, share), at(palette, -share))).toBeGreaterThan(15);
        // Steps of a tenth are seen, and none looks more than twice as large as another.
        const steps = Array.from({ length: 20 }, (_, i) =>
          difference(at(palette, -1 + i / 10), at(palette, -1 + (i + 1) / 10)),
        );
        expect(Math.min(...steps)).toBeGreaterThan(4);
        expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(2.2);
      }
    },
  );
});

describe("painting", () => {
  it("puts traces across and time down, clips, and shows what is no number as mid-grey", () => {
    const samples = float32Matrix(2, 3, Float32Array.of(-9, 0, 9, NaN, Infinity, 1));
    const { data, width, height } = paintAmplitudes(samples, {
      palette: "red-white-blue",
      range: { low: -2, high: 2 },
    });
    expect({ width, height }).toEqual({ width: 2, height: 3 });
    const pixel = (row: number, column: number) => [
      ...data.subarray((row * 2 + column) * 4, (row * 2 + column) * 4 + 4),
    ];
    expect(pixel(0, 0)).toEqual([103, 0, 31, 255]);
    expect(pixel(1, 0)).toEqual([247, 247, 247, 255]);
    expect(pixel(2, 0)).toEqual([5, 48, 97, 255]);
    expect(pixel(0, 1)).toEqual([127, 127, 127, 255]);
    expect(pixel(1, 1)).toEqual([127, 127, 127, 255]);
    expect(pixel(2, 1)).toEqual([...amplitudeColour("red-white-blue", 0.5), 255]);
  });

  it("thins traces that are longer than a canvas is high", () => {
    const picture = paintAmplitudes(float32Matrix(2, 20_000), {
      palette: "grey",
      range: { low: 0, high: 0 },
    });
    // Where all amplitudes are one, that one has the middle colour.
    expect(picture).toMatchObject({ width: 2, height: 6667, rowStride: 3, range: { low: -1, high: 1 } });
    expect([...picture.data.subarray(0, 4)]).toEqual([128, 128, 128, 255]);
  });
});

describe("the first line of a file", () => {
  const positions = (inline: number[], crossline: number[]) => ({
    count: inline.length,
    inline: Int32Array.from(inline),
    crossline: Int32Array.from(crossline),
    cdpX: new Float64Array(inline.length),
    cdpY: new Float64Array(inline.length),
    cdp: new Int32Array(inline.length),
    offset: new Int32Array(inline.length),
  });

  it("is an inline, a crossline, or simply the first traces", () => {
    expect(firstLine(positions([1, 1, 1, 2], [5, 6, 7, 5]))).toEqual({
      axis: "crossline",
      line: { axis: "inline", number: 1 },
      traces: 3,
      truncated: false,
    });
    expect(firstLine(positions([1, 2, 1, 2], [5, 5, 6, 6]))).toMatchObject({
      axis: "inline",
      line: { axis: "crossline", number: 5 },
      traces: 2,
    });
    expect(firstLine(positions([0, 0, 0], [0, 0, 0]))).toEqual({
      axis: "trace",
      traces: 3,
      truncated: false,
    });
    expect(firstLine(positions([1, 2, 3], [1, 2, 3]))).toMatchObject({ axis: "trace", traces: 3 });
  });

  it("goes on beyond what is shown", () => {
    const many = Array.from({ length: 2001 }, (_, i) => i);
    expect(firstLine(positions(new Array<number>(2001).fill(1), many))).toMatchObject({
      traces: 2000,
      truncated: true,
    });
  });
});

describe("predictions on samples", () => {
  const predictions = (traces: number[]): Predictions => {
    const rows = traces.length * 2;
    const at = (row: number) => traces[Math.floor(row / 2)]!;
    const startSample = Int32Array.from({ length: rows }, (_, row) => (row % 2) * 4);
    return {
      verticalUnit: "ms",
      survey: "s",
      classes: ["a", "b"],
      rows,
      traceIndex: Int32Array.from({ length: rows }, (_, row) => at(row)),
      inline: new Int32Array(rows),
      crossline: new Int32Array(rows),
      startSample,
      startMs: Float64Array.from(startSample, (start) => 100 + 2 * start),
      endMs: Float64Array.from(startSample, (start) => 108 + 2 * start),
      classIndex: Int32Array.from({ length: rows }, (_, row) => row % 2),
      probabilities: float64Matrix(
        rows,
        2,
        Float64Array.from({ length: rows * 2 }, (_, i) => [0.92, 0.08, 0.28, 0.72][i % 4]!),
      ),
    };
  };

  it("shows the window with the nearest centre", () => {
    const { index, confidence } = predictionsOnSamples(predictions([3]), Int32Array.of(3), 9, 2);
    expect([...index]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect([confidence[0], confidence[8]]).toEqual([Math.fround(0.92), Math.fround(0.72)]);
  });

  it("shows neighbours where every n-th trace was predicted, and nothing beyond", () => {
    expect([...nearestPredicted([true, false, false, true, false, false, false, false])]).toEqual([
      0, 0, 3, 3, 3, -1, -1, -1,
    ]);
    expect([...nearestPredicted([false, true, false])]).toEqual([-1, 1, -1]);
    expect([...nearestPredicted([false, false])]).toEqual([-1, -1]);
    const { index } = predictionsOnSamples(predictions([7]), Int32Array.of(6, 7), 9, 2);
    expect(new Set(index.subarray(0, 9))).toEqual(new Set([-1]));
  });

  it("counts confidence from an even guess to certainty", () => {
    const said = predictionsOnSamples(predictions([0]), Int32Array.of(0), 10, 2);
    const { legend, covered } = paintConfidence(said, 1, 10);
    expect(covered).toBe(1);
    expect(legend.map(({ name, share }) => [name, share])).toEqual([
      ["0.90 – 1.00", 0.5],
      ["0.80 – 0.90", 0],
      ["0.70 – 0.80", 0.5],
      ["0.60 – 0.70", 0],
      ["0.50 – 0.60", 0],
    ]);
  });
});

describe("a trace's spectrum", () => {
  it("gives a sine its own amplitude at its own frequency", () => {
    const samples = Float32Array.from({ length: 250 }, (_, k) => 3 * Math.sin(2 * Math.PI * 30 * 0.004 * k));
    const { frequency, amplitude } = amplitudeSpectrum(samples, 4, "ms")!;
    const peak = amplitude.indexOf(Math.max(...amplitude));
    expect(frequency[peak]).toBeCloseTo(30, 9);
    expect(amplitude[peak]).toBeCloseTo(3, 5);
    expect(frequency.at(-1)).toBe(125);
    expect(amplitudeSpectrum(Float32Array.of(1, NaN, 2), 4, "ms")).toBeUndefined();
  });
});

describe("bounds", () => {
  it("thins wide lines to what a section may hold", () => {
    expect(strideFor(951, 462)).toBe(1);
    expect(strideFor(10_000, 462)).toBe(3);
    expect(strideFor(4096, 60_000)).toBe(20);
  });

  it("keeps what was used last", () => {
    const cache = new RecentCache<number>(10);
    cache.set("a", 1, 4);
    cache.set("b", 2, 4);
    cache.get("a");
    cache.set("c", 3, 4);
    expect([cache.get("a"), cache.get("b"), cache.get("c"), cache.bytes]).toEqual([1, undefined, 3, 8]);
    cache.set("large", 4, 99);
    expect([cache.get("a"), cache.get("large"), cache.bytes]).toEqual([undefined, 4, 99]);
  });

  it("never drops what is in use", () => {
    const inUse = new Set(["a", "c"]);
    const cache = new RecentCache<number>(10, (key) => inUse.has(key));
    cache.set("a", 1, 4);
    cache.set("b", 2, 4);
    cache.set("c", 3, 8);
    cache.set("d", 4, 4);
    expect(["a", "b", "c", "d"].map((key) => cache.get(key))).toEqual([1, undefined, 3, 4]);
    inUse.clear();
    cache.set("d", 4, 5);
    expect([cache.get("a"), cache.get("c"), cache.get("d"), cache.bytes]).toEqual([
      undefined,
      undefined,
      4,
      5,
    ]);
  });
});
