import { beforeAll, describe, expect, it } from "vitest";
import type { DisplayChain } from "../pipeline/display/contract.ts";
import { SegyWriter } from "../pipeline/segy/contract.ts";
import { memorySource, MemorySink } from "../pipeline/segy/memory-file.fixture.ts";
import { float32Matrix, type Float32Matrix } from "../quantities/matrix.ts";
import { paletteNames, usualClip, type PaletteName } from "./section-contract.ts";
import { amplitudeColour } from "./section-palettes.ts";
import { SectionService } from "./section-service.ts";

const [traces, samples] = [24, 90];
const intervalMs = 4;
const delayMs = 100;

/** A line of decaying noise, loud above and quiet below, with a muted top in a few traces. */
function recorded(): Float32Matrix {
  const block = float32Matrix(traces, samples);
  for (let i = 0; i < block.data.length; i++) {
    const sample = i % samples;
    const noise = (((i * 7919 + 13) % 2003) - 1001) / 1001;
    block.data[i] = 1e4 * Math.exp(-sample / 25) * (noise + Math.sin(sample / 2));
  }
  for (let trace = 0; trace < 6; trace++) block.data.fill(0, trace * samples, trace * samples + 10 + trace);
  return block;
}

async function fileOf(block: Float32Matrix): Promise<Uint8Array> {
  const sink = new MemorySink();
  const writer = new SegyWriter(sink, {
    format: 5,
    samplesPerTrace: samples,
    intervalMicroseconds: 1000 * intervalMs,
    delayMs,
    text: { lines: ["C01 A LINE"], encoding: "ascii" },
  });
  await writer.begin();
  await writer.appendTraces(
    Array.from({ length: traces }, (_, i) => ({ inline: 7, crossline: 1 + i, cdpX: 10 * i, cdpY: 0 })),
    block,
  );
  return sink.bytes();
}

const mutedOf = (trace: number): number => (trace < 6 ? 10 + trace : 0);

/** What a chain makes of one trace, by the formulas of src/pipeline/display/README.md, sample by sample. */
function byFormula(trace: number, raw: readonly number[], chain: DisplayChain): number[] {
  const isLive = (k: number): boolean => k >= mutedOf(trace);
  let x = raw.slice();
  if (chain.bandPass) {
    const { f1, f2, f3, f4 } = chain.bandPass;
    const length = 256;
    const gain = (f: number): number =>
      f <= f1 || f >= f4 ? 0 : f < f2 ? (f - f1) / (f2 - f1) : f > f3 ? (f4 - f) / (f4 - f3) : 1;
    // The filter's impulse response, and a convolution.
    const response = Array.from({ length }, (_, n) => {
      let sum = 0;
      for (let k = 0; k < length; k++)
        sum +=
          gain(Math.min(k, length - k) / (length * 0.001 * intervalMs)) *
          Math.cos((2 * Math.PI * k * n) / length);
      return sum / length;
    });
    x = x.map((_, k) =>
      isLive(k) ? x.reduce((sum, value, j) => sum + value * response[(k - j + length) % length]!, 0) : 0,
    );
  }
  const { tPower = 0, agcMs } = chain;
  x = x.map((value, k) => value * ((delayMs + k * intervalMs) / 1000) ** tPower);
  if (agcMs !== undefined) {
    const half = Math.round(agcMs / intervalMs / 2);
    const before = x.slice();
    x = x.map((value, k) => {
      const squares = before.flatMap((other, j) =>
        Math.abs(j - k) <= half && isLive(j) ? [other ** 2] : [],
      );
      const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
      return isLive(k) ? value / Math.sqrt(mean) : 0;
    });
  }
  const factor = 10 ** ((chain.gainDb ?? 0) / 20) * (chain.isReversed ? -1 : 1);
  return x.map((value) => factor * value);
}

const bandPass = { f1: 8, f2: 16, f3: 50, f4: 70 };
const chains: readonly DisplayChain[] = [
  {},
  { gainDb: 6 },
  { isReversed: true },
  { tPower: 1.5 },
  { agcMs: 120 },
  { bandPass },
  { bandPass, tPower: 1, agcMs: 80, gainDb: -3, isReversed: true },
];

