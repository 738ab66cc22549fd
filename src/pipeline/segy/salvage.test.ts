import { describe, expect, it } from "vitest";
import { openSegy, type SegyFile, type SegyReading } from "./contract.ts";
import { amplitudeOf, generatedSegy, type Generated } from "./generated-segy.fixture.ts";
import { memorySource } from "./memory-file.fixture.ts";

const bytesPerTrace = 240 + 80;
const open = (bytes: Uint8Array, reading?: SegyReading): Promise<SegyFile> =>
  openSegy(memorySource("a.sgy", bytes), { reading });
const refused = (
  bytes: Uint8Array,
  reading?: SegyReading,
): Promise<{ code: string; place: object; advice: string }> =>
  open(bytes, reading).then(
    () => ({ code: "opened", place: {}, advice: "" }),
    (error: unknown) => error as { code: string; place: object; advice: string },
  );
const generated = (
  change?: (view: DataView) => void,
  what: Generated = {},
): Promise<Uint8Array<ArrayBuffer>> => generatedSegy({ ...what, ...(change ? { change } : {}) });
function longer(bytes: Uint8Array, tail: Uint8Array): Uint8Array {
  const all = new Uint8Array(bytes.length + tail.length);
  all.set(bytes);
  all.set(tail, bytes.length);
  return all;
}

describe("a file that is cut", () => {
  it("gives its whole traces, and says at which byte it broke", async () => {
    const bytes = await generated();
    for (let size = 3600 + bytesPerTrace; size < bytes.length; size += 13) {
      const traces = Math.floor((size - 3600) / bytesPerTrace);
      const rest = (size - 3600) % bytesPerTrace;
      const segy = await open(bytes.subarray(0, size));
      expect(segy.layout.traces).toBe(traces);
      expect(segy.warnings.map(({ code, byteOffset }) => [code, byteOffset])).toEqual(
        rest === 0 ? [] : [["truncated", 3600 + traces * bytesPerTrace]],
      );
      const { data } = await segy.readSamples(traces - 1, 1);
      expect(data[19]).toBe(amplitudeOf(traces - 1, 19));
      await expect(segy.readSamples(traces, 1)).rejects.toMatchObject({ code: "trace-out-of-range" });
    }
  });

  it("says how many traces are lost where a header says how many there were", async () => {
    const bytes = await generated((view) => {
      view.setUint16(3500, 0x0201);
      view.setBigUint64(3512, 6n);
    });
    const { warnings } = await open(bytes.subarray(0, 3600 + 2 * bytesPerTrace + 100));
    expect(warnings.map(({ code }) => code)).toEqual(["trace-count-differs", "truncated"]);
    expect(warnings[1]!.message).toContain("4 are lost");
  });

  it("before its first whole trace is refused", async () => {
    const bytes = await generated();
    expect(await refused(bytes.subarray(0, 3600))).toMatchObject({ code: "segy-no-traces" });
    expect(await refused(bytes.subarray(0, 3700))).toMatchObject({
      code: "segy-no-traces",
      place: { byteOffset: 3700 },
    });
    expect(await refused(bytes.subarray(0, 3900))).toMatchObject({
      code: "segy-samples-impossible",
      place: { byteOffset: 3600 },
    });
  });
});

describe("bytes behind the last trace", () => {
  it.each([
    ["zeros", new Uint8Array(512)],
    ["a text", new Uint8Array(200).fill(0x40)],
    ["what is no trace header", Uint8Array.from({ length: 300 }, (_, i) => i * 37)],
  ])("are left out: %s", async (_, tail) => {
    const bytes = await generated();
    const segy = await open(longer(bytes, tail));
    expect(segy.layout.traces).toBe(6 + (tail.length > bytesPerTrace ? 1 : 0));
    const last = segy.warnings.at(-1);
    expect(last).toMatchObject({ code: "trailing-bytes" });
  });
});

