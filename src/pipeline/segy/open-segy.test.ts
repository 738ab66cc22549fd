import { describe, expect, it } from "vitest";
import { float32Matrix } from "../../quantities/matrix.ts";
import { GeophoneError } from "../errors.ts";
import {
  addProvenanceLine,
  describeGeometry,
  openSegy,
  SegyWriter,
  type SampleFormatCode,
} from "./contract.ts";
import { memorySource, MemorySink } from "./memory-file.fixture.ts";

const traces = 6;
const samples = 20;

/** A small survey of two inlines, written by our writer. */
async function smallSurvey(format: SampleFormatCode = 5): Promise<Uint8Array<ArrayBuffer>> {
  const sink = new MemorySink();
  const writer = new SegyWriter(sink, {
    format,
    samplesPerTrace: samples,
    intervalMicroseconds: 2000,
    delayMs: 100,
    text: { lines: ["C 1 A SMALL SURVEY"], encoding: "ebcdic" },
  });
  await writer.begin();
  const values = Float32Array.from({ length: traces * samples }, (_, i) => (i % 50) - 25);
  await writer.appendTraces(
    Array.from({ length: traces }, (_, i) => ({
      inline: 10 + Math.floor(i / 3),
      crossline: 20 + (i % 3),
      cdpX: 1000.5 + i,
      cdpY: -2000.5 - i,
    })),
    float32Matrix(traces, samples, values),
  );
  return sink.bytes();
}

const bytesPerTrace = 240 + samples * 4;

/** Opens changed bytes and gives back the error's code and place. */
async function codeOf(bytes: Uint8Array): Promise<{ code: string; place: object }> {
  try {
    await openSegy(memorySource("x.sgy", bytes));
  } catch (error) {
    if (error instanceof GeophoneError) return { code: error.code, place: error.place };
    throw error;
  }
  return { code: "opened", place: {} };
}

async function changed(change: (view: DataView, bytes: Uint8Array) => void): Promise<Uint8Array> {
  const bytes = await smallSurvey();
  change(new DataView(bytes.buffer), bytes);
  return bytes;
}

