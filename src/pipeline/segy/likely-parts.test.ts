import { expect, it } from "vitest";
import { describeGeometry, openSegy } from "./contract.ts";
import { generatedSegy } from "./generated-segy.fixture.ts";
import { commonName, findLikelyParts, type PossiblePart } from "./likely-parts.ts";
import { memorySource } from "./memory-file.fixture.ts";

type Range = readonly [min: number, max: number, step?: number];
const segy = await openSegy(memorySource("a.sgy", await generatedSegy({})));
const { layout } = segy;
const { geometry } = describeGeometry(await segy.scanHeaders(), segy.lineBytes);

function part(inlines: Range, crosslines: Range, more: Partial<PossiblePart["layout"]> = {}): PossiblePart {
  const rangeOf = ([min, max, step = 1]: Range) => ({ min, max, count: (max - min) / step + 1 });
  return {
    layout: { ...layout, ...more },
    geometry: {
      ...geometry,
      inlines: rangeOf(inlines),
      crosslines: rangeOf(crosslines),
    },
  };
}
const found = (files: readonly PossiblePart[]): unknown =>
  findLikelyParts(files).map(({ places, isStrong }) => ({ places, isStrong }));

it("takes files whose lines go on for one survey, in the order of their lines", () => {
  const pieces = [part([120, 130], [1, 50]), part([100, 109], [1, 50]), part([110, 119], [1, 60])];
  expect(found(pieces)).toEqual([{ places: [1, 2, 0], isStrong: true }]);
  expect(findLikelyParts(pieces)[0]!.because).toMatch(
    /go on from file to file: inlines 100–109, 110–119, 120–130/,
  );
  // The last piece of a volume may be a single line, and lines may be numbered by twos.
  expect(found([part([2, 20, 2], [1, 50]), part([22, 22], [1, 50])])).toEqual([
    { places: [0, 1], isStrong: true },
  ]);
  expect(found([part([1, 9], [51, 90]), part([1, 9], [1, 50])])).toEqual([
    { places: [1, 0], isStrong: true },
  ]);
  expect(found([7, 8, 9].map((line) => part([line, line], [1, 50])))).toEqual([
    { places: [0, 1, 2], isStrong: true },
  ]);
});

it("only offers files with gaps between them, and lines that lie apart", () => {
  const lines = [128, 310, 450].map((line) => part([line, line], [300, 1250]));
  expect(found([...lines, part([100, 750], [322, 322])])).toEqual([{ places: [0, 1, 2], isStrong: false }]);
  expect(found([part([1, 9], [1, 50]), part([12, 20], [1, 50])])).toEqual([
    { places: [0, 1], isStrong: false },
  ]);
  expect(found([part([1, 9], [1, 50]), part([10, 20], [49, 99])])).toEqual([
    { places: [0, 1], isStrong: false },
  ]);
});

it("offers nothing for files that share lines or are not alike", () => {
  expect(found([part([1, 9], [1, 50]), part([9, 20], [1, 50])])).toEqual([]);
  expect(found([part([1, 9], [1, 50]), part([10, 20], [1, 50], { samplesPerTrace: 21 })])).toEqual([]);
  expect(found([part([1, 9], [1, 50]), part([10, 20], [1, 50], { intervalMicroseconds: 2000 })])).toEqual([]);
  expect(found([part([1, 9], [1, 50])])).toEqual([]);
});

it("names a survey as its files are", () => {
  expect(commonName(["north-il100.sgy", "north-il200.SGY"])).toBe("north-il");
  expect(commonName(["line-10.segy", "line-11.segy"])).toBe("line");
  expect(commonName(["a.sgy", "b.sgy"])).toBe("joined");
});
