import { describe, expect, it } from "vitest";
import { float32Matrix } from "../../quantities/matrix.ts";
import { createFeatureExtractor, projectOnto } from "../features/contract.ts";
import { scoreWindows } from "./score-windows.ts";
import { randomWindows, scoringModel } from "./scoring-model.fixture.ts";

const length = 32;

describe("scoreWindows", () => {
  it.each([true, false])("asks the classifier with the eight, the embedding and time: %s", (needsTime) => {
    const model = scoringModel({ lengthSamples: length, needsTime });
    const windows = randomWindows(7, length, 9);
    const startMs = Float64Array.from({ length: 7 }, (_, row) => 100 * row);
    const eight = createFeatureExtractor(model.window).extract(windows, Int32Array.of(0));
    const scores = projectOnto(model.embedding, windows);
    const rows = Array.from({ length: 7 }, (_, row) => [
      ...eight.data.subarray(row * 8, row * 8 + 8),
      ...scores.data.subarray(row * 3, row * 3 + 3),
      ...(needsTime ? [startMs[row]!] : []),
    ]);
    const columns = needsTime ? 12 : 11;
    const standardised = rows.map((row) => row.map((x, c) => (x - c) / (50 + c)));
    const expected = model.classifier.predictProbabilities(
      float32Matrix(7, columns, Float32Array.from(standardised.flat())),
    );
    expect(scoreWindows(model, windows, startMs)).toEqual(expected);
  });

  it("gives a window the same answer alone and among others, to the last bit", () => {
    const model = scoringModel({ lengthSamples: length });
    const windows = randomWindows(9, length, 2);
    const startMs = Float64Array.from({ length: 9 }, (_, row) => row / 3);
    const together = scoreWindows(model, windows, startMs);
    for (let row = 0; row < 9; row++) {
      const one = float32Matrix(1, length, windows.data.slice(row * length, (row + 1) * length));
      const alone = scoreWindows(model, one, startMs.subarray(row, row + 1));
      expect([...alone.data]).toEqual([...together.data.subarray(row * 3, row * 3 + 3)]);
    }
  });

  it.each([
    ["NaN", NaN],
    ["an infinite sample", -Infinity],
    ["an energy beyond float32", 3e38],
  ])("does not score a window with %s, and leaves its neighbours alone", (_, value) => {
    const model = scoringModel({ lengthSamples: length });
    const windows = randomWindows(3, length, 2);
    const startMs = new Float64Array(3);
    const before = scoreWindows(model, windows, startMs);
    windows.data[length + 5] = value;
    const after = scoreWindows(model, windows, startMs);
    expect([...after.data.subarray(3, 6)]).toEqual([NaN, NaN, NaN]);
    expect([...after.data.subarray(0, 3), ...after.data.subarray(6)]).toEqual([
      ...before.data.subarray(0, 3),
      ...before.data.subarray(6),
    ]);
  });

  it("refuses windows of another length and times of another number", () => {
    const model = scoringModel({ lengthSamples: length });
    expect(() => scoreWindows(model, randomWindows(2, length + 1), new Float64Array(2))).toThrow(RangeError);
    expect(() => scoreWindows(model, randomWindows(2, length), new Float64Array(3))).toThrow(RangeError);
  });
});
