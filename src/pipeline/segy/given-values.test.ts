import { describe, expect, it } from "vitest";
import { float32Matrix } from "../../quantities/matrix.ts";
import { openSegy, SegyWriter, type SegyReading } from "./contract.ts";
import { memorySource, MemorySink } from "./memory-file.fixture.ts";

const samples = float32Matrix(
  6,
  20,
  Float32Array.from({ length: 120 }, (_, i) => Math.sin(i) * 100),
);

/** Six traces of 20 IEEE samples every 4 ms from 8 ms on, one extended textual header. */
async function segyBytes(): Promise<Uint8Array<ArrayBuffer>> {
  const sink = new MemorySink();
  const writer = new SegyWriter(sink, {
    format: 5,
    samplesPerTrace: 20,
    intervalMicroseconds: 4000,
    delayMs: 8,
    text: { lines: Array.from({ length: 41 }, (_, i) => `C${i + 1}`), encoding: "ascii" },
  });
  await writer.begin();
  await writer.appendTraces(
    Array.from({ length: 6 }, (_, i) => ({ inline: 1, crossline: i, cdpX: i, cdpY: 0 })),
    samples,
  );
  return sink.bytes();
}

async function spoilt(change: (view: DataView) => void): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await segyBytes();
  change(new DataView(bytes.buffer));
  return bytes;
}
const open = (bytes: Uint8Array, reading?: SegyReading) =>
  openSegy(memorySource("a.sgy", bytes), { reading });
const codeOf = (opening: Promise<unknown>): Promise<unknown> =>
  opening.then(
    () => "none",
    (error: unknown) => (error as { code?: unknown }).code,
  );

