import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder, describeWithData, f3, projectRoot } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { openSegy } from "../segy/contract.ts";
import {
  diagnoseGeometry,
  diagnosisSchema,
  examineGeometry,
  findingCodes,
  geometryInWords,
  placeByFit,
  type LinePositions,
  type SurveyGeometry,
} from "./contract.ts";
import { anySurvey, columnsOf, placeOf, type GeneratedSurvey } from "./generated-survey.fixture.ts";

const bytes = { inline: 189, crossline: 193 };
const diagnose = (columns: LinePositions): SurveyGeometry => diagnoseGeometry(columns, bytes).geometry;
const codes = ({ findings }: SurveyGeometry): string[] => findings.map(({ code }) => code);

/** 20 inlines from 100 by 2, 30 crosslines from 300 by 3; 25 × 12.5 m, turned by 30°. */
const plain: GeneratedSurvey = {
  inline: { first: 100, step: 2, lines: 20 },
  crossline: { first: 300, step: 3, lines: 30 },
  origin: [500_000, 6_000_000],
  inlineVector: [25 * Math.cos(Math.PI / 6), 25 * Math.sin(Math.PI / 6)],
  crosslineVector: [12.5 * Math.sin(Math.PI / 6), -12.5 * Math.cos(Math.PI / 6)],
  rounding: 0.1,
  isMissing: () => false,
};

/** Columns with the traces of some indices again, or in another order. */
function picked(columns: LinePositions, traces: readonly number[]): LinePositions {
  return {
    count: traces.length,
    inline: Int32Array.from(traces, (t) => columns.inline[t]!),
    crossline: Int32Array.from(traces, (t) => columns.crossline[t]!),
    cdpX: Float64Array.from(traces, (t) => columns.cdpX[t]!),
    cdpY: Float64Array.from(traces, (t) => columns.cdpY[t]!),
  };
}

describe("the geometry of any survey", () => {
  it("is found again: steps, bins, vectors, hand, order", () => {
    for (let seed = 0; seed < 24; seed++) {
      const survey = anySurvey(seed);
      const order = seed % 2 === 0 ? "inline" : "crossline";
      const columns = columnsOf(survey, order);
      const geometry = diagnose(columns);
      const { inline, crossline } = survey;
      expect({ seed, ...geometry }).toMatchObject({
        seed,
        kind: "3d",
        inlineSteps: { step: inline.step },
        crosslineSteps: { step: crossline.step },
        bins: {
          all: inline.lines * crossline.lines,
          present: columns.count,
          missing: inline.lines * crossline.lines - columns.count,
          duplicated: 0,
          mostTraces: 1,
        },
        sorting: { name: order, breaks: 0 },
      });
      const { fit } = geometry;
      const cross =
        survey.inlineVector[0] * survey.crosslineVector[1] -
        survey.inlineVector[1] * survey.crosslineVector[0];
      expect(fit).toMatchObject({
        traces: columns.count,
        outlying: 0,
        handedness: cross > 0 ? "right" : "left",
      });
      expect(fit!.angle).toBeCloseTo(90, 1);
      expect(fit!.largest.distance).toBeLessThan(0.01);
      for (const [row, column] of [
        [0, 0],
        [3, crossline.lines - 1],
      ] as const) {
        const there = placeByFit(
          fit!,
          inline.step,
          crossline.step,
          inline.first + row * inline.step,
          crossline.first + column * crossline.step,
        );
        expect(
          Math.hypot(there[0] - placeOf(survey, row, column)[0], there[1] - placeOf(survey, row, column)[1]),
        ).toBeLessThan(0.02);
      }
      expect(
        codes(geometry).filter((code) => !["bins-missing", "lines-swapped-suspected"].includes(code)),
      ).toEqual([]);
    }
  });

  it("is told in words and fits its schema", () => {
    const geometry = diagnose(columnsOf(plain));
    const words = Object.fromEntries(
      geometryInWords(geometry, "m").map(({ name, words: said }) => [name, said]),
    );
    expect(words).toMatchObject({
      shape: "3-D, 20 × 30 lines",
      "traces go": "inline by inline: inline rising, then crossline rising",
      inlines: "100 to 138 by 2",
      crosslines: "300 to 387 by 3",
      "next inline": "25.0\u2009m at azimuth 60.0°",
      "next crossline": "12.5\u2009m at azimuth 150.0°",
      grid: "left-handed, lines meet at 90.00°",
    });
    expect(diagnosisSchema.parse(geometry)).toMatchObject({ fit: geometry.fit });
  });
});

