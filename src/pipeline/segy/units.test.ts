import { describe, expect, it } from "vitest";
import { openSegy, type SegyLayout, type SegyReading } from "./contract.ts";
import { generatedSegy } from "./generated-segy.fixture.ts";
import { memorySource } from "./memory-file.fixture.ts";
import { encodeText } from "./text-encoding.ts";

interface Headers {
  readonly lines?: readonly string[];
  readonly measurementSystem?: number;
  readonly impulsePolarity?: number;
  readonly coordinateUnits?: number;
  readonly traceCode?: number;
  readonly interval?: number;
}

/** A generated file whose headers say this and nothing else of units. */
async function opened(headers: Headers, reading?: SegyReading) {
  const {
    lines = [],
    measurementSystem = 0,
    impulsePolarity = 0,
    coordinateUnits = 0,
    traceCode = 1,
  } = headers;
  const bytes = await generatedSegy({
    change: (view) => {
      new Uint8Array(view.buffer).set(encodeText(lines, "ebcdic"));
      view.setInt16(3216, headers.interval ?? 5000);
      view.setInt16(3254, measurementSystem);
      view.setInt16(3256, impulsePolarity);
      for (let trace = 3600; trace < view.byteLength; trace += 320) {
        view.setInt16(trace + 28, traceCode);
        view.setInt16(trace + 88, coordinateUnits);
        view.setUint16(trace + 116, headers.interval ?? 5000);
      }
    },
  });
  return openSegy(memorySource("a.sgy", bytes), { reading });
}

const unitsOf = ({ verticalUnit, horizontalUnit, coordinateSystem, polarity }: SegyLayout) => [
  verticalUnit,
  horizontalUnit,
  coordinateSystem,
  polarity,
];
const said = async (...lines: string[]) => unitsOf((await opened({ lines })).layout);

describe("units, by the headers", () => {
  it.each([
    ["C 1 CLIENT GEOPHONE", "ms"],
    ["C 5 SAMPLE INTERVAL 4 MS, FIRST SAMPLE AT 4 MS", "ms"],
    ["C 5 SAMPLE INTERVAL: 10 M", "m"],
    ["C 5 Sample Rate = 32.8 ft", "ft"],
    ["C 3 POST-STACK DEPTH MIGRATED VOLUME", "m"],
    ["C 3 DOMAIN: DEPTH", "m"],
    ["C 3 Vertical units: feet", "ft"],
    ["C 3 KIRCHHOFF PSDM, CONVERTED TO TIME", "ms"],
    ["C 3 WATER DEPTH (M) 120, SOURCE DEPTH 6 M", "ms"],
    ["C 3 COMMON DEPTH POINT STACK", "ms"],
    // The form that the standard printed, left blank.
    ["C 7 RECORDING FORMAT        FORMAT THIS REEL        MEASUREMENT SYSTEM", "ms"],
  ])("%s: %s", async (line, unit) => {
    const { layout, warnings } = await opened({ lines: [line] });
    expect([layout.verticalUnit, warnings]).toEqual([unit, []]);
    expect(
      layout.evidence.every(({ because }) => because.includes(line.slice(4).replace(/ +/g, " ").trim())),
    ).toBe(true);
  });

  it("takes the unit of depth from the measurement system where words leave it open", async () => {
    const { layout } = await opened({ lines: ["C 3 DEPTH DOMAIN"], measurementSystem: 2 });
    expect(unitsOf(layout)).toEqual(["ft", "ft", undefined, undefined]);
    expect(layout.evidence).toEqual([
      { field: "verticalUnit", value: "ft", because: 'the text header says "DEPTH DOMAIN"' },
      {
        field: "horizontalUnit",
        value: "ft",
        because: "the measurement system (bytes 3255–3256) is 2, feet",
      },
    ]);
    expect((await opened({ traceCode: 25 })).layout.verticalUnit).toBe("m");
  });

  it.each([
    ["C 4 UTM31N ED50", "ED50 / UTM zone 31N"],
    ["C 4 DATUM: NAD27   UTM ZONE 15", "NAD27 / UTM zone 15"],
    ["C 4 CRS: ED50 / UTM zone 31N (EPSG:23031)", "ED50 / UTM zone 31N (EPSG:23031)"],
    ["C 4 EPSG CODE 32631", "EPSG:32631"],
    ["C20 MAP PROJECTION                      ZONE ID       COORDINATE UNITS", undefined],
  ])("%s: coordinate system %s", async (line, system) => {
    expect((await said(line))[2]).toBe(system);
  });

  it.each([
    ["C 2 AN INCREASE IN AMPLITUDE EQUALS AN INCREASE IN ACOUSTIC IMPEDANCE", "seg-normal"],
    ["C 2 POLARITY: SEG NORMAL", "seg-normal"],
    ["C 2 REVERSE SEG POLARITY", "seg-reverse"],
    ["C 2 EUROPEAN POLARITY", "seg-reverse"],
    ["C39 SEG Y REV1", undefined],
  ])("%s: polarity %s", async (line, polarity) => {
    expect((await said(line))[3]).toBe(polarity);
  });

  it("names what contradicts itself, and reads what is likelier", async () => {
    const { layout, warnings } = await opened({
      lines: [
        "C 1 DOMAIN: DEPTH",
        "C 2 SAMPLE INTERVAL 4 MS",
        "C 3 COORDINATE UNITS: FEET",
        "C 4 REVERSE POLARITY",
      ],
      measurementSystem: 1,
      impulsePolarity: 1,
    });
    expect(unitsOf(layout)).toEqual(["ms", "ft", undefined, "seg-reverse"]);
    expect(warnings.map(({ code }) => code)).toEqual([
      "vertical-unit-conflict",
      "horizontal-unit-conflict",
      "polarity-conflict",
    ]);
    const two = await opened({
      lines: ["C 1 EPSG 23031", "C 2 EPSG 32631"],
      coordinateUnits: 3,
      measurementSystem: 1,
    });
    expect(two.warnings.map(({ code }) => code)).toEqual([
      "coordinates-geographic",
      "coordinate-system-conflict",
    ]);
    expect(two.layout.horizontalUnit).toBeUndefined();
  });

  it("reads an interval of whole metres, as revision 2 has it in depth", async () => {
    const depth = await opened({ traceCode: 25, interval: 5 });
    expect([depth.layout.intervalMicroseconds, depth.warnings.map(({ code }) => code)]).toEqual([
      5000,
      ["depth-interval-whole"],
    ]);
    expect(
      (await opened({ traceCode: 25, interval: 5 }, { intervalMicroseconds: 500 })).layout,
    ).toMatchObject({
      intervalMicroseconds: 500,
    });
  });
});