describe("headers that lie about the samples", () => {
  it("are refused where not one trace fits, and allocate nothing", async () => {
    const huge = await generated((view) => {
      view.setUint16(3500, 0x0201);
      view.setUint32(3268, 0xffffffff);
      for (let trace = 0; trace < 6; trace++) view.setUint16(3600 + trace * bytesPerTrace + 114, 65535);
    });
    // The 2-byte field still fits.
    expect((await open(huge)).layout.samplesPerTrace).toBe(20);
    const hopeless = await generated((view) => {
      view.setUint16(3220, 65535);
      view.setUint16(3600 + 114, 65535);
    });
    expect(await refused(hopeless)).toMatchObject({
      code: "segy-samples-impossible",
      place: { byteOffset: 3600 },
    });
  });

  it("are corrected by the trace headers where those fit the file", async () => {
    const segy = await open(
      await generated((view) => {
        view.setUint16(3220, 10);
      }),
    );
    expect(segy.layout).toMatchObject({ samplesPerTrace: 20, traces: 6 });
    expect(segy.warnings.map(({ code }) => code)).toEqual(["samples-differ"]);
  });

  it("are refused with the distance that traces have, where trace headers show it", async () => {
    const bytes = await generated((view) => {
      view.setUint16(3220, 10);
      view.setInt16(3224, 3);
    });
    const refusal = await refused(bytes);
    expect(refusal).toMatchObject({ code: "segy-traces-misaligned", place: { traceIndex: 1 } });
    expect(refusal.advice).toContain("40 samples");
    expect(await refused(await generated(), { samplesPerTrace: 21 })).toMatchObject({
      code: "segy-traces-misaligned",
    });
  });

  it("are asked for where nothing says the count or the interval", async () => {
    const silent = await generated((view) => {
      for (const at of [3216, 3220]) view.setUint16(at, 0);
      for (let trace = 0; trace < 6; trace++)
        for (const at of [114, 116]) view.setUint16(3600 + trace * bytesPerTrace + at, 0);
    });
    expect(await refused(silent)).toMatchObject({ code: "segy-no-samples" });
    expect(await refused(silent, { samplesPerTrace: 20 })).toMatchObject({ code: "segy-no-interval" });
  });

  it("by trace headers of which each is different leave a warning", async () => {
    const segy = await open(
      await generated((view) => {
        for (let trace = 0; trace < 6; trace++) {
          view.setUint16(3600 + trace * bytesPerTrace + 114, 100 + trace);
          view.setUint16(3600 + trace * bytesPerTrace + 116, 200 + trace);
        }
      }),
    );
    expect(segy.layout.traces).toBe(6);
    expect(segy.warnings.map(({ code }) => code)).toContain("trace-headers-differ");
  });
});

describe("traces of different lengths", () => {
  it("are refused by their name", async () => {
    const [short, long] = await Promise.all([generated(), generated(undefined, { samples: 33 })]);
    const longTrace = 240 + 33 * 4;
    const bytes = new Uint8Array(3600 + 3 * (bytesPerTrace + longTrace));
    bytes.set(short.subarray(0, 3600));
    for (let pair = 0, at = 3600; pair < 3; pair++) {
      bytes.set(short.subarray(3600, 3600 + bytesPerTrace), at);
      bytes.set(long.subarray(3600, 3600 + longTrace), at + bytesPerTrace);
      at += bytesPerTrace + longTrace;
    }
    new DataView(bytes.buffer).setUint16(3502, 0);
    expect(await refused(bytes)).toMatchObject({ code: "segy-variable-length", place: { traceIndex: 1 } });
  });
});

describe("sample format 4", () => {
  it("is fixed point where its words begin with zero, else what floats they are", async () => {
    for (const [format, found, said] of [
      [4, 4, []],
      [5, 5, ["format-4-holds-floats"]],
      [1, 1, ["format-4-holds-floats"]],
    ] as const) {
      const segy = await open(
        await generated(
          (view) => {
            view.setInt16(3224, 4);
          },
          { format },
        ),
      );
      expect(segy.layout.format.code).toBe(found);
      expect(segy.warnings.map(({ code }) => code)).toEqual(said);
      expect((await segy.readSamples(1, 1)).data[2]).toBe(amplitudeOf(1, 2));
    }
  });
});