describe("the display of a section", () => {
  const raw = recorded();
  let service: SectionService;
  let key: string;
  let bytesRead = 0;

  beforeAll(async () => {
    const bytes = await fileOf(raw);
    service = new SectionService({
      workspace: () => Promise.reject(new Error("not needed")),
      openSource: async (name) => {
        const source = memorySource(name, bytes);
        return {
          ...source,
          modifiedMs: 1,
          read: (offset, length) => {
            bytesRead += length;
            return source.read(offset, length);
          },
          close: async () => undefined,
        };
      },
    });
    key = (await service.peek("line.sgy")).section.key;
    bytesRead = 0;
  });

  /** Displayed amplitudes, trace after trace. */
  const displayed = (chain: DisplayChain): number[][] =>
    Array.from({ length: traces }, (_, trace) =>
      byFormula(trace, [...raw.data.subarray(trace * samples, (trace + 1) * samples)], chain),
    );
  /** Nearest-rank percentile of the sizes of what is not muted, before the constant. */
  const clipBy = (chain: DisplayChain, percent: number): number => {
    const sizes = displayed({ ...chain, gainDb: 0 })
      .flatMap((values, trace) => values.slice(mutedOf(trace)).map(Math.abs))
      .sort((a, b) => a - b);
    return sizes[Math.min(sizes.length - 1, Math.floor((percent / 100) * sizes.length))]!;
  };

  it.each(chains)("paints what the formula gives: %j", async (chain) => {
    const palette: PaletteName = "red-white-blue";
    const picture = await service.paint(key, { palette, chain, clip: usualClip });
    const clip = clipBy(chain, 98);
    expect(picture.range.high / clip).toBeCloseTo(1, 5);
    expect(picture.range.low).toBe(-picture.range.high);
    let worst = 0;
    displayed(chain).forEach((values, trace) => {
      values.forEach((value, sample) => {
        const at = (sample * traces + trace) * 4;
        const wanted = [...amplitudeColour(palette, Math.max(-1, Math.min(1, value / clip))), 255];
        wanted.forEach((part, i) => (worst = Math.max(worst, Math.abs(picture.data[at + i]! - part))));
      });
    });
    // One of 1021 steps of a scale of 256.
    expect(worst).toBeLessThanOrEqual(2);
  });

  it("turns controls without reading anything, and without touching what was read", async () => {
    for (const chain of chains) await service.paint(key, { palette: "grey", chain, clip: usualClip });
    expect(bytesRead).toBe(0);
    expect((await service.trace(key, 3)).samples).toEqual(raw.data.slice(3 * samples, 4 * samples));
  });

  it("reads out the recorded amplitude and the displayed one", async () => {
    for (const chain of chains) {
      const [column, row] = [9, 33];
      const probe = await service.probe(key, column, row, { chain });
      expect(probe.amplitude).toBe(raw.data[column * samples + row]);
      expect(probe.displayed! / displayed(chain)[column]![row]!).toBeCloseTo(1, 5);
    }
    expect(await service.probe(key, 0, 3)).toEqual({ amplitude: 0 });
  });

  it("clips at amplitudes that are given, or with as many below as above", async () => {
    const given = await service.paint(key, { palette: "grey", clip: { low: -100, high: 300 } });
    expect(given.range).toEqual({ low: -100, high: 300 });
    const off = raw.data.map((value, at) => {
      const [trace, sample] = [Math.floor(at / samples), at % samples];
      const share = Math.max(0, Math.min(1, (value + 100) / 400));
      return Math.abs(given.data[(sample * traces + trace) * 4]! - 255 * share);
    });
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
    const live = displayed({}).flatMap((values, trace) => values.slice(mutedOf(trace)));
    const sorted = Float32Array.from(live).sort();
    const open = await service.paint(key, { palette: "grey", clip: { percent: 90, isSymmetric: false } });
    const place = Math.floor(0.95 * sorted.length);
    expect(open.range).toEqual({ low: sorted[sorted.length - 1 - place], high: sorted[place] });
  });

  it("clips a section as another one is", async () => {
    const clip = { percent: 95, isSymmetric: true };
    const chain = { agcMs: 80 };
    const whole = await service.paint(key, { palette: "grey", chain, clip });
    const piece = await service.peek("line.sgy", { reading: { intervalMicroseconds: 2000 } });
    const alone = await service.paint(piece.section.key, { palette: "grey", chain, clip });
    const together = await service.paint(piece.section.key, { palette: "grey", chain, clip, clipOf: key });
    expect(alone.range).not.toEqual(whole.range);
    expect(together.range).toEqual(whole.range);
  });

  it("gives the displayed numbers of a part as CSV, each under its trace", async () => {
    const chain: DisplayChain = { tPower: 1.5, gainDb: 6 };
    const csv = await service.numbers(key, {
      chain,
      part: { x0: 3.4, x1: 7.2, y0: 20, y1: 41.5 },
      notes: ["line.sgy", "t^1.5, +6 dB"],
    });
    const lines = csv.trimEnd().split("\n");
    expect(lines.slice(0, 7)).toEqual([
      "# line.sgy",
      "# t^1.5, +6 dB",
      "inline,7,7,7,7,7",
      "crossline,4,5,6,7,8",
      "X,30,40,50,60,70",
      "Y,0,0,0,0,0",
      "TWT (ms),amplitude,amplitude,amplitude,amplitude,amplitude",
    ]);
    expect(lines).toHaveLength(7 + 22);
    const wanted = displayed(chain);
    lines.slice(7).forEach((row, i) => {
      const [time, ...values] = row.split(",").map(Number);
      expect(time).toBe(delayMs + (20 + i) * intervalMs);
      values.forEach((value, column) => {
        expect(value / wanted[3 + column]![20 + i]!).toBeCloseTo(1, 5);
      });
    });
  });

  it("says what cannot be", async () => {
    const paint = (chain: DisplayChain) => service.paint(key, { palette: "grey", chain, clip: usualClip });
    await expect(paint({ bandPass: { ...bandPass, f2: 60 } })).rejects.toMatchObject({
      code: "band-pass-corners",
    });
    await expect(paint({ agcMs: -1 })).rejects.toMatchObject({ code: "agc-window" });
    await expect(paint({ tPower: Infinity })).rejects.toMatchObject({ code: "t-power" });
  });

  it("paints in every palette", async () => {
    for (const palette of paletteNames) {
      const { data } = await service.paint(key, { palette, clip: { low: -1e9, high: 1e9 } });
      expect([...data.subarray(0, 3)]).toEqual([...amplitudeColour(palette, 0)]);
    }
  });
});
