import { describe, expect, it } from "vitest";
import { differences } from "./metrics.ts";

describe("what differs from a record", () => {
  it("is named by its place, exactly or beyond a tolerance", () => {
    const recorded = { scores: { accuracy: 0.5 }, confusion: [[1, 2]] };
    expect(differences(recorded, structuredClone(recorded))).toEqual([]);
    expect(differences(recorded, { scores: { accuracy: 0.5 + 2 ** -50 }, confusion: [[1, 2]] })).toEqual([
      `scores.accuracy is ${0.5 + 2 ** -50}, recorded is 0.5`,
    ]);
    expect(differences(recorded, { scores: { accuracy: 0.51 }, confusion: [[1, 3]] }, 0.02)).toEqual([
      "confusion.0.1 is 3, recorded is 2",
    ]);
  });

  it("is what is missing, new or no number", () => {
    expect(differences({ a: 1 }, { b: 1 })).toEqual([
      "a is undefined, recorded is 1",
      "b is 1, recorded is undefined",
    ]);
    expect(differences({ a: 1 }, { a: NaN }, 1)).toEqual(["a is NaN, recorded is 1"]);
  });
});