describe("what is odd", () => {
  it("is a hole in the middle, not what is missing at the edge", () => {
    const isHole = (row: number, column: number): boolean =>
      (row >= 5 && row < 9 && column >= 10 && column < 16) || (row === 15 && column === 20);
    const columns = columnsOf({
      ...plain,
      isMissing: (row, column) =>
        isHole(row, column) || row + column < 8 || (row > 3 && row < 12 && column < 2),
    });
    const geometry = diagnose(columns);
    expect(geometry.holes).toEqual({
      count: 2,
      bins: 25,
      largest: { bins: 24, inlines: [110, 116], crosslines: [330, 345] },
    });
    expect(codes(geometry)).toEqual(["bins-missing"]);
  });

  it("are bins with two traces, and traces out of order", () => {
    const columns = columnsOf(plain);
    const all = Array.from({ length: columns.count }, (_, i) => i);
    const twice = diagnose(picked(columns, [...all, 60, 61, 62]));
    expect(twice.bins).toMatchObject({ duplicated: 3, mostTraces: 2, missing: 0 });
    expect(codes(twice)).toEqual(["bins-duplicated", "traces-unsorted"]);
    expect(twice.findings[1]).toMatchObject({ trace: 600 });
    const shuffled = diagnose(
      picked(
        columns,
        all.map((i) => (i * 7919) % columns.count),
      ),
    );
    expect(shuffled.sorting).toMatchObject({ name: "unsorted" });
    expect(codes(shuffled)).toEqual(["traces-unsorted"]);
  });

  it("are single wrong coordinates, which do not tilt the fit", () => {
    const columns = columnsOf(plain);
    const whole = diagnose(columns).fit!;
    columns.cdpX[77] = columns.cdpX[77]! + 40_000;
    columns.cdpX[300] = 0;
    columns.cdpY[300] = 0;
    const geometry = diagnose(columns);
    expect(codes(geometry)).toEqual(["coordinates-missing", "coordinates-outlying"]);
    expect(geometry.fit).toMatchObject({ traces: 598, outlying: 1, largest: { trace: 77 } });
    expect(geometry.fit!.largest.distance).toBeCloseTo(40_000, 0);
    expect(geometry.fit!.inlineVector!.azimuth).toBeCloseTo(whole.inlineVector!.azimuth, 2);
    expect(geometry.findings.map(({ trace }) => trace)).toEqual([300, 77]);
  });

  it.each<[string, (columns: LinePositions) => LinePositions, string[]]>([
    [
      "no coordinates",
      (c) => ({ ...c, cdpX: c.cdpX.map(() => 0), cdpY: c.cdpY.map(() => 0) }),
      ["coordinates-none"],
    ],
    [
      "one place",
      (c) => ({ ...c, cdpX: c.cdpX.map(() => 7), cdpY: c.cdpY.map(() => 9) }),
      ["coordinates-constant"],
    ],
    ["X for Y", (c) => ({ ...c, cdpX: c.cdpY, cdpY: c.cdpX }), ["coordinates-swapped-suspected"]],
    [
      "a scalar forgotten",
      (c) => ({ ...c, cdpX: c.cdpX.map((x) => x * 100), cdpY: c.cdpY.map((y) => y * 100) }),
      ["bin-size-unusual"],
    ],
    [
      "coordinates of other traces",
      (c) => ({
        ...c,
        cdpX: c.cdpX
          .slice()
          .reverse()
          .map((x, i) => x + (i % 7) * 300),
      }),
      ["coordinates-contradict-numbers"],
    ],
    [
      "a number between",
      (c) => ({ ...c, inline: c.inline.map((n, i) => (i === 45 ? n + 1 : n)) }),
      ["numbering-irregular"],
    ],
  ])("is %s", (_, change, expected) => {
    expect(codes(diagnose(change(columnsOf(plain))))).toEqual(expect.arrayContaining(expected));
  });

  it("leaves wild line numbers uncounted by lattice, in little memory", () => {
    const count = 200_000;
    const wild = (factor: number): Int32Array =>
      Int32Array.from({ length: count }, (_, i) => Math.imul(i, factor));
    const places = new Float64Array(count);
    const columns = { count, inline: wild(2654435761), crossline: wild(40503), cdpX: places, cdpY: places };
    const { geometry, lattice } = diagnoseGeometry(columns, bytes);
    expect(lattice.traces).toBeUndefined();
    expect(geometry.bins).toMatchObject({ present: count, duplicated: 0 });
    expect(geometry.holes).toBeUndefined();
  });

  it("says nothing of what it did not see", () => {
    const { geometry } = diagnoseGeometry(
      columnsOf({ ...plain, isMissing: (_, column) => column === 4 }),
      bytes,
      {
        partial: true,
      },
    );
    expect(geometry.bins).toBeUndefined();
    expect(geometry.sorting).toBeUndefined();
    expect(geometry.findings).toEqual([]);
    expect(geometry.fit!.inlineVector!.length).toBeCloseTo(25, 1);
  });
});

