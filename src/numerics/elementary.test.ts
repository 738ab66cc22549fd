import { describe, expect, it } from "vitest";
import { exp, log, softmaxRows } from "./elementary.ts";
import { seededRandom } from "./random.ts";

const double = new Float64Array(1);
const word = new BigInt64Array(double.buffer);
const bitsOf = (x: number): bigint => {
  double[0] = x;
  return word[0]!;
};
/** Doubles between two values of one sign. */
const ulpsApart = (a: number, b: number): number => Math.abs(Number(bitsOf(a) - bitsOf(b)));

describe("exp", () => {
  it("is within 2 ulp of the engine's over its whole range", () => {
    const random = seededRandom(1);
    let worst = 0;
    for (let i = 0; i < 300_000; i++) {
      const x = i % 3 === 0 ? -745 + 1454.7 * random.next() : 2 * random.normal();
      worst = Math.max(worst, ulpsApart(exp(x), Math.exp(x)));
    }
    expect(worst).toBeLessThanOrEqual(2);
  });

  it("handles zero, the ends of the range and what lies beyond", () => {
    expect([0, -0].map(exp)).toEqual([1, 1]);
    expect([710, Infinity].map(exp)).toEqual([Infinity, Infinity]);
    expect([-746, -Infinity].map(exp)).toEqual([0, 0]);
    expect(exp(NaN)).toBeNaN();
    expect(exp(709.782712893384) / 1.797693134862273e308).toBeCloseTo(1, 10);
    expect(exp(-745.1)).toBe(5e-324);
  });

  it("gives the same bits on every engine: a few are written down", () => {
    expect([1, -1, 0.1, -20, 300].map(bitsOfExp)).toMatchInlineSnapshot(`
      [
        "4005bf0a8b14576a",
        "3fd78b56362cef38",
        "3ff1aec7b35a00d4",
        "3e21b48655f37267",
        "5afc05c0a7166b4a",
      ]
    `);
  });
});

describe("log", () => {
  it("is within 2 ulp of the engine's over its whole range", () => {
    const random = seededRandom(2);
    let worst = 0;
    for (let i = 0; i < 300_000; i++) {
      const u = random.next();
      const x = i % 3 === 0 ? Math.exp(-744 + 1453 * u) : i % 3 === 1 ? 1 + (u - 0.5) / 100 : 3 * u;
      worst = Math.max(worst, ulpsApart(log(x), Math.log(x)));
    }
    expect(worst).toBeLessThanOrEqual(2);
  });

  it("handles one, zero, negative, subnormal and infinite values", () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
    expect(log(NaN)).toBeNaN();
    expect(log(Infinity)).toBe(Infinity);
    expect(log(5e-324)).toBeCloseTo(-744.4400719213812, 12);
  });
});

describe("softmaxRows", () => {
  it("turns each row into probabilities, however large the scores", () => {
    const scores = Float64Array.of(0, Math.LN2, 1e4, 1e4 - Math.LN2, -1e308, 0);
    softmaxRows(scores, 2);
    [1 / 3, 2 / 3, 2 / 3, 1 / 3, 0, 1].forEach((p, i) => {
      expect(scores[i]).toBeCloseTo(p, 12);
    });
  });
});

function bitsOfExp(x: number): string {
  return bitsOf(exp(x)).toString(16);
}
