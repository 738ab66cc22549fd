import { expect, it } from "vitest";
import type { LabelIntervals } from "../../../pipeline/labels/contract.ts";
import { paintDraft } from "./draft-picture.ts";

const intervals: LabelIntervals = {
  inline: Int32Array.of(10, 10, 11, 99),
  crossline: Int32Array.of(5, 5, 5, 5),
  startMs: Float32Array.of(4, 13, 0, 0),
  endMs: Float32Array.of(12, 21, 400, 400),
  classIndex: Int32Array.of(0, 1, 1, 0),
};
const section = {
  traces: 3,
  // The position of the first trace comes again in the third column.
  inline: Int32Array.of(10, 11, 10),
  crossline: Int32Array.of(5, 5, 5),
  delayMs: 0,
  intervalMs: 4,
};
const classes = [
  { name: "salt", colour: "#0a141e" },
  { name: "fault", colour: "#ff8000" },
];
const rgba = (data: Uint8ClampedArray, row: number, column: number, width = 3): number[] => [
  ...data.subarray(4 * (row * width + column), 4 * (row * width + column) + 4),
];

it("gives each sample the class of the interval that holds its time, ends excluded", () => {
  const { data, legend, covered } = paintDraft(intervals, section, { height: 8, rowStride: 1 }, classes);
  const salt = [10, 20, 30, 255];
  const fault = [255, 128, 0, 255];
  const none = [0, 0, 0, 0];
  // Samples at 0, 4, … 28 ms.
  const expected = [none, salt, salt, none, fault, fault, none, none];
  for (const [row, colour] of expected.entries()) {
    expect(rgba(data, row, 0)).toEqual(colour);
    expect(rgba(data, row, 1)).toEqual(fault);
    expect(rgba(data, row, 2)).toEqual(colour);
  }
  expect(legend).toEqual([
    { name: "salt", colour: "#0a141e", share: 4 / 24 },
    { name: "fault", colour: "#ff8000", share: 12 / 24 },
  ]);
  expect(covered).toBe(16 / 24);
});

it("shows every n-th sample where a canvas is not high enough for all", () => {
  const { data } = paintDraft(intervals, section, { height: 4, rowStride: 2 }, classes);
  // Samples at 0, 8, 16, 24 ms.
  expect([0, 1, 2, 3].map((row) => rgba(data, row, 0)[0])).toEqual([0, 10, 255, 0]);
});

it("takes times that are a float's rounding off for the sample that is meant", () => {
  const third = { ...section, intervalMs: 1000 / 3, inline: Int32Array.of(10, 11, 10) };
  const rounded: LabelIntervals = {
    ...intervals,
    startMs: Float32Array.of(2000 / 3, 0, 0, 0),
    endMs: Float32Array.of(4000 / 3, 0, 0, 0),
  };
  const { data } = paintDraft(rounded, third, { height: 8, rowStride: 1 }, classes);
  expect([0, 1, 2, 3, 4, 5].map((row) => rgba(data, row, 0)[3])).toEqual([0, 0, 255, 255, 0, 0]);
});