it("opens 600 515 traces in 651 × 951 bins as 3-D", () => {
  // What is missing lies along one side of the lattice, in steps, as in the survey of that many traces.
  let missing = 651 * 951 - 600_515;
  const across = Array.from({ length: 651 }, (_, row) => {
    const here = Math.min(
      missing,
      Math.max(0, Math.round((2 * 18_586 * (650 - row)) / (651 * 651)) + (row < 40 ? 12 : 0)),
    );
    missing -= here;
    return here;
  });
  across[0]! += missing;
  const geometry = diagnose(
    columnsOf({
      ...plain,
      inline: { first: 100, step: 1, lines: 651 },
      crossline: { first: 300, step: 1, lines: 951 },
      isMissing: (row, column) => column >= 951 - across[row]!,
    }),
  );
  expect(geometry).toMatchObject({
    kind: "3d",
    inlines: { min: 100, max: 750, count: 651 },
    crosslines: { min: 300, max: 1250, count: 951 },
    missingBins: 18_586,
    bins: { present: 600_515 },
    holes: { count: 0 },
    sorting: { name: "inline", breaks: 0 },
  });
});

it("documents exactly the findings that there are", () => {
  const text = readFileSync(path.join(projectRoot, "docs/segy-codes.md"), "utf8");
  const part = text.split("## Findings of geometry\n")[1]!.split("\n## ")[0]!;
  const documented = [...part.matchAll(/^\| `([a-z0-9-]+)` +\|/gm)].map((match) => match[1]!);
  expect(documented.sort()).toEqual([...findingCodes].sort());
});

describeWithData("the geometry of real files", () => {
  const examined = async (file: string): Promise<SurveyGeometry> => {
    const source = await openFileSource(file);
    try {
      const segy = await openSegy(source);
      return (await examineGeometry(segy, await segy.scanHeaders())).geometry;
    } finally {
      await source.close();
    }
  };
  const zoo = (name: string): string => path.join(dataFolder, "segy-zoo", name);

  it("is F3's: 25 m bins, inlines at 88.4°", async () => {
    const line = await examined(f3("f3-inline-128.sgy"));
    expect(line).toMatchObject({ sorting: { name: "line" }, findings: [], fit: { outlying: 0 } });
    expect(line.fit!.inlineVector).toBeUndefined();
    expect(line.fit!.crosslineVector!.length).toBeCloseTo(25, 2);
    const cube = await examined(zoo("f3.sgy"));
    expect(cube.fit).toMatchObject({ handedness: "left" });
    expect(cube.fit!.crosslineVector!.azimuth).toBeCloseTo(88.4, 1);
    expect(cube.fit!.rms).toBeLessThan(0.05);
    expect(cube.outline[0]).toEqual([expect.closeTo(620_197.2, 0), expect.closeTo(6_074_233, 0)]);
  });

  it.each<[string, number]>([
    ["normal", 90],
    ["acute", 135],
    ["right", 180],
    ["obtuse", 225],
    ["straight", 270],
    ["reflex", 315],
    ["left", 0],
    ["inv-acute", 45],
  ])("is turned, in %s-small, so that inlines follow each other at azimuth %i°", async (name, azimuth) => {
    const { fit } = await examined(zoo(`${name}-small.sgy`));
    expect(fit!.inlineVector!.azimuth).toBeCloseTo(azimuth, 3);
    expect(fit!.rms).toBeLessThan(1e-6);
  });

  it.each<[string, string]>([
    ["small-ps", "inline crossline offset"],
    ["small-ps-dec-il-inc-xl-off", "-inline crossline offset"],
    ["small-ps-dec-il-off-inc-xl", "-inline crossline -offset"],
    ["small-ps-dec-il-xl-inc-off", "-inline -crossline offset"],
    ["small-ps-dec-il-xl-off", "-inline -crossline -offset"],
    ["small-ps-dec-off-inc-il-xl", "inline crossline -offset"],
    ["small-ps-dec-xl-inc-il-off", "inline -crossline offset"],
    ["small-ps-dec-xl-off-inc-il", "inline -crossline -offset"],
  ])("is sorted, in %s, by %s", async (name, expected) => {
    const { kind, sorting } = await examined(zoo(`${name}.sgy`));
    expect({ kind, name: sorting!.name }).toEqual({ kind: "prestack", name: "common-midpoint" });
    expect(sorting!.keys.map(({ key, descending }) => `${descending ? "-" : ""}${key}`).join(" ")).toBe(
      expected,
    );
  });

  it("is one of shots, in shot-gather", async () => {
    expect((await examined(zoo("shot-gather.sgy"))).sorting).toMatchObject({
      name: "common-shot",
      keys: [{ key: "shot" }],
    });
  });
});
