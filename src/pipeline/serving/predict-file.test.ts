import { describe, expect, it } from "vitest";
import { memorySegy, type MemoryTraces } from "../labels/memory-segy.fixture.ts";
import { predictFile } from "./predict-file.ts";
import { scoreWindows } from "./score-windows.ts";
import { randomWindows, scoringModel } from "./scoring-model.fixture.ts";

const samplesPerTrace = 40;

/** Inlines 1 and 2, crosslines 10 … 14, random samples. */
function volume(changes: Partial<MemoryTraces> = {}) {
  const { data } = randomWindows(10, samplesPerTrace, 4);
  const samples = Array.from({ length: 10 }, (_, trace) => [
    ...data.subarray(trace * samplesPerTrace, (trace + 1) * samplesPerTrace),
  ]);
  const traces = {
    file: "volume.sgy",
    inline: samples.map((_, trace) => 1 + Math.floor(trace / 5)),
    crossline: samples.map((_, trace) => 10 + (trace % 5)),
    samples,
    delayMs: 100,
    ...changes,
  };
  return { ...traces, segy: memorySegy(traces) };
}

describe("predictFile", () => {
  const model = scoringModel({ lengthSamples: 16, stepSamples: 8 });

  it("scores every window of every trace, in file order, as scoreWindows does", async () => {
    const { segy } = volume();
    const predictions = await predictFile(model, segy, "volume");
    expect(predictions).toMatchObject({ survey: "volume", classes: model.classes, rows: 40 });
    expect([...predictions.startSample.subarray(0, 5)]).toEqual([0, 8, 16, 24, 0]);
    expect([...predictions.startMs.subarray(0, 4)]).toEqual([100, 132, 164, 196]);
    expect([...predictions.endMs.subarray(0, 4)]).toEqual([164, 196, 228, 260]);
    expect([...predictions.traceIndex.subarray(16, 25)]).toEqual([4, 4, 4, 4, 5, 5, 5, 5, 6]);
    expect([
      predictions.inline[19],
      predictions.crossline[19],
      predictions.inline[20],
      predictions.crossline[20],
    ]).toEqual([1, 14, 2, 10]);

    const { data, columns } = await segy.readSamples(6, 1);
    expect(columns).toBe(samplesPerTrace);
    const third = { rows: 1, columns: 16, data: data.slice(16, 32) };
    const row = 6 * 4 + 2;
    const alone = scoreWindows(model, third, Float64Array.of(164));
    expect([...predictions.probabilities.data.subarray(row * 3, row * 3 + 3)]).toEqual([...alone.data]);
    expect(predictions.classIndex[row]).toBe(alone.data.indexOf(Math.max(...alone.data)));
  });

  it("takes every n-th trace of each inline of a volume", async () => {
    const { segy } = volume();
    const all = await predictFile(model, segy, "volume");
    const some = await predictFile(model, segy, "volume", { every: 2 });
    expect([...new Set(some.traceIndex)]).toEqual([0, 2, 4, 5, 7, 9]);
    for (let row = 0; row < some.rows; row++) {
      const same = all.traceIndex.findIndex(
        (trace, other) => trace === some.traceIndex[row] && all.startSample[other] === some.startSample[row],
      );
      expect([...some.probabilities.data.subarray(row * 3, row * 3 + 3)]).toEqual([
        ...all.probabilities.data.subarray(same * 3, same * 3 + 3),
      ]);
    }
  });

  it("leaves a window with a NaN sample unscored", async () => {
    const samples = volume().samples.map((trace, i) => (i === 3 ? trace.with(12, NaN) : trace)); // in the windows from 0 and 8
    const { classIndex, probabilities } = await predictFile(model, volume({ samples }).segy, "volume");
    expect([...classIndex.keys()].filter((row) => classIndex[row] === -1)).toEqual([12, 13]);
    expect([...probabilities.data.subarray(36, 42)]).toEqual([NaN, NaN, NaN, NaN, NaN, NaN]);
  });

  it("scores whole traces", async () => {
    const whole = scoringModel({ extent: "trace", lengthSamples: samplesPerTrace });
    const { rows, endMs } = await predictFile(whole, volume().segy, "volume");
    expect(rows).toBe(10);
    expect(endMs[0]).toBe(260);
  });

  it.each([
    [
      "another sample interval",
      model,
      { intervalMicroseconds: 2000 },
      "a sample every 4 ms; volume.sgy has one every 2 ms",
    ],
    [
      "shorter traces than its windows",
      scoringModel({ lengthSamples: 41 }),
      {},
      "windows of 41 samples (164 ms); volume.sgy has traces of 40 samples (160 ms)",
    ],
    [
      "whole traces of another length",
      scoringModel({ extent: "trace", lengthSamples: 39 }),
      {},
      "whole traces of 39 samples (156 ms); volume.sgy has traces of 40 samples (160 ms)",
    ],
  ])("refuses %s", async (_, wanting, changes, what) => {
    await expect(predictFile(wanting, volume(changes).segy, "volume")).rejects.toMatchObject({
      code: "input-mismatch",
      message: `the model needs ${what}`,
      place: { file: "volume.sgy" },
    });
  });

  it("tells how far it is, and stops when told to", async () => {
    const seen: number[][] = [];
    await predictFile(model, volume().segy, "volume", {
      onProgress: (done, total) => seen.push([done, total]),
    });
    expect(seen.at(-1)).toEqual([10, 10]);
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(predictFile(model, volume().segy, "volume", { signal })).rejects.toThrow("stopped");
  });
});
