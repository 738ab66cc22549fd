import { describe, expect, it } from "vitest";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { seededRandom } from "../../numerics/random.ts";
import { InputError } from "../errors.ts";
import type { Embedding } from "./contract.ts";
import { EmbeddingFit } from "./embedding.ts";
import { projectOnto } from "./project-onto.ts";

function smoothRows(rows: number, columns: number): Float32Matrix {
  const random = seededRandom(11);
  const matrix = float32Matrix(rows, columns);
  for (let i = 0; i < matrix.data.length; i++)
    matrix.data[i] = (i % columns === 0 ? 0 : 0.8 * matrix.data[i - 1]!) + random.normal();
  return matrix;
}

function fitted(rows: Float32Matrix, components = 32): Embedding {
  const fit = new EmbeddingFit(rows.columns);
  fit.add(rows);
  return fit.finish(components);
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.code;
  }
  return undefined;
}

describe("EmbeddingFit", () => {
  it("gives scores whose mean is 0 and whose variance is what the components explain", () => {
    const rows = smoothRows(400, 12);
    const embedding = fitted(rows, 12);
    const scores = projectOnto(embedding, rows);
    let explained = 0;
    for (let k = 0; k < 12; k++) {
      let sum = 0;
      let squares = 0;
      for (let row = 0; row < rows.rows; row++) {
        sum += scores.data[row * 12 + k]!;
        squares += scores.data[row * 12 + k]! ** 2;
      }
      expect(sum / rows.rows).toBeCloseTo(0, 5);
      expect(squares / rows.rows).toBeCloseTo(embedding.explainedVarianceRatio[k]! * 12, 5);
      explained += embedding.explainedVarianceRatio[k]!;
    }
    expect(explained).toBeCloseTo(1, 12);
  });

  it("makes the entry of largest magnitude of each component positive", () => {
    const { components } = fitted(smoothRows(300, 20), 20);
    for (let k = 0; k < components.rows; k++) {
      const entries = components.data.subarray(k * 20, (k + 1) * 20);
      expect(Math.max(...entries)).toBeGreaterThanOrEqual(-Math.min(...entries));
    }
  });

  it("gives the same bits however the rows are cut into blocks", () => {
    const rows = smoothRows(333, 9);
    const fit = new EmbeddingFit(9);
    for (const [from, to] of [
      [0, 100],
      [100, 101],
      [101, 333],
    ] as const)
      fit.add(float32Matrix(to - from, 9, rows.data.subarray(from * 9, to * 9)));
    expect(fit.rows).toBe(333);
    expect(fit.finish(5)).toEqual(fitted(rows, 5));
  });

  it("leaves constant samples unscaled and out of the components", () => {
    const rows = smoothRows(200, 6);
    for (let row = 0; row < rows.rows; row++) rows.data[row * 6 + 2] = 7.3;
    const { sampleMean, sampleStd, components } = fitted(rows, 5);
    expect(sampleStd[2]).toBe(1);
    expect(sampleMean[2]).toBe(Math.fround(7.3));
    for (let k = 0; k < 5; k++) expect(components.data[k * 6 + 2]).toBeCloseTo(0, 12);
  });

  it("gives as many components as samples and rows allow, and says how many", () => {
    expect(fitted(smoothRows(100, 5)).components.rows).toBe(5);
    expect(fitted(smoothRows(10, 50)).components.rows).toBe(9);
    expect(fitted(smoothRows(100, 50)).components.rows).toBe(32);
    expect(fitted(smoothRows(100, 1)).explainedVarianceRatio).toEqual(Float64Array.of(1));
    expect(projectOnto(fitted(smoothRows(10, 50)), smoothRows(3, 50)).columns).toBe(9);
  });

  it("survives dead traces only: nothing varies, nothing is explained", () => {
    const dead = float32Matrix(50, 8);
    const embedding = fitted(dead, 4);
    expect([...embedding.explainedVarianceRatio]).toEqual([0, 0, 0, 0]);
    expect(projectOnto(embedding, dead).data.every((score) => score === 0)).toBe(true);
  });

  it("says what is missing when there is too little to fit on, or a bad window was let in", () => {
    expect(codeOf(() => new EmbeddingFit(8).finish(4))).toBe("embedding-too-few-rows");
    expect(codeOf(() => fitted(smoothRows(1, 8)))).toBe("embedding-too-few-rows");
    for (const bad of [NaN, Infinity]) {
      const rows = smoothRows(100, 8);
      rows.data[77] = bad;
      expect(codeOf(() => fitted(rows))).toBe("embedding-not-finite");
    }
  });
});

describe("projectOnto", () => {
  it("standardises and projects, as written out", () => {
    const rows = smoothRows(61, 10);
    const embedding = fitted(rows, 7);
    const scores = projectOnto(embedding, rows);
    expect([scores.rows, scores.columns]).toEqual([61, 7]);
    for (let row = 0; row < 61; row++)
      for (let k = 0; k < 7; k++) {
        let expected = 0;
        for (let s = 0; s < 10; s++)
          expected +=
            ((rows.data[row * 10 + s]! - embedding.sampleMean[s]!) / embedding.sampleStd[s]!) *
            embedding.components.data[k * 10 + s]!;
        expect(scores.data[row * 7 + k]).toBeCloseTo(expected, 5);
      }
  });

  it("gives a row the same bits alone, in a block, and in a matrix of the caller's", () => {
    const rows = smoothRows(61, 10);
    const embedding = fitted(rows, 7);
    const together = projectOnto(embedding, rows);
    const out = float32Matrix(1, 7);
    for (let row = 0; row < 61; row++) {
      const own = float32Matrix(1, 10, rows.data.slice(row * 10, (row + 1) * 10));
      expect(projectOnto(embedding, own, out)).toBe(out);
      expect(out.data).toEqual(together.data.slice(row * 7, (row + 1) * 7));
    }
    expect(projectOnto(embedding, float32Matrix(0, 10)).data).toHaveLength(0);
  });

  it("scores a window with a NaN as NaN and leaves its neighbours whole", () => {
    const rows = smoothRows(4, 10);
    const embedding = fitted(smoothRows(61, 10), 3);
    rows.data[10] = NaN;
    const scores = projectOnto(embedding, rows);
    expect([...scores.data].map(Number.isNaN)).toEqual(
      [0, 1, 2, 3].flatMap((row) => [row === 1, row === 1, row === 1]),
    );
  });

  it("refuses windows or results of another shape", () => {
    const embedding = fitted(smoothRows(61, 10), 3);
    expect(() => projectOnto(embedding, float32Matrix(2, 11))).toThrow(RangeError);
    expect(() => projectOnto(embedding, float32Matrix(2, 10), float32Matrix(2, 4))).toThrow(RangeError);
  });
});
