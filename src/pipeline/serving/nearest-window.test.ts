import { expect, it } from "vitest";
import { nearestWindows } from "./nearest-window.ts";

it("takes the window of the nearest centre, the earlier of two as near", () => {
  // Centres 4, 8, 12.
  expect([...nearestWindows(Int32Array.of(0, 4, 8), 8, 16)]).toEqual([
    0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2,
  ]);
  // An odd length: centres 2 and 5.
  expect([...nearestWindows(Int32Array.of(0, 3), 5, 8)]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  expect([...nearestWindows(Int32Array.of(0), 6, 6)]).toEqual([0, 0, 0, 0, 0, 0]);
});
