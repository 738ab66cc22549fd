import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder, describeWithData } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { gatherEvidence, openSegy, type ByteOrder, type SegyReading } from "./contract.ts";
import { generatedSegy } from "./generated-segy.fixture.ts";
import { memorySource } from "./memory-file.fixture.ts";

interface Trace {
  readonly inline: number;
  readonly crossline: number;
  readonly offset?: number;
}

/** What stands at which byte of a trace header, by trace. */
type Words = Readonly<Record<number, (trace: Trace, index: number) => number>>;

const standardBytes = [1, 5, 9, 21, 37, 73, 77, 181, 185, 189, 193];
const bytesPerTrace = 240 + 4 * 4;

/** A file whose standard bytes are blank but for what is put there; scalar −10. */
async function fileWith(
  traces: readonly Trace[],
  words: Words,
  { order = "big", scalar = -10 }: { order?: ByteOrder; scalar?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return generatedSegy({
    order,
    traces: traces.length,
    samples: 4,
    change: (view) => {
      traces.forEach((trace, i) => {
        const at = 3600 + i * bytesPerTrace;
        for (const byte of standardBytes) view.setInt32(at + byte - 1, 0);
        view.setInt16(at + 70, scalar);
        for (const [byte, valueOf] of Object.entries(words))
          view.setInt32(at + Number(byte) - 1, valueOf(trace, i));
      });
    },
  });
}

/** A rotated grid with bins of 25 m, in tenths. */
const east = ({ inline, crossline }: Trace): number => 6_000_000 + 30 * inline + 248 * crossline;
const north = ({ inline, crossline }: Trace): number => 60_000_000 + 248 * inline - 30 * crossline;
const lines: Words = { 189: ({ inline }) => inline, 193: ({ crossline }) => crossline };
const grid = Array.from({ length: 12 * 20 }, (_, i): Trace => ({
  inline: 100 + Math.floor(i / 20),
  crossline: 300 + (i % 20),
}));

async function evidenceOf(bytes: Uint8Array, reading?: SegyReading, profile?: SegyReading) {
  const source = memorySource("a.sgy", bytes);
  const segy = await openSegy(source, { reading });
  const { evidence, warnings } = await gatherEvidence(source, segy, { profile });
  return { ...evidence, codes: warnings.map(({ code }) => code) };
}

describe("evidence of where coordinates are", () => {
  it.each([
    [73, 77],
    [193 + 8, 205],
    [221, 225],
    [181, 185],
  ])("is found at bytes %i and %i", async (x, y) => {
    const found = await evidenceOf(await fileWith(grid, { ...lines, [x]: east, [y]: north }));
    expect(found.coordinateBytes?.candidates[0]).toMatchObject({ value: { x, y } });
    expect(found.coordinateBytes).toMatchObject({ chosen: { x: 181, y: 185 }, by: "file" });
    expect(found.codes).toEqual(x === 181 ? [] : ["coordinate-bytes-suspected"]);
  });

  it("is whoever's word it was, and asks nobody who has spoken", async () => {
    const bytes = await fileWith(grid, { ...lines, 73: east, 77: north });
    const coordinateBytes = { x: 73, y: 77 };
    const said = { coordinateBytes, cdpByte: 233 };
    const found = await evidenceOf(bytes, said, { coordinateBytes });
    expect([found.coordinateBytes?.by, found.cdpByte.by, found.offsetByte.by, found.codes]).toEqual([
      "profile",
      "person",
      "file",
      [],
    ]);
  });

  it("tells a scalar under which neighbours would lie next to nothing apart, or miles", async () => {
    const words = { ...lines, 181: east, 185: north };
    const right = await evidenceOf(await fileWith(grid, words));
    expect([right.coordinateScalar.candidates[0], right.codes]).toMatchObject([{ value: -10, score: 1 }, []]);
    const tiny = await evidenceOf(await fileWith(grid, words, { scalar: -10_000 }));
    expect(tiny.codes).toEqual(["coordinate-scalar-suspected"]);
    expect(tiny.coordinateScalar).toMatchObject({ chosen: -10_000, by: "file" });
    expect(tiny.coordinateScalar.candidates[0]!.because).toMatch(/^puts neighbours (2\.5|25|250) apart$/);
  });
});

describe("evidence of where CDP and offset are", () => {
  const gather = [150, 250, 350, 450, 550];
  const prestack = grid.slice(0, 60).flatMap((bin) => gather.map((offset): Trace => ({ ...bin, offset })));
  const words = (cdp: number, offset: number): Words => ({
    ...lines,
    1: (_, i) => i + 1,
    [cdp]: ({ inline, crossline }) => inline * 1000 + crossline,
    [offset]: (trace) => trace.offset ?? 0,
  });
  const byOffset = [...prestack].sort((a, b) => a.offset! - b.offset!);

  it.each([
    ["bin by bin", prestack, 21, 37, "big"],
    ["bin by bin, elsewhere, little-endian", prestack, 197, 53, "little"],
    ["offset by offset", byOffset, 233, 41, "big"],
  ] as const)("is found in a pre-stack file sorted %s", async (_, traces, cdp, offset, order) => {
    const found = await evidenceOf(await fileWith(traces, words(cdp, offset), { order }));
    expect([found.cdpByte.candidates[0]?.value, found.offsetByte.candidates[0]?.value]).toEqual([
      cdp,
      offset,
    ]);
    expect(found.offsetByte.candidates[0]!.score).toBeGreaterThan(0.9);
  });

  it("finds no offset where no bin holds two traces", async () => {
    expect((await evidenceOf(await fileWith(grid, lines))).offsetByte).toMatchObject({
      chosen: 37,
      candidates: [],
    });
  });
});

describe("evidence of how samples are written", () => {
  const smooth = (trace: number, sample: number): number =>
    Math.sin(sample / 3 + trace / 9) * Math.exp(-sample / 90) * 2000 +
    200 * Math.sin(sample * 1.7 + trace / 4);
  const written = (format: 1 | 5, said: 1 | 5) =>
    generatedSegy({
      format,
      traces: 24,
      samples: 120,
      amplitude: smooth,
      change: (view) => {
        view.setInt16(3224, said);
      },
    });

  it.each([
    [1, 1],
    [5, 5],
    [1, 5],
    [5, 1],
  ] as const)("format %i is ranked first where the header says %i", async (format, said) => {
    const found = await evidenceOf(await written(format, said));
    expect(found.format.candidates[0]).toMatchObject({ byteOrder: "big", formatCode: format, usual: 1 });
    expect(found.format).toMatchObject({ chosen: said, by: "file" });
    expect(found.codes.filter((code) => code === "format-suspected")).toHaveLength(format === said ? 0 : 1);
  });

  it("keeps the values seen of intervals, counts and delays", async () => {
    const bytes = await generatedSegy({
      change: (view) => {
        view.setUint16(3216, 2000);
        for (let trace = 0; trace < 6; trace++) {
          view.setInt16(3600 + trace * 320 + 108, 120);
          view.setInt16(3600 + trace * 320 + 214, -10);
        }
      },
    });
    const found = await evidenceOf(bytes, { samplesPerTrace: 20 });
    expect(found.intervalMicroseconds.chosen).toBe(2000);
    expect(found.intervalMicroseconds.candidates.map(({ value, because }) => [value, because])).toEqual([
      [2000, "binary header (3217–3218)"],
      [4000, "trace headers (117–118)"],
    ]);
    expect(found.delayMs.candidates.map(({ value }) => value)).toEqual([12, 120]);
    expect(found.samplesPerTrace).toMatchObject({ chosen: 20, by: "file" });
    expect(found.textEncoding).toMatchObject({
      chosen: "ebcdic",
      candidates: [{ value: "ebcdic", score: 1 }, {}],
    });
    expect(found.byteOrder.candidates[0]).toMatchObject({ value: "big", score: 1 });
  });
});

describeWithData("evidence in real files", () => {
  const firstOf = async (folder: string, name: string) => {
    const source = await openFileSource(path.join(dataFolder, folder, name));
    try {
      const segy = await openSegy(source);
      const { evidence, warnings } = await gatherEvidence(source, segy);
      return { evidence, codes: warnings.map(({ code }) => code) };
    } finally {
      await source.close();
    }
  };

  it("is for the standard's bytes and the header's format in F3 lines of every format", async () => {
    for (const line of ["inline-128", "crossline-322", "crossline-740.facies", "structure-inline-310"]) {
      const name = `f3-${line}.sgy`;
      const { evidence, codes } = await firstOf("f3", name);
      expect({ name, codes, format: evidence.format.candidates[0]?.formatCode }).toEqual({
        name,
        codes: [],
        format: evidence.format.chosen,
      });
      expect(evidence.coordinateBytes?.candidates[0]?.value).toEqual({ x: 181, y: 185 });
      expect(evidence.coordinateScalar.candidates[0]?.value).toBe(-10);
      // Along a crossline the ensemble number of these files stays.
      if (!name.includes("crossline")) expect(evidence.cdpByte.candidates[0]?.value).toBe(21);
    }
  });

  it("tells the format of the same values in all formats and both byte orders", async () => {
    // Format 4 holds floats there; unsigned 64-bit words of negative numbers are likelier signed.
    for (const code of [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 15, 16])
      for (const order of ["msb", "lsb"]) {
        const { evidence } = await firstOf("segy-zoo/multiformats", `Format${code}${order}.sgy`);
        expect({ code, order, best: evidence.format.candidates[0] }).toMatchObject({
          code,
          order,
          best: { formatCode: code, byteOrder: order === "msb" ? "big" : "little" },
        });
      }
  });

  it("finds the offsets of all seven sortings", async () => {
    for (const name of readdirSync(path.join(dataFolder, "segy-zoo")).filter((file) =>
      file.startsWith("small-ps"),
    )) {
      const { evidence } = await firstOf("segy-zoo", name);
      expect({ name, best: evidence.offsetByte.candidates[0] }).toMatchObject({
        name,
        best: { value: 37, score: 1 },
      });
    }
  });
});
