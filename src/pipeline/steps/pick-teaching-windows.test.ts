import { expect, it } from "vitest";
import type { Predictions } from "../serving/contract.ts";
import { pickTeachingWindows } from "./pick-teaching-windows.ts";

const classes = ["normal", "anomaly", "boundary"];

/** One window a trace: crosslines 0, 1, 2 …, all of inline 7. */
function said(rows: readonly (readonly number[])[], survey = "a"): Predictions {
  const count = rows.length;
  return {
    survey,
    classes,
    verticalUnit: "ms",
    rows: count,
    traceIndex: Int32Array.from({ length: count }, (_, i) => i),
    inline: new Int32Array(count).fill(7),
    crossline: Int32Array.from({ length: count }, (_, i) => i),
    startSample: new Int32Array(count),
    startMs: new Float64Array(count),
    endMs: new Float64Array(count).fill(256),
    classIndex: Int32Array.from(rows, (row) => (Number.isNaN(row[0]) ? -1 : row.indexOf(Math.max(...row)))),
    probabilities: { rows: count, columns: 3, data: Float64Array.from(rows.flat()) },
  };
}
const none = (): boolean => false;

it("takes the smallest gap between the two likeliest, in turn for each pair that is mixed up", () => {
  const predictions = [
    said([
      [0.5, 0.4, 0.1], // normal or anomaly, gap 0.1
      [0.9, 0.1, 0.0],
      [0.48, 0.47, 0.05], // normal or anomaly, gap 0.01
      [0.1, 0.46, 0.44], // anomaly or boundary, gap 0.02
      [0.47, 0.05, 0.48], // boundary or normal, gap 0.01
      [0.44, 0.46, 0.1], // anomaly or normal, gap 0.02
    ]),
  ];
  const picked = pickTeachingWindows(predictions, none, { most: 4, apartBins: 1, apartMs: 1 });
  // Pairs by name: anomaly–boundary, anomaly–normal, boundary–normal; then the second of anomaly–normal.
  expect(picked.map(({ row }) => row)).toEqual([3, 2, 4, 5]);
  expect(picked[0]).toEqual({
    prediction: 0,
    row: 3,
    first: 1,
    second: 2,
    firstProbability: 0.46,
    secondProbability: 0.44,
  });
});

it("takes none beside another, none that is labelled, none that was not scored", () => {
  const doubt = [0.5, 0.5, 0] as const;
  const predictions = [
    said([[...doubt], [...doubt], [NaN, NaN, NaN], [...doubt], [...doubt], [...doubt], [...doubt]]),
    said([[...doubt]], "b"),
  ];
  const options = { most: 10, apartBins: 3, apartMs: 100 };
  const picked = pickTeachingWindows(predictions, none, options);
  expect(picked.map(({ prediction, row }) => [prediction, row])).toEqual([
    [0, 0],
    [0, 3],
    [0, 6],
    [1, 0],
  ]);
  const rest = pickTeachingWindows(predictions, (prediction, row) => prediction === 0 && row === 0, options);
  expect(rest.map(({ prediction, row }) => [prediction, row])).toEqual([
    [0, 1],
    [0, 4],
    [1, 0],
  ]);
});

it("goes down a trace where windows are far enough apart in time", () => {
  const one = said([
    [0.5, 0.5, 0],
    [0.5, 0.5, 0],
    [0.5, 0.5, 0],
  ]);
  const down: Predictions = {
    ...one,
    crossline: new Int32Array(3),
    startMs: Float64Array.of(0, 64, 128),
  };
  const picked = pickTeachingWindows([down], none, { most: 9, apartBins: 5, apartMs: 100 });
  expect(picked.map(({ row }) => row)).toEqual([0, 2]);
});
