import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder, describeWithData } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { GeophoneError } from "../errors.ts";
import { byteOrders } from "./byte-order.ts";
import { copyTraces, openSegy, type SegyFile, type SegyReading, type TraceCopy } from "./contract.ts";
import { amplitudeOf, extension1, generatedSegy, type Generated } from "./generated-segy.fixture.ts";
import { MemorySink, memorySource } from "./memory-file.fixture.ts";
import { sampleFormats } from "./sample-formats.ts";

const allOf = (segy: SegyFile): Int32Array => Int32Array.from({ length: segy.layout.traces }, (_, i) => i);

async function copied(
  source: SegyFile,
  copy: Partial<TraceCopy> = {},
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly segy: SegyFile }> {
  const sink = new MemorySink();
  await copyTraces(source, { traces: allOf(source), provenance: [], ...copy }, sink);
  const bytes = sink.bytes();
  return { bytes, segy: await openSegy(memorySource("copy.sgy", bytes)) };
}

const generated = async (what: Generated = {}, reading: SegyReading = {}): Promise<SegyFile> =>
  openSegy(memorySource("made.sgy", await generatedSegy(what)), { reading });

const amplitudes = async (segy: SegyFile): Promise<number[]> =>
  Array.from((await segy.readSamples(0, segy.layout.traces)).data);

/** Bit for bit, NaN included. */
const bytesOfSamples = async (segy: SegyFile): Promise<Buffer> =>
  Buffer.from((await segy.readSamples(0, segy.layout.traces)).data.buffer);

describe("a copy of traces", () => {
  it("holds the same values in every format and byte order, and says truly what it is", async () => {
    const expected = Array.from({ length: 6 * 20 }, (_, i) => amplitudeOf(Math.floor(i / 20), i % 20));
    for (const from of byteOrders)
      for (const to of byteOrders)
        for (const { code } of sampleFormats) {
          const source = await generated({ order: from, format: code === 1 ? 5 : 1 });
          const { segy } = await copied(source, { byteOrder: to, formatCode: code });
          const { layout, warnings } = segy;
          expect({ from, to, code, order: layout.byteOrder, format: layout.format.code, warnings }).toEqual({
            ...{ from, to, code, order: to, format: code, warnings: [] },
          });
          const isLater = to !== "big" || (code > 5 && code !== 8);
          expect(layout.revision).toBe(isLater ? 2 : 1);
          expect(await amplitudes(segy)).toEqual(expected);
          expect(await segy.readHeaderFields(4)).toEqual(await source.readHeaderFields(4));
        }
  });

  it("that changes nothing is the file, byte for byte, and the provenance takes one line", async () => {
    const bytes = await generatedSegy({
      change: (view) => {
        view.setUint8(3200 + 150, 7); // where revision 1 assigns nothing
      },
    });
    const source = await openSegy(memorySource("made.sgy", bytes));
    const plain = await copied(source);
    // Nothing that an older file holds where revision 2 has fields may be taken for them.
    bytes[3200 + 150] = 0;
    expect(Buffer.from(plain.bytes).equals(Buffer.from(bytes))).toBe(true);
    const { segy } = await copied(source, { provenance: ["GEOPHONE TEST 1 OF 6"] });
    // Its 40 lines are taken: the line goes into a header of its own.
    expect(segy.layout.text.lines.filter((line) => line !== "").slice(40)).toEqual(["GEOPHONE TEST 1 OF 6"]);
  });

  it("keeps depth and feet that only a person knew of", async () => {
    const source = await generated({}, { verticalUnit: "ft", horizontalUnit: "ft" });
    const { layout } = (await copied(source)).segy;
    expect(layout).toMatchObject({ verticalUnit: "ft", horizontalUnit: "ft" });
    const asFileSays = await copied(await generated());
    expect(asFileSays.segy.layout.verticalUnit).toBe("ms");
  });

  it("of a window begins at its first sample, with a finer time scalar where whole ms do not do", async () => {
    const halfMs: Generated = {
      change: (view) => {
        view.setUint16(3216, 500);
        for (let trace = 0; trace < 6; trace++) {
          view.setUint16(3600 + trace * 320 + 116, 500);
          view.setInt16(3600 + trace * 320 + 110, 12); // mute ends at 12 ms
        }
      },
    };
    const source = await generated(halfMs);
    const { segy } = await copied(source, {
      window: { firstSample: 3, samples: 5 },
      traces: Int32Array.of(1, 4),
    });
    expect(segy.layout).toMatchObject({
      samplesPerTrace: 5,
      traces: 2,
      delayMs: 9.5,
      intervalMicroseconds: 500,
    });
    expect(await segy.readHeaderFields(1)).toEqual({
      ...(await source.readHeaderFields(4)),
      TRACE_SAMPLE_COUNT: 5,
      DelayRecordingTime: 95,
      ScalarTraceHeader: -10,
      MuteTimeStart: 120,
    });
    expect(await amplitudes(segy)).toEqual(
      [1, 4].flatMap((trace) => [3, 4, 5, 6, 7].map((sample) => amplitudeOf(trace, sample))),
    );
    expect(segy.warnings).toEqual([]);
  });

  it("keeps header extensions, turned, and refuses to turn what only its maker knows", async () => {
    const blocks = [
      extension1((block) => {
        block.setUint32(136, 20);
        block.setFloat64(160, 1234.5);
      }),
    ];
    const { segy } = await copied(await generated({ furtherBlocks: blocks }), {
      byteOrder: "little",
      window: { firstSample: 0, samples: 7 },
    });
    expect(segy.layout).toMatchObject({ traceHeaderBlocks: 2, revision: 2.1, byteOrder: "little" });
    expect(await segy.readHeaderFields(2)).toMatchObject({ EXT1_TRACE_SAMPLE_COUNT: 7, EXT1_CDP_X: 1234.5 });
    const privateBlock = [
      (block: DataView): void => {
        block.setUint8(0, 5);
      },
    ];
    const source = await generated({ furtherBlocks: privateBlock });
    await expect(copied(source, { byteOrder: "little" })).rejects.toMatchObject({
      code: "segy-not-writable",
    });
    expect((await copied(source)).segy.layout.traceHeaderBlocks).toBe(2);
  });

  it("holds what a person said of the file as the headers' own", async () => {
    const reading = { intervalMicroseconds: 2000, delayMs: 100 };
    const { segy } = await copied(await generated({}, reading));
    expect(segy.layout).toMatchObject(reading);
    expect(segy.warnings).toEqual([]);
  });

  it("of samples that are read reversed holds them as they are read", async () => {
    const { segy } = await copied(await generated({}, { reversed: true, polarity: "seg-normal" }));
    expect((await amplitudes(segy)).slice(0, 3)).toEqual([0, -3, -6]);
    expect(segy.layout).toMatchObject({ polarity: "seg-reverse" });
  });

  it("scales by a power of two, and its headers say which", async () => {
    const { segy } = await copied(await generated(), { formatCode: 3, scaleBits: 3 });
    expect((await amplitudes(segy)).slice(0, 3)).toEqual([0, 24, 48]);
    expect(await segy.readHeaderFields(5)).toMatchObject({ TraceWeightingFactor: 3 });
  });

  it("is refused where the revision or the format cannot hold it", async () => {
    const source = await generated();
    const refused = async (copy: Partial<TraceCopy>): Promise<string> =>
      copied(source, copy).then(
        () => "written",
        (error: unknown) => (error instanceof GeophoneError ? error.code : "internal"),
      );
    expect(await refused({ revision: 1, formatCode: 6 })).toBe("segy-not-writable");
    expect(await refused({ revision: 0, formatCode: 5 })).toBe("segy-not-writable");
    expect(await refused({ revision: 1, byteOrder: "little" })).toBe("segy-not-writable");
    expect(await refused({ formatCode: 8, scaleBits: 1 })).toBe("segy-value-out-of-range");
    expect(await refused({ revision: 2.1, formatCode: 5 })).toBe("written");
  });
});