describe("units, by a person's word", () => {
  it("come before the file's, with a warning only where the file said otherwise", async () => {
    const reading = {
      verticalUnit: "ft",
      horizontalUnit: "ft",
      coordinateSystem: "NAD27 / Texas Central",
      polarity: "seg-reverse",
    } as const;
    const silent = await opened({}, reading);
    expect([silent.reading, silent.warnings]).toEqual([reading, []]);
    expect(silent.layout).toMatchObject(reading);
    const against = await opened(
      { lines: ["C 1 SAMPLE INTERVAL 4 MS", "C 2 NORMAL POLARITY"], measurementSystem: 1 },
      { ...reading, polarity: "seg-normal" },
    );
    expect(against.warnings.map(({ code }) => code)).toEqual([
      "vertical-unit-given",
      "horizontal-unit-given",
    ]);
    expect(against.reading).not.toHaveProperty("polarity");
  });

  it("reverses every sample, and leaves dead ones at zero", async () => {
    const [plain, reversed] = [await opened({}), await opened({}, { reversed: true })];
    const negative = Array.from((await plain.readSamples(0, 6)).data, (value) => 0 - value);
    expect(Array.from((await reversed.readSamples(0, 6)).data)).toEqual(negative);
    expect(negative.some((value) => value < 0)).toBe(true);
    expect([reversed.reading, reversed.layout.reversed, reversed.warnings.map(({ code }) => code)]).toEqual([
      { reversed: true },
      true,
      ["samples-reversed"],
    ]);
    expect((await opened({}, { reversed: false })).reading).toEqual({});
  });

  it.each([
    { verticalUnit: "km" as never },
    { horizontalUnit: "ms" as never },
    { polarity: "up" as never },
    { coordinateSystem: " " },
  ] satisfies SegyReading[])("are refused where they mean nothing: %j", async (reading) => {
    await expect(opened({}, reading)).rejects.toMatchObject({ code: "segy-reading-invalid" });
  });
});
