import { describe, expect, it } from "vitest";
import { byteOrders } from "./byte-order.ts";
import { openSegy, type SegyFile, type SegyReading } from "./contract.ts";
import { amplitudeOf, extension1, generatedSegy, type Generated } from "./generated-segy.fixture.ts";
import { memorySource } from "./memory-file.fixture.ts";
import { sampleFormats } from "./sample-formats.ts";

const open = async (what: Generated, reading?: SegyReading, name = "a.sgy"): Promise<SegyFile> =>
  openSegy(memorySource(name, await generatedSegy(what)), { reading });
const codes = ({ warnings }: SegyFile): string[] => warnings.map(({ code }) => code);
const amplitudes = (traces: number, samples: number): number[] =>
  Array.from({ length: traces * samples }, (_, i) => amplitudeOf(Math.floor(i / samples), i % samples));

/** Everything that a plain generated file must give, whatever its bytes are like. */
async function expectPlain(segy: SegyFile, traces = 6, samples = 20): Promise<void> {
  expect(segy.layout).toMatchObject({
    traces,
    samplesPerTrace: samples,
    intervalMicroseconds: 4000,
    delayMs: 8,
  });
  expect(Array.from((await segy.readSamples(0, traces)).data)).toEqual(amplitudes(traces, samples));
  const headers = await segy.scanHeaders();
  expect(Array.from(headers.inline.slice(0, 4))).toEqual([10, 10, 10, 11]);
  expect(Array.from(headers.crossline.slice(0, 4))).toEqual([20, 21, 22, 20]);
  expect(Array.from(headers.cdpX.slice(0, 2))).toEqual([1000, 1001]);
  expect(Array.from(headers.cdpY.slice(0, 2))).toEqual([2000, 1999]);
  expect(await segy.readHeaderFields(1)).toMatchObject({ INLINE_3D: 10, CROSSLINE_3D: 21, CDP_X: 10010 });
  expect(segy.layout.text.lines[0]).toBe("C1 LINE OF TEXT");
}

describe("byte orders", () => {
  it.each(sampleFormats)("are told apart in format $code ($name)", async ({ code }) => {
    for (const order of byteOrders)
      for (const extendedTexts of [0, 2]) {
        const segy = await open({ format: code, order, extendedTexts });
        expect(segy.layout).toMatchObject({
          byteOrder: order,
          format: { code },
          firstTraceByteOffset: 3600 + 3200 * extendedTexts,
        });
        expect(segy.warnings).toEqual([]);
        expect(segy.reading).toEqual({});
        await expectPlain(segy);
      }
  });

  it("give the same header bytes, to be written as they are", async () => {
    const [big, little, pairwise] = await Promise.all(
      byteOrders.map(async (order) => (await open({ order })).readHeaderBytes(0, 6)),
    );
    expect(little).toEqual(big);
    expect(pairwise).toEqual(big);
  });

  it("are taken from the constant of revision 2 where it is", async () => {
    for (const order of byteOrders) {
      const segy = await open({
        order,
        change: (view) => {
          view.setUint32(3296, 0x01020304);
          view.setUint16(3500, 0x0200);
        },
      });
      expect(segy.layout).toMatchObject({ byteOrder: order, revision: 2 });
      await expectPlain(segy);
    }
  });

  it("may be told against the constant by a person", async () => {
    const segy = await open(
      {
        change: (view) => {
          view.setUint32(3296, 0x04030201);
        },
      },
      { byteOrder: "big" },
    );
    expect(codes(segy)).toContain("byte-order-constant-differs");
    await expectPlain(segy);
  });

  it("can be given where a file's format code tells nothing", async () => {
    for (const order of byteOrders) {
      const what: Generated = {
        order,
        change: (view) => {
          view.setInt16(3224, 0x4242);
        },
      };
      await expect(open(what)).rejects.toMatchObject({ code: "segy-not-segy" });
      // The format alone leaves the other fields to tell the order.
      await expectPlain(await open(what, { formatCode: 5 }));
      const segy = await open(what, { formatCode: 5, byteOrder: order });
      await expectPlain(segy);
    }
    const forced = await open({ format: 8, order: "little" }, { byteOrder: "pairwise" });
    expect(forced.layout.byteOrder).toBe("pairwise");
    expect(forced.reading).toEqual({ byteOrder: "pairwise" });
    expect(codes(forced)).toContain("byte-order-given");
    await expect(open({}, { byteOrder: "sideways" as never })).rejects.toMatchObject({
      code: "segy-reading-invalid",
    });
  });
});

