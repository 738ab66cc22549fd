import { expect, it } from "vitest";
import { insideOf, type Polygon } from "./polygon.ts";
import { seededRandom } from "./random.ts";

const polygon = (...corners: readonly (readonly [number, number])[]): Polygon => ({
  x: Float64Array.from(corners, ([x]) => x),
  y: Float64Array.from(corners, ([, y]) => y),
});

/** Another way: the angle that the corners turn around the point, in whole turns. */
function windings({ x, y }: Polygon, px: number, py: number): number {
  let angle = 0;
  for (let i = 0; i < x.length; i++) {
    const next = (i + 1) % x.length;
    const [ax, ay, bx, by] = [x[i]! - px, y[i]! - py, x[next]! - px, y[next]! - py];
    angle += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  }
  return Math.round(angle / (2 * Math.PI));
}

it("agrees with the winding of the corners, of simple and self-crossing polygons", () => {
  const random = seededRandom(11);
  let inside = 0;
  for (let round = 0; round < 40; round++) {
    const shape = polygon(
      ...Array.from({ length: 3 + random.integer(9) }, () => [random.normal(), random.normal()] as const),
    );
    const isInside = insideOf(shape);
    for (let i = 0; i < 100; i++) {
      const [px, py] = [random.normal(), random.normal()];
      const expected = Math.abs(windings(shape, px, py)) % 2 === 1;
      expect(isInside(px, py)).toBe(expected);
      if (expected) inside++;
    }
  }
  expect(inside).toBeGreaterThan(500);
});

it("shares out points on edges and corners between neighbours", () => {
  const [left, right] = [
    insideOf(polygon([0, 0], [1, 0], [1, 1], [0, 1])),
    insideOf(polygon([1, 0], [2, 0], [2, 1], [1, 1])),
  ];
  for (const y of [0, 0.25, 0.5]) expect(Number(left(1, y)) + Number(right(1, y))).toBe(1);
  expect([left(NaN, 0.5), left(0.5, Infinity)]).toEqual([false, false]);
  expect(() => insideOf(polygon([0, 0], [1, 1]))).toThrow(RangeError);
});
