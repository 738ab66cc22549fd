import { describe, expect, it } from "vitest";
import { float32Matrix } from "../../quantities/matrix.ts";
import { assembleExamples, featureColumnNames } from "./assemble-examples.ts";

describe("assembleExamples", () => {
  const eight = float32Matrix(
    2,
    8,
    Float32Array.from({ length: 16 }, (_, at) => at),
  );
  const scores = float32Matrix(2, 2, Float32Array.of(100, 101, 200, 201));

  it("puts the eight, the embedding and the time side by side, as the names say", () => {
    const withTime = assembleExamples(eight, scores, [500, 564]);
    expect([...withTime.data.subarray(11)]).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 200, 201, 564]);
    const names = featureColumnNames(2, true);
    expect(names.slice(7)).toEqual(["dominant_frequency", "embedding_01", "embedding_02", "start_ms"]);
    expect(names).toHaveLength(withTime.columns);
    expect(featureColumnNames(2, false)).toHaveLength(assembleExamples(eight, scores).columns);
  });

  it("refuses parts of different length", () => {
    expect(() => assembleExamples(eight, float32Matrix(3, 2))).toThrow(RangeError);
    expect(() => assembleExamples(eight, scores, [1])).toThrow(RangeError);
  });
});
