import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import { conditionOf, imputeHeaders, placesForFilling, TraceFiller } from "./contract.ts";
import { imputeColumns } from "./impute-columns.ts";

const columns = (inlines: number, crosslines: number) => {
  const count = inlines * crosslines;
  return {
    count,
    inline: Int32Array.from({ length: count }, (_, i) => 1 + Math.floor(i / crosslines)),
    crossline: Int32Array.from({ length: count }, (_, i) => 1 + (i % crosslines)),
    cdpX: Float64Array.from({ length: count }, (_, i) => 1000 + 25 * (i % crosslines)),
    cdpY: Float64Array.from({ length: count }, (_, i) => 2000 + 25 * Math.floor(i / crosslines)),
  };
};
const everyTrace = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

describe("imputed headers", () => {
  it("lie between their neighbours on a regular survey, whichever of them is missing", () => {
    const places = columns(20, 30);
    const [a, b, c, d] = [35, 157, 333, 401];
    places.inline[a] = 0;
    places.crossline[b] = 0;
    places.cdpX[c] = places.cdpY[c] = 0;
    places.inline[d] = places.crossline[d] = places.cdpX[d] = places.cdpY[d] = 0;
    const found = imputeHeaders(places, everyTrace(600)).map(({ trace, header, value }) => [
      trace,
      header,
      value,
    ]);
    const full = columns(20, 30);
    expect(found).toEqual([
      [a, "inline", full.inline[a]],
      [b, "crossline", full.crossline[b]],
      [c, "cdp_x", full.cdpX[c]],
      [c, "cdp_y", full.cdpY[c]],
      // Nothing to measure by: the traces before and after it in the file.
      [d, "inline", full.inline[d]],
      [d, "crossline", full.crossline[d]],
      [d, "cdp_x", full.cdpX[d]],
      [d, "cdp_y", full.cdpY[d]],
    ]);
  });

  it("are made neither of a header that no trace has, nor in place of a line of number 0", () => {
    const places = columns(20, 30);
    places.inline.fill(0);
    expect(imputeHeaders(places, everyTrace(600))).toEqual([]);
    const fromZero = columns(20, 30);
    fromZero.inline.forEach((inline, i) => (fromZero.inline[i] = inline - 1));
    fromZero.crossline[44] = 0;
    expect(imputeHeaders(fromZero, everyTrace(600))).toMatchObject([
      { trace: 44, header: "crossline", value: 15 },
    ]);
  });

  it("are those of the plainest search, among many ties and all patterns of gaps", () => {
    const random = seededRandom(3);
    const rows = 400;
    const values = Array.from({ length: 3 }, () =>
      Float64Array.from({ length: rows }, () => random.integer(6)),
    );
    const missing = values.map(() => Uint8Array.from({ length: rows }, () => (random.next() < 0.4 ? 1 : 0)));
    const gappy = values.map((own, i) => ({ values: own, missing: missing[i]! }));
    const found = imputeColumns(gappy, rows, everyTrace(rows), { neighbours: 2, share: "any" });
    found.forEach((column, f) => {
      column.rows.forEach((row, place) => {
        const donors = [...everyTrace(rows)].filter((other) => missing[f]![other] === 0);
        const distance = (other: number): number | undefined => {
          const both = [0, 1, 2].filter((c) => missing[c]![row] === 0 && missing[c]![other] === 0);
          if (both.length === 0) return undefined;
          return (
            (both.reduce((sum, c) => sum + (values[c]![row]! - values[c]![other]!) ** 2, 0) * 3) / both.length
          );
        };
        const reached = donors.filter((other) => distance(other) !== undefined);
        const ranked = (reached.length > 0 ? reached : donors).sort(
          (a, b) => (distance(a) ?? 0) - (distance(b) ?? 0) || Math.abs(a - row) - Math.abs(b - row) || a - b,
        );
        expect(column.neighbours[place]).toEqual(ranked.slice(0, 2));
      });
    });
  });

  it("take no longer where thousands of traces are at one place", () => {
    const rows = 40_000;
    const line = { values: new Float64Array(rows).fill(7), missing: new Uint8Array(rows) };
    const gaps = Uint8Array.from({ length: rows }, (_, i) => (i % 4 === 1 ? 1 : 0));
    const order = { values: Float64Array.from({ length: rows }, (_, i) => i), missing: gaps };
    const [, found] = imputeColumns([line, order], rows, everyTrace(rows), { neighbours: 2, share: "any" });
    expect([...found!.values.subarray(0, 3)]).toEqual([1, 5, 9]);
  });
});

describe("filled traces", () => {
  const samplesOf = (trace: number): Float64Array =>
    trace >= 5 && trace <= 7 ? new Float64Array(4) : Float64Array.of(trace, 10 * trace, -trace, 1);

  it("are the distance-weighted mean of the nearest that are alive, or what they lack of it", async () => {
    const places = placesForFilling(columns(1, 100), []);
    const filler = new TraceFiller(places, async (trace) => samplesOf(trace), 2);
    const plan = (await filler.plan(5, "dead"))!;
    expect(plan).toMatchObject({ neighbours: [4, 3], distances: [25, 50] });
    const filled = await filler.fill(plan, () => samplesOf(5));
    [11 / 3, 110 / 3, -11 / 3, 1].forEach((value, i) => {
      expect(filled[i]).toBeCloseTo(value, 12);
    });
    const broken = Float64Array.of(1, NaN, 2, Infinity);
    expect(conditionOf(broken)).toBe("broken");
    const mended = await filler.fill((await filler.plan(50, "broken"))!, () => broken);
    expect([...mended]).toEqual([1, 500, 2, 1]);
  });

  it("are left alone where no near trace is alive", async () => {
    const places = placesForFilling(columns(1, 100), []);
    const filler = new TraceFiller(places, async () => new Float64Array(4), 2);
    expect(await filler.plan(50, "dead")).toBeUndefined();
  });
});
