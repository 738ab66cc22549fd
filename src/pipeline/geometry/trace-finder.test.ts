import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import { fitCoordinates } from "./fit-coordinates.ts";
import { TraceFinder } from "./trace-finder.ts";

/** A survey turned by 30°, 20 × 15 bins of 25 × 12.5, at UTM-like coordinates, with some bins missing. */
function turnedSurvey() {
  const at: [number, number, number, number][] = [];
  for (let i = 0; i < 20; i++)
    for (let c = 0; c < 15; c++) {
      if ((i * 15 + c) % 17 === 0) continue;
      const [u, v] = [i * 25, c * 12.5];
      const [cos, sin] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
      at.push([100 + 2 * i, 300 + c, 606_000 + u * cos - v * sin, 6_078_000 + u * sin + v * cos]);
    }
  const positions = {
    count: at.length,
    inline: Int32Array.from(at, ([inline]) => inline),
    crossline: Int32Array.from(at, ([, crossline]) => crossline),
    cdpX: Float64Array.from(at, ([, , x]) => x),
    cdpY: Float64Array.from(at, ([, , , y]) => y),
  };
  return { positions, fit: fitCoordinates(positions, { min: 100, step: 2 }, { min: 300, step: 1 }) };
}

describe("traces by X and Y", () => {
  it("are the nearest within half a bin's diagonal, as looking at all of them says", () => {
    const survey = turnedSurvey();
    const finder = new TraceFinder([survey]);
    const reach = Math.hypot(25, 12.5) / 2;
    const random = seededRandom(9);
    let found = 0;
    for (let i = 0; i < 3000; i++) {
      const [x, y] = [605_800 + random.next() * 800, 6_077_900 + random.next() * 700];
      let nearest = Infinity;
      for (let row = 0; row < survey.positions.count; row++)
        nearest = Math.min(
          nearest,
          Math.hypot(survey.positions.cdpX[row]! - x, survey.positions.cdpY[row]! - y),
        );
      const answer = finder.find(x, y);
      expect(answer?.distance).toEqual(nearest <= reach ? nearest : undefined);
      if (answer) found++;
    }
    expect(found).toBeGreaterThan(500);
    for (let row = 0; row < survey.positions.count; row++)
      expect(finder.find(survey.positions.cdpX[row]!, survey.positions.cdpY[row]!)).toMatchObject({
        inline: survey.positions.inline[row],
        crossline: survey.positions.crossline[row],
      });
  });

  it("asks all surveys, and takes a line without a lattice by the distance of its traces", () => {
    const line = {
      count: 4,
      inline: Int32Array.of(1, 1, 1, 1),
      crossline: Int32Array.of(10, 11, 12, 13),
      cdpX: Float64Array.of(0, 10, 20, 0),
      // The last has no coordinates.
      cdpY: Float64Array.of(5, 5, 5, 0),
    };
    const finder = new TraceFinder([turnedSurvey(), { positions: line }]);
    expect(finder.find(12, 8)).toMatchObject({ inline: 1, crossline: 11 });
    expect(finder.find(12, 11)).toBeUndefined();
    expect(finder.find(606_000 + 25 * Math.cos(Math.PI / 6), 6_078_000 + 12.5)).toMatchObject({
      inline: 102,
    });
  });

  it("says where no survey has coordinates", () => {
    const blank = new Float64Array(2);
    const positions = {
      count: 2,
      inline: Int32Array.of(1, 1),
      crossline: Int32Array.of(1, 2),
      cdpX: blank,
      cdpY: blank,
    };
    expect(new TraceFinder([{ positions }]).hasCoordinates).toBe(false);
    expect(new TraceFinder([{ positions }]).find(0, 0)).toBeUndefined();
  });
});