describe("Seismic Unix", () => {
  /** The traces of a generated file without its headers. */
  const su = async (order: "big" | "little", traces = 6): Promise<Uint8Array> =>
    (await generatedSegy({ order, traces })).subarray(3600);

  it.each(["big", "little"] as const)("is recognised without file headers, %s-endian", async (order) => {
    for (const name of ["a.su", "no-suffix", "wrong.sgy"]) {
      const segy = await openSegy(memorySource(name, await su(order, 60)));
      expect(segy.layout).toMatchObject({
        container: "su",
        revision: 0,
        byteOrder: order,
        format: { code: 5 },
        traces: 60,
        samplesPerTrace: 20,
        intervalMicroseconds: 4000,
        delayMs: 8,
        firstTraceByteOffset: 0,
      });
      expect(segy.warnings).toEqual([]);
      expect(Array.from((await segy.readSamples(58, 2)).data)).toEqual(amplitudes(60, 20).slice(58 * 20));
      expect((await segy.readTextBytes()).every((byte) => byte === 0x20)).toBe(true);
    }
  });

  it("may lack an interval: 4 ms is assumed, or what a person says", async () => {
    const bytes = await su("big");
    for (let at = 116; at < bytes.length; at += 240 + 4 * 20) bytes.set([0, 0], at);
    const assumed = await openSegy(memorySource("a.su", bytes));
    expect(assumed.layout.intervalMicroseconds).toBe(4000);
    expect(codes(assumed)).toEqual(["interval-assumed"]);
    const told = await openSegy(memorySource("a.su", bytes), { intervalMicroseconds: 2000 });
    expect([told.layout.intervalMicroseconds, codes(told), told.reading]).toEqual([
      2000,
      ["interval-given"],
      { intervalMicroseconds: 2000 },
    ]);
  });

  it("may be shorter than a SEG-Y's file headers, and cut", async () => {
    const bytes = await su("little");
    expect(bytes.length).toBeLessThan(3600);
    expect((await openSegy(memorySource("a.su", bytes))).layout.traces).toBe(6);
    const cut = await openSegy(memorySource("a.su", bytes.subarray(0, bytes.length - 100)));
    expect(cut.layout.traces).toBe(5);
    expect(codes(cut)).toEqual(["truncated"]);
  });
});