describe("what a person says of a file", () => {
  it("comes before a header that lies, with a warning for each value", async () => {
    const bytes = await spoilt((view) => {
      view.setUint16(3216, 2000);
      view.setUint16(3220, 10);
      view.setInt16(3224, 1);
    });
    const reading = { formatCode: 5, samplesPerTrace: 20, intervalMicroseconds: 4000, delayMs: 100 } as const;
    const segy = await open(bytes, reading);
    const { traces, samplesPerTrace, intervalMicroseconds, delayMs, format } = segy.layout;
    expect([traces, samplesPerTrace, intervalMicroseconds, delayMs, format.code]).toEqual([
      6, 20, 4000, 100, 5,
    ]);
    expect((await segy.readSamples(0, 6)).data).toEqual(samples.data);
    expect(segy.reading).toEqual(reading);
    expect(segy.warnings).toEqual([
      {
        code: "format-given",
        message: "sample format 5 as a person says; the file says sample format 1",
        byteOffset: 3224,
      },
      {
        code: "samples-given",
        message: "20 samples a trace as a person says; the file says 10 samples a trace",
        byteOffset: 3220,
      },
      {
        code: "interval-given",
        message: "4000 µs a sample as a person says; the file says 2000 µs a sample",
        byteOffset: 3216,
      },
      {
        code: "delay-given",
        message: "the first sample at 100 ms as a person says; the file says the first sample at 8 ms",
        byteOffset: 3600 + 3200 + 108,
      },
    ]);
    // The headers alone are of another format, and half as many samples; the trace headers' count fills the file.
    expect((await open(bytes)).layout).toMatchObject({ format: { code: 1 }, samplesPerTrace: 20 });
  });

  it("stands in for a header that says nothing, or what no revision knows", async () => {
    const silent = await spoilt((view) => {
      for (const at of [3216, 3220]) view.setUint16(at, 0);
      view.setInt16(3224, 77);
      for (let trace = 0; trace < 6; trace++)
        for (const at of [114, 116]) view.setUint16(6800 + trace * 320 + at, 0);
    });
    expect(await codeOf(open(silent))).toBe("segy-not-segy");
    expect(await codeOf(open(silent, { formatCode: 5 }))).toBe("segy-no-samples");
    expect(await codeOf(open(silent, { formatCode: 5, samplesPerTrace: 20 }))).toBe("segy-no-interval");
    const segy = await open(silent, { formatCode: 5, samplesPerTrace: 20, intervalMicroseconds: 4000 });
    expect((await segy.readSamples(0, 6)).data).toEqual(samples.data);
  });

  it("is not kept, nor warned of, where the file says the same", async () => {
    const bytes = await segyBytes();
    const same: SegyReading = {
      lineBytes: { inline: 189, crossline: 193 },
      formatCode: 5,
      samplesPerTrace: 20,
      intervalMicroseconds: 4000,
      delayMs: 8,
      coordinateBytes: { x: 181, y: 185 },
      cdpByte: 21,
      offsetByte: 37,
      textEncoding: "ascii",
    };
    const segy = await open(bytes, same);
    expect([segy.reading, segy.warnings]).toEqual([{}, []]);
    const moved = await open(bytes, { ...same, lineBytes: { inline: 5, crossline: 21 } });
    expect([moved.reading, moved.lineBytes]).toEqual([
      { lineBytes: { inline: 5, crossline: 21 } },
      { inline: 5, crossline: 21 },
    ]);
    const spread = await openSegy(memorySource("a.sgy", bytes), { delayMs: 12 });
    expect([spread.reading, spread.layout.delayMs]).toEqual([{ delayMs: 12 }, 12]);
  });

  it("tells where coordinates, CDP and offset are, how coordinates are scaled, and how the text is written", async () => {
    const bytes = await spoilt((view) => {
      for (let trace = 0; trace < 6; trace++) {
        const at = 6800 + trace * 320;
        view.setInt16(at + 70, trace === 0 ? -10 : 0);
        view.setInt32(at + 72, 5000 + trace);
        view.setInt32(at + 76, 7000 - trace);
        view.setInt32(at + 232, 900 + trace);
        view.setInt32(at + 60, 25 * trace);
      }
    });
    const reading = {
      coordinateBytes: { x: 73, y: 77 },
      coordinateScalar: -10,
      cdpByte: 233,
      offsetByte: 61,
      textEncoding: "ebcdic",
    } as const;
    const segy = await open(bytes, reading);
    const scanned = await segy.scanHeaders();
    expect({
      x: [...scanned.cdpX],
      y: [...scanned.cdpY],
      cdp: [...scanned.cdp],
      offset: [...scanned.offset],
    }).toEqual({
      x: [500, 500.1, 500.2, 500.3, 500.4, 500.5],
      y: [700, 699.9, 699.8, 699.7, 699.6, 699.5],
      cdp: [900, 901, 902, 903, 904, 905],
      offset: [0, 25, 50, 75, 100, 125],
    });
    // Nothing is said of a scalar that the first trace has too; it is kept for those that have none.
    expect([segy.reading, segy.warnings.map(({ code }) => code)]).toEqual([reading, ["text-encoding-given"]]);
    expect(segy.layout).toMatchObject({
      coordinateBytes: { x: 73, y: 77 },
      coordinateScalar: -10,
      cdpByte: 233,
      offsetByte: 61,
      text: { encoding: "ebcdic" },
    });
    expect((await open(bytes, { coordinateScalar: 100 })).warnings).toEqual([
      {
        code: "coordinate-scalar-given",
        message: "coordinate scalar 100 as a person says; the file says coordinate scalar -10",
        byteOffset: 6870,
      },
    ]);
  });

  it("cannot make traces of bytes that are none", async () => {
    const bytes = await segyBytes();
    expect(await codeOf(open(bytes, { samplesPerTrace: 21 }))).toBe("segy-traces-misaligned");
    expect(await codeOf(open(bytes, { formatCode: 8 }))).toBe("segy-traces-misaligned");
  });

  it.each([
    { samplesPerTrace: 0 },
    { samplesPerTrace: 65_536 },
    { samplesPerTrace: 1.5 },
    { intervalMicroseconds: -4000 },
    { intervalMicroseconds: NaN },
    { delayMs: 40_000 },
    { delayMs: 0.5 },
    { formatCode: 13 as never },
    { coordinateBytes: { x: 73, y: 238 } },
    { cdpByte: 0 },
    { offsetByte: 1.5 },
    { coordinateScalar: 0 },
    { coordinateScalar: -100_000 },
    { textEncoding: "utf-8" as never },
  ] satisfies SegyReading[])("is refused where no header could hold it: %j", async (reading) => {
    expect(await codeOf(open(await segyBytes(), reading))).toBe("segy-reading-invalid");
  });
});