describeWithData("a copy of every awkward file that can be read", () => {
  it("has its samples and headers, and no warning that the file had not", async () => {
    const folders = ["segy-zoo", "segy-zoo/multiformats"].map((name) => path.join(dataFolder, name));
    const files = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.(sgy|su)$/.test(name))
        .map((name) => path.join(folder, name)),
    );
    let read = 0;
    for (const file of files) {
      const bytes = await openFileSource(file);
      const source = await openSegy(bytes).catch(() => undefined);
      if (source) {
        read++;
        const { segy } = await copied(source, { provenance: ["GEOPHONE TEST"] });
        const name = path.basename(file);
        const codes = new Set(source.warnings.map(({ code }) => code));
        const fresh = segy.warnings.filter(({ code }) => !codes.has(code));
        expect({ name, fresh }).toEqual({ name, fresh: [] });
        const [own, theirs] = await Promise.all([segy, source].map(bytesOfSamples));
        expect({ name, isEqual: own!.equals(theirs!) }).toEqual({ name, isEqual: true });
        const last = source.layout.traces - 1;
        const fields: Record<string, number> = { ...(await source.readHeaderFields(last)) };
        delete fields["TRACE_SAMPLE_COUNT"];
        delete fields["TRACE_SAMPLE_INTERVAL"];
        if (source.layout.container === "su") fields["SourceGroupScalar"] ||= 1;
        expect({ name, fields: await segy.readHeaderFields(last) }).toMatchObject({ name, fields });
        expect(segy.layout.text.lines.join("\n")).toContain("GEOPHONE TEST");
      }
      await bytes.close();
    }
    expect(read).toBeGreaterThan(70);
  });
});