describe("revision 2", () => {
  const later = (change: (view: DataView) => void): Generated => ({
    change: (view) => {
      view.setUint16(3500, 0x0201);
      change(view);
    },
  });

  it("has its sample count and interval in wider fields too", async () => {
    for (const order of byteOrders) {
      const segy = await open({
        order,
        ...later((view) => {
          view.setUint16(3220, 0);
          view.setUint32(3268, 20);
          view.setFloat64(3272, 62.5);
          view.setBigUint64(3512, 6n);
          view.setBigUint64(3520, 3600n);
        }),
      });
      expect(segy.layout).toMatchObject({
        revision: 2.1,
        samplesPerTrace: 20,
        intervalMicroseconds: 62.5,
        traces: 6,
      });
      expect(codes(segy)).toEqual(["interval-differs"]);
    }
    const odd = await open(
      later((view) => {
        view.setFloat64(3272, -4);
      }),
    );
    expect(odd.layout.intervalMicroseconds).toBe(4000);
    expect(codes(odd)).toEqual(["extended-interval-invalid"]);
  });

  it("has further trace header blocks, whose coordinates come first", async () => {
    for (const order of byteOrders) {
      const segy = await open({
        order,
        furtherBlocks: [
          extension1((block, trace) => {
            // The third trace's are blank; the fourth has one that is 0.
            if (trace === 2) return;
            block.setFloat64(160, 123_456.5 + trace);
            block.setUint32(136, 20);
            block.setFloat64(144, 4000);
          }),
        ],
      });
      expect(segy.layout).toMatchObject({
        byteOrder: order,
        traceHeaderBlocks: 2,
        bytesPerTrace: 480 + 80,
        revision: 2.1,
      });
      expect(segy.warnings).toEqual([]);
      const { cdpX, cdpY } = await segy.readHeaders(2, 2);
      expect([...cdpX, ...cdpY]).toEqual([1002, 123_459.5, 1998, 0]);
      expect(await segy.readHeaderFields(3)).toMatchObject({
        EXT1_CDP_X: 123_459.5,
        EXT1_TRACE_SAMPLE_COUNT: 20,
      });
      expect(Array.from((await segy.readSamples(0, 6)).data)).toEqual(amplitudes(6, 20));
    }
  });

  it("finds blocks that the count leaves out or makes up", async () => {
    const plain = await open(
      later((view) => {
        view.setUint16(3506, 3);
      }),
    );
    await expectPlain(plain);
    expect(codes(plain)).toEqual(["trace-header-count-differs"]);
    // As four bytes, which revision 2.0 can be read to say.
    const wide = await open({
      furtherBlocks: [extension1(() => undefined)],
      change: (view) => {
        view.setUint16(3500, 0x0200);
        view.setUint32(3506, 1);
      },
    });
    expect(wide.layout.traceHeaderBlocks).toBe(2);
  });

  it("says how many traces there are, where they begin, and how many stanzas follow", async () => {
    const wrong = await open(
      later((view) => {
        view.setBigUint64(3512, 9n);
        view.setBigUint64(3520, 4000n);
      }),
    );
    await expectPlain(wrong);
    expect(codes(wrong)).toEqual(["trace-offset-differs", "trace-count-differs"]);
    const bytes = await generatedSegy(
      later((view) => {
        view.setInt32(3528, -1);
        view.setBigUint64(3512, 6n);
      }),
    );
    const trailed = new Uint8Array(bytes.length + 6400).fill(0x40);
    trailed.set(bytes);
    const segy = await openSegy(memorySource("a.sgy", trailed));
    expect(segy.warnings).toEqual([]);
    await expectPlain(segy);
  });

  it("may say a revision that there is not, or say it the other way round", async () => {
    for (const [field, revision, said] of [
      [0x0001, 1, []],
      [0x0002, 2, []],
      [0x0102, 2.1, []],
      [0x2425, 0, ["revision-unknown"]],
    ] as const) {
      const segy = await open({
        change: (view) => {
          view.setUint16(3500, field);
        },
      });
      expect(segy.layout.revision).toBe(revision);
      expect(codes(segy)).toEqual(said);
    }
  });
});

