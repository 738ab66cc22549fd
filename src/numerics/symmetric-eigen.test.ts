import { describe, expect, it } from "vitest";
import { float64Matrix } from "../quantities/matrix.ts";
import { seededRandom } from "./random.ts";
import { largestEigenpairs } from "./symmetric-eigen.ts";

describe("largestEigenpairs", () => {
  it("solves a matrix whose answer is known", () => {
    const { values, vectors } = largestEigenpairs(float64Matrix(2, 2, Float64Array.of(2, 1, 1, 2)), 2);
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
    expect(vectors.data[0]! * vectors.data[1]!).toBeCloseTo(0.5, 14);
    expect(vectors.data[2]! * vectors.data[3]!).toBeCloseTo(-0.5, 14);
  });

  it("gives unit, orthogonal vectors with A·v = λ·v, largest first", () => {
    const n = 90;
    const count = 20;
    const random = seededRandom(2);
    const matrix = float64Matrix(n, n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++)
        matrix.data[i * n + j] = matrix.data[j * n + i] = Math.exp(-(i - j) / 9) + 0.1 * random.normal();
    const { values, vectors } = largestEigenpairs(matrix, count);
    expect(vectors.rows).toBe(count);
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
    const entry = (k: number, i: number): number => vectors.data[k * n + i]!;
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < n; i++) {
        let product = 0;
        for (let j = 0; j < n; j++) product += matrix.data[i * n + j]! * entry(k, j);
        expect(product).toBeCloseTo(values[k]! * entry(k, i), 11);
      }
      for (let other = 0; other <= k; other++) {
        let dot = 0;
        for (let i = 0; i < n; i++) dot += entry(k, i) * entry(other, i);
        expect(dot).toBeCloseTo(k === other ? 1 : 0, 12);
      }
    }
  });

  it("refuses what has no answer, instead of iterating for ever", () => {
    expect(() => largestEigenpairs(float64Matrix(2, 2, Float64Array.of(1, NaN, NaN, 1)), 1)).toThrow(
      RangeError,
    );
    expect(() => largestEigenpairs(float64Matrix(2, 3), 1)).toThrow(RangeError);
    expect(() => largestEigenpairs(float64Matrix(2, 2), 3)).toThrow(RangeError);
  });
});