describe("opening SEG-Y", () => {
  it("reads what was written, in every format", async () => {
    for (const format of [1, 3, 5, 8] as const) {
      const segy = await openSegy(memorySource("small.sgy", await smallSurvey(format)));
      expect(segy.layout).toMatchObject({
        revision: 1,
        traces,
        samplesPerTrace: samples,
        intervalMicroseconds: 2000,
        delayMs: 100,
        format: { code: format },
        text: { encoding: "ebcdic" },
      });
      expect(segy.layout.text.lines[0]).toBe("C 1 A SMALL SURVEY");
      expect(segy.warnings).toEqual([]);
      const read = await segy.readSamples(2, 3);
      expect([...read.data]).toEqual(
        Array.from({ length: 3 * samples }, (_, i) => ((2 * samples + i) % 50) - 25),
      );
      const headers = await segy.scanHeaders();
      expect([...headers.inline]).toEqual([10, 10, 10, 11, 11, 11]);
      expect([...headers.crossline]).toEqual([20, 21, 22, 20, 21, 22]);
      expect(headers.cdpX[1]).toBe(1001.5);
      expect(headers.cdpY[5]).toBe(-2005.5);
    }
  });

  it("refuses what is no SEG-Y, or none that is read, each by its code and place", async () => {
    expect(await codeOf(new Uint8Array(0))).toMatchObject({ code: "segy-empty" });
    expect(await codeOf(new Uint8Array(2000))).toMatchObject({
      code: "segy-too-short",
      place: { byteOffset: 2000 },
    });
    expect(await codeOf(new TextEncoder().encode("text ".repeat(2000)))).toMatchObject({
      code: "segy-not-segy",
    });
    expect(await codeOf(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, ...new Uint8Array(9000)))).toMatchObject({
      code: "segy-not-segy",
    });
    expect(await codeOf(Uint8Array.of(0x50, 0x4b, 3, 4, ...new Uint8Array(9000)))).toMatchObject({
      code: "segy-not-segy",
    });
    expect(await codeOf(new Uint8Array(9000))).toMatchObject({
      code: "segy-not-segy",
      place: { byteOffset: 3224 },
    });
    expect(
      await codeOf(
        await changed((view) => {
          view.setInt16(3220, 0);
          view.setInt16(3600 + 114, 0);
        }),
      ),
    ).toMatchObject({ code: "segy-no-samples" });
    expect(
      await codeOf(
        await changed((view) => {
          view.setInt16(3216, 0);
          view.setInt16(3600 + 116, 0);
        }),
      ),
    ).toMatchObject({ code: "segy-no-interval" });
    expect(await codeOf((await smallSurvey()).subarray(0, 3600))).toMatchObject({ code: "segy-no-traces" });
  });

  it("takes missing values from the first trace, and tells conflicts", async () => {
    const missing = await openSegy(
      memorySource(
        "x.sgy",
        await changed((view) => {
          view.setInt16(3220, 0);
          view.setInt16(3216, 0);
        }),
      ),
    );
    expect(missing.layout).toMatchObject({ samplesPerTrace: samples, intervalMicroseconds: 2000 });
    expect(missing.warnings.map(({ code }) => code)).toEqual([
      "samples-from-trace-header",
      "interval-from-trace-header",
    ]);
    const conflict = await openSegy(
      memorySource(
        "x.sgy",
        await changed((view) => {
          view.setInt16(3600 + 114, 7);
          view.setInt16(3600 + 116, 9);
          view.setInt16(3600 + 70, 0);
        }),
      ),
    );
    expect(conflict.warnings.map(({ code }) => code)).toEqual([
      "samples-differ",
      "interval-differs",
      "coordinate-scalar-zero",
    ]);
    expect(conflict.layout.samplesPerTrace).toBe(samples);
  });

  it("reads line numbers where it is told to", async () => {
    const bytes = await changed((view) => {
      for (let i = 0; i < traces; i++) view.setInt32(3600 + i * bytesPerTrace + 220, 77 + i);
    });
    const segy = await openSegy(memorySource("x.sgy", bytes), { lineBytes: { inline: 221, crossline: 193 } });
    expect([...(await segy.scanHeaders()).inline]).toEqual([77, 78, 79, 80, 81, 82]);
    await expect(
      openSegy(memorySource("x.sgy", bytes), { lineBytes: { inline: 238, crossline: 193 } }),
    ).rejects.toMatchObject({ code: "segy-line-byte-invalid" });
  });

  it("stops when it is cancelled", async () => {
    const segy = await openSegy(memorySource("x.sgy", await smallSurvey()));
    const cancel = new AbortController();
    cancel.abort();
    await expect(segy.scanHeaders(undefined, cancel.signal)).rejects.toThrow();
    await expect(segy.readSamples(0, 1, cancel.signal)).rejects.toThrow();
    await expect(segy.readSamples(5, 2)).rejects.toMatchObject({ code: "trace-out-of-range" });
  });

  it("reads ASCII text and extended textual headers", async () => {
    const sink = new MemorySink();
    const lines = Array.from({ length: 45 }, (_, i) => `LINE ${i + 1} (a+b), 3/4`);
    const writer = new SegyWriter(sink, {
      format: 8,
      samplesPerTrace: 4,
      intervalMicroseconds: 4000,
      delayMs: 0,
      text: { lines, encoding: "ascii" },
    });
    await writer.begin();
    await writer.appendTraces([{ inline: 1, crossline: 1, cdpX: 0, cdpY: 0 }], float32Matrix(1, 4));
    const { layout } = await openSegy(memorySource("x.sgy", sink.bytes()));
    expect(layout.text.encoding).toBe("ascii");
    expect(layout.text.lines).toHaveLength(80);
    expect(layout.text.lines.slice(0, 45)).toEqual(lines);
    expect(layout.firstTraceByteOffset).toBe(6800);
  });

  it("refuses to write what revision 1 has no room for", async () => {
    for (const wrong of [
      { samplesPerTrace: 65_536 },
      { samplesPerTrace: 0 },
      { intervalMicroseconds: 62.5 },
      { intervalMicroseconds: 70_000 },
    ]) {
      const writer = new SegyWriter(new MemorySink(), {
        ...{ format: 5, samplesPerTrace: 4, intervalMicroseconds: 4000, delayMs: 0 },
        text: { lines: [], encoding: "ascii" },
        ...wrong,
      });
      await expect(writer.begin()).rejects.toMatchObject({ code: "segy-not-writable" });
    }
  });

  it("refuses samples that a format cannot hold", async () => {
    for (const [format, value] of [
      [3, 40000],
      [8, -129],
      [8, NaN],
      [1, Infinity],
    ] as const) {
      const writer = new SegyWriter(new MemorySink(), {
        format,
        samplesPerTrace: 1,
        intervalMicroseconds: 4000,
        delayMs: 0,
        text: { lines: [], encoding: "ebcdic" },
      });
      await expect(
        writer.appendTraces(
          [{ inline: 1, crossline: 1, cdpX: 0, cdpY: 0 }],
          float32Matrix(1, 1, Float32Array.of(value)),
        ),
      ).rejects.toMatchObject({ code: "segy-value-out-of-range", place: { traceIndex: 0 } });
    }
  });
});