describe("extended textual headers", () => {
  const count = (declared: number, extendedTexts: number, change?: (view: DataView) => void): Generated => ({
    extendedTexts,
    change: (view) => {
      view.setInt16(3504, declared);
      change?.(view);
    },
  });
  const write = (view: DataView, at: number, text: string): void => {
    Array.from(text).forEach((character, i) => {
      view.setUint8(at + i, character.charCodeAt(0));
    });
  };
  const blank = (view: DataView, at: number): void => {
    for (let i = 0; i < 3200; i++) view.setUint8(at + i, 0x20);
  };

  it("end with ((SEG:EndText)) where their number is −1", async () => {
    const segy = await open(
      count(-1, 3, (view) => {
        blank(view, 3600 + 6400);
        write(view, 3600 + 6400, "((  seg: endTEXt  ))");
      }),
    );
    expect(segy.warnings).toEqual([]);
    expect(segy.layout.firstTraceByteOffset).toBe(3600 + 9600);
    expect(segy.layout.text.lines).toHaveLength(160);
    await expectPlain(segy);
  });

  it.each([
    ["without EndText", -1, 2, "text-end-missing"],
    ["without any text", -1, 0, "text-end-missing"],
    ["more than announced", 1, 2, "extended-text-count-differs"],
    ["fewer than announced", 9, 2, "extended-text-count-differs"],
    ["more than the file holds", 32000, 0, "extended-text-count-differs"],
    ["a negative number", -7, 1, "extended-text-count-differs"],
  ])("are read as they are: %s", async (_, declared, there, code) => {
    const segy = await open(count(declared, there));
    expect(codes(segy)).toEqual([code]);
    expect(segy.layout.firstTraceByteOffset).toBe(3600 + 3200 * there);
    expect((await segy.readTextBytes()).length).toBe(3200 * (1 + there));
    await expectPlain(segy);
  });

  const mapped = (xml: string): Generated =>
    count(1, 1, (view) => {
      blank(view, 3600);
      write(view, 3600, `((SEG:Layout:text/xml))\n<?xml version="1.0"?>${xml}`);
    });
  const entry = (name: string, byte: number | string, type = "int4"): string =>
    `<entry name="${name}" byte="${byte}" type='${type}'/>`;

  it("may say where the line numbers are", async () => {
    const segy = await open(
      mapped(`<segy-layout name="a">${entry("iline", 5)}<!-- > -->${entry("xline", 21)}</segy-layout>`),
    );
    expect(segy.lineBytes).toEqual({ inline: 5, crossline: 21 });
    expect([segy.reading, segy.warnings]).toEqual([{}, []]);
    expect(Array.from((await segy.readHeaders(0, 3)).inline)).toEqual([1, 2, 3]);
    const told = await openSegy(
      memorySource(
        "a.sgy",
        await generatedSegy(mapped(`<segy-layout>${entry("iline", 5)}${entry("xline", 21)}</segy-layout>`)),
      ),
      { lineBytes: { inline: 189, crossline: 193 } },
    );
    expect([told.lineBytes, told.reading]).toEqual([
      { inline: 189, crossline: 193 },
      { lineBytes: { inline: 189, crossline: 193 } },
    ]);
  });

  it("may say where CDP, offset and coordinates are, and under which scalar", async () => {
    // Reel and trace numbers stand in for them: they hold 1, 2, 3 …
    const fields = [entry("iline", 189), entry("xline", 193), entry("cdp", 5), entry("offset", 1, "linetrc")];
    const at = [entry("cdp_x", 1, "coor4"), entry("cdp_y", 5, "coor4")];
    const scaled = await open({
      ...mapped(`<segy-layout>${fields.join("")}${at.join("")}${entry("co_scal", 31, "int2")}</segy-layout>`),
    });
    expect([scaled.layout.cdpByte, scaled.layout.offsetByte, scaled.layout.coordinateBytes]).toEqual([
      5,
      1,
      { x: 1, y: 5 },
    ]);
    const columns = await scaled.readHeaders(0, 3);
    expect([columns.cdp, columns.offset].map((column) => Array.from(column))).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect([columns.cdpX, columns.cdpY].map((column) => Array.from(column))).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    // Without a scalar of its own the standard's holds: tenths, as the file is written.
    const tenths = await open(mapped(`<segy-layout>${fields.join("")}${at.join("")}</segy-layout>`));
    expect(Array.from((await tenths.readHeaders(0, 3)).cdpX)).toEqual([0.1, 0.2, 0.3]);
    expect(codes(tenths)).toEqual([]);
  });

  it("whose coordinates it puts where they are not read leave the standard's bytes, and say so", async () => {
    const lines = `${entry("iline", 189)}${entry("xline", 193)}`;
    const segy = await open(
      mapped(
        `<segy-layout>${lines}${entry("cdp_x", 1, "ieee64")}${entry("cdp_y", 9, "ieee64")}</segy-layout>`,
      ),
    );
    expect(codes(segy)).toEqual(["mapping-not-applied"]);
    await expectPlain(segy);
  });

  it.each([
    [`<segy-layout>${entry("iline", 5)}`, "mapping-unreadable"],
    [`<layout>${entry("iline", 5)}</layout>`, "mapping-unreadable"],
    [`<segy-layout><entry name="iline" type="int4"/></segy-layout>`, "mapping-unreadable"],
    [`<segy-layout>${entry("iline", "x")}</segy-layout>`, "mapping-unreadable"],
    [`<segy-layout>${entry("iline", 241)}</segy-layout>`, "mapping-unreadable"],
    [`<segy-layout><entry name="iline" byte="5" type="int4"</segy-layout>`, "mapping-unreadable"],
    [`<segy-layout></extension></segy-layout>`, "mapping-unreadable"],
    ["nothing", "mapping-unreadable"],
    [`<segy-layout></segy-layout>`, "mapping-not-applied"],
    [`<segy-layout>${entry("iline", 5, "ieee32")}${entry("xline", 9)}</segy-layout>`, "mapping-not-applied"],
    [
      `<segy-layout><extension name="e">${entry("iline", 5)}${entry("xline", 9)}</extension></segy-layout>`,
      "mapping-not-applied",
    ],
  ])("whose layout stanza cannot be used leave the standard's bytes: %s", async (xml, code) => {
    const segy = await open(mapped(xml));
    expect(codes(segy)).toEqual([code]);
    await expectPlain(segy);
  });
});
