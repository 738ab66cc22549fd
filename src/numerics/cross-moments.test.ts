import { describe, expect, it } from "vitest";
import { float32Matrix, type Float32Matrix } from "../quantities/matrix.ts";
import { CrossMoments } from "./cross-moments.ts";
import { seededRandom } from "./random.ts";

function randomRows(rows: number, columns: number, offset: number): Float32Matrix {
  const random = seededRandom(5);
  const matrix = float32Matrix(rows, columns);
  for (let i = 0; i < matrix.data.length; i++)
    matrix.data[i] = offset + random.normal() + (i > 0 ? 0.5 * (matrix.data[i - 1]! - offset) : 0);
  return matrix;
}

function momentsOf(...blocks: Float32Matrix[]) {
  const moments = new CrossMoments(blocks[0]!.columns);
  for (const block of blocks) moments.add(block);
  return moments.finish();
}

const part = ({ data, columns }: Float32Matrix, from: number, to: number): Float32Matrix =>
  float32Matrix(to - from, columns, data.subarray(from * columns, to * columns));

/** The definition, in two passes. */
function covarianceByDefinition({ data, rows, columns }: Float32Matrix, i: number, j: number): number {
  const at = (row: number, column: number): number => data[row * columns + column]!;
  let meanI = 0;
  let meanJ = 0;
  for (let row = 0; row < rows; row++) {
    meanI += at(row, i) / rows;
    meanJ += at(row, j) / rows;
  }
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += (at(row, i) - meanI) * (at(row, j) - meanJ);
  return sum / rows;
}

describe("CrossMoments", () => {
  it.each([1, 2, 5, 7, 8, 33])("gives means and covariances of %i columns far from zero", (columns) => {
    const rows = randomRows(203, columns, 1000);
    const { mean, covariance } = momentsOf(rows);
    for (let i = 0; i < columns; i++) {
      let expectedMean = 0;
      for (let row = 0; row < rows.rows; row++) expectedMean += rows.data[row * columns + i]! / rows.rows;
      expect(mean[i]).toBeCloseTo(expectedMean, 9);
      for (let j = 0; j < columns; j++)
        expect(covariance.data[i * columns + j]).toBeCloseTo(covarianceByDefinition(rows, i, j), 10);
    }
  });

  it("gives the same bits however the rows are cut into blocks", () => {
    const rows = randomRows(500, 11, 3);
    const cut = momentsOf(part(rows, 0, 0), part(rows, 0, 1), part(rows, 1, 130), part(rows, 130, 500));
    expect(cut).toEqual(momentsOf(rows));
  });

  it("gives a column of equal values a variance of exactly 0", () => {
    const rows = randomRows(300, 3, 0);
    for (let row = 0; row < rows.rows; row++) rows.data[row * 3 + 1] = 0.1;
    const { mean, covariance } = momentsOf(rows);
    expect(mean[1]).toBe(Math.fround(0.1));
    expect(covariance.data[4]).toBe(0);
  });

  it("stays exact enough when the first row is an outlier", () => {
    const rows = randomRows(2000, 2, 0);
    rows.data[0] = 1e6;
    const { covariance } = momentsOf(rows);
    expect(covariance.data[0]! / covarianceByDefinition(rows, 0, 0)).toBeCloseTo(1, 11);
  });

  it("can be asked in between", () => {
    const rows = randomRows(100, 4, 0);
    const moments = new CrossMoments(4);
    moments.add(part(rows, 0, 37));
    expect(moments.finish()).toEqual(momentsOf(part(rows, 0, 37)));
    moments.add(part(rows, 37, 100));
    expect(moments.rows).toBe(100);
    expect(moments.finish().covariance.data[1]).toBeCloseTo(momentsOf(rows).covariance.data[1]!, 12);
  });

  it("refuses rows of another length", () => {
    expect(() => {
      new CrossMoments(4).add(float32Matrix(2, 3));
    }).toThrow(RangeError);
  });
});