describe("a provenance line", () => {
  const headerOf = async (bytes: Uint8Array): Promise<Uint8Array> =>
    openSegy(memorySource("x.sgy", bytes)).then((segy) => segy.readTextBytes());

  it("changes the last blank line and no other byte, control characters included", async () => {
    const bytes = await changed((_, all) => {
      all[100] = 0x00;
      all[101] = 0x05;
    });
    const source = await headerOf(bytes);
    const text = addProvenanceLine(source, "ebcdic", "MADE HERE");
    const differing = Array.from(text.keys()).filter((i) => text[i] !== source[i]);
    expect(differing.every((i) => i >= 39 * 80 && i < 40 * 80)).toBe(true);
    const sink = new MemorySink();
    const writer = new SegyWriter(sink, {
      format: 5,
      samplesPerTrace: 1,
      intervalMicroseconds: 4000,
      delayMs: 0,
      text: { bytes: text },
    });
    await writer.begin();
    await writer.appendTraces([{ inline: 1, crossline: 1, cdpX: 0, cdpY: 0 }], float32Matrix(1, 1));
    const { lines } = (await openSegy(memorySource("y.sgy", sink.bytes()))).layout.text;
    expect(lines[39]).toBe("C40 MADE HERE");
    expect(lines[0]).toBe("C 1 A SMALL SURVEY");
  });

  it("goes into an extended textual header where no line is blank", async () => {
    const sink = new MemorySink();
    const full = Array.from({ length: 40 }, (_, i) => `C${i + 1} FULL`);
    const writer = new SegyWriter(sink, {
      format: 5,
      samplesPerTrace: 1,
      intervalMicroseconds: 4000,
      delayMs: 0,
      text: { lines: full, encoding: "ascii" },
    });
    await writer.begin();
    await writer.appendTraces([{ inline: 1, crossline: 1, cdpX: 0, cdpY: 0 }], float32Matrix(1, 1));
    const source = await headerOf(sink.bytes());
    const text = addProvenanceLine(source, "ascii", "MADE HERE");
    expect(text.length).toBe(6400);
    expect(text.subarray(0, 3200)).toEqual(source);
    expect(new TextDecoder().decode(text.subarray(3200)).trimEnd()).toBe("MADE HERE");
  });
});

describe("IBM words", () => {
  const decoded = async (words: readonly number[]): Promise<number[]> => {
    const bytes = await smallSurvey(1);
    const view = new DataView(bytes.buffer);
    words.forEach((word, i) => {
      view.setUint32(3840 + 4 * i, word);
    });
    return [
      ...(await (await openSegy(memorySource("x.sgy", bytes))).readSamples(0, 1)).data.subarray(
        0,
        words.length,
      ),
    ];
  };

  it("are exact in double precision and rounded once to float32", async () => {
    // Sign 1 bit, exponent of 16 with bias 64, fraction of 24 bits: computed here with exact rational arithmetic.
    const words = [
      0x42640000, 0xc276a000, 0x00000000, 0x80000000, 0x61100001, 0x7fffffff, 0xffffffff, 0x1b100000,
      0x00000001, 0x21123456, 0x46ffffff, 0x41199999,
    ];
    const expected = words.map((word) => {
      const fraction = BigInt(word & 0xffffff);
      const exponent = ((word >>> 24) & 0x7f) - 64;
      const value = Number(fraction) * 2 ** (4 * exponent - 24);
      return Math.fround(word >>> 31 ? -value : value);
    });
    expect(await decoded(words)).toEqual(expected);
    expect(expected.slice(0, 2)).toEqual([100, -118.625]);
    expect(expected[5]).toBe(Infinity);
  });
});

describe("geometry", () => {
  const of = (inline: number[], crossline: number[]): ReturnType<typeof describeGeometry> =>
    describeGeometry(
      {
        count: inline.length,
        inline: Int32Array.from(inline),
        crossline: Int32Array.from(crossline),
      },
      { inline: 189, crossline: 193 },
    );

  it("counts missing and duplicate bins on the lattice of the steps", () => {
    const { geometry, warnings } = of([10, 10, 12, 12, 12], [1, 3, 1, 1, 5]);
    expect(geometry).toMatchObject({
      kind: "3d",
      inlines: { min: 10, max: 12, count: 2 },
      crosslines: { min: 1, max: 5, count: 3 },
      missingBins: 2,
      duplicateBins: 1,
    });
    expect(warnings).toEqual([]);
  });

  it("tells a single line of a 3-D survey, a 2-D line, a gather and nonsense apart", () => {
    expect(of([7, 7, 7], [1, 2, 3]).geometry).toMatchObject({ kind: "3d", missingBins: 0 });
    expect(of([0, 0, 0], [0, 0, 0])).toMatchObject({
      geometry: { kind: "2d" },
      warnings: [{ code: "geometry-none" }],
    });
    expect(of([1, 1, 1, 1], [1, 1, 2, 2]).geometry).toMatchObject({ kind: "prestack", duplicateBins: 2 });
    const wild = Array.from({ length: 100 }, (_, i) => i * 1_000_003);
    expect(
      of(
        wild,
        wild.map((v) => v * 7 - 5),
      ).geometry.missingBins,
    ).toBe(9900);
    expect(of([1, 50_000_000, 7], [9, 1, 80_000_001]).warnings).toMatchObject([{ code: "geometry-sparse" }]);
    expect(of([], []).geometry.kind).toBe("unknown");
  });
});
