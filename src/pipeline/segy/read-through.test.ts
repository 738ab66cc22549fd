import { describe, expect, it } from "vitest";
import { openSegy, joinSegyFiles, type SegyFile, type TraceBlock } from "./contract.ts";
import { generatedSegy } from "./generated-segy.fixture.ts";
import { memorySource } from "./memory-file.fixture.ts";

const opened = async (bytes: Uint8Array, name = "a.sgy"): Promise<SegyFile> =>
  openSegy(memorySource(name, bytes));

/** More than one block of 8 MiB. */
const large = { traces: 900, samples: 3000 };

/** Element by element, `toEqual` takes half a minute for these. */
const areSame = (a: Float32Array, b: Float32Array): boolean =>
  a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

async function passed(segy: SegyFile, range: { first?: number; count?: number } = {}) {
  const { samplesPerTrace } = segy.layout;
  const count = range.count ?? segy.layout.traces;
  const samples = new Float32Array(count * samplesPerTrace);
  const [inline, crossline] = [new Int32Array(count), new Int32Array(count)];
  const starts: number[] = [];
  const warnings = await segy.readThrough({
    ...range,
    onBlock: ({ first, headers, samples: block }: TraceBlock) => {
      const at = first - (range.first ?? 0);
      starts.push(first);
      samples.set(block.data, at * samplesPerTrace);
      inline.set(headers.inline, at);
      crossline.set(headers.crossline, at);
      expect([block.rows, block.columns]).toEqual([headers.count, samplesPerTrace]);
    },
  });
  return { samples, inline, crossline, starts, warnings };
}

describe("one pass over a file", () => {
  it.each(["big", "little", "pairwise"] as const)("gives what single reads give, %s", async (order) => {
    const segy = await opened(await generatedSegy({ ...large, order }));
    const all = await passed(segy);
    expect(all.starts.length).toBeGreaterThan(1);
    expect(areSame(all.samples, (await segy.readSamples(0, large.traces)).data)).toBe(true);
    const headers = await segy.scanHeaders();
    expect([all.inline, all.crossline]).toEqual([headers.inline, headers.crossline]);
    const part = await passed(segy, { first: 123, count: 50 });
    expect(areSame(part.samples, (await segy.readSamples(123, 50)).data)).toBe(true);
    expect(part.inline).toEqual(headers.inline.slice(123, 173));
  });

  it("reverses samples as single reads do", async () => {
    const bytes = await generatedSegy({ traces: 10 });
    const segy = await openSegy(memorySource("a.sgy", bytes), { reversed: true });
    const found = (await passed(segy)).samples;
    expect(areSame(found, (await segy.readSamples(0, 10)).data)).toBe(true);
    expect(found.some((value) => value < 0)).toBe(true);
  });

  it("comes by every byte of the file once and in order, also those of no trace", async () => {
    const traces = await generatedSegy({ ...large, extendedTexts: 2 });
    const bytes = new Uint8Array(traces.length + 1000).fill(0);
    bytes.set(traces);
    const segy = await opened(bytes);
    const seen: Uint8Array[] = [];
    await segy.readThrough({ onBlock: () => undefined, onBytes: (part) => seen.push(part.slice()) });
    expect(Buffer.concat(seen).equals(bytes)).toBe(true);
  });

  it("joins the passes over a survey's parts", async () => {
    const bytes = await generatedSegy({ traces: 30 });
    const parts = [await opened(bytes, "a.sgy"), await opened(bytes, "b.sgy")] as const;
    const joined = joinSegyFiles("joined", [parts[0], parts[1]]);
    const all = await passed(joined);
    expect(all.starts).toEqual([0, 30]);
    expect(areSame(all.samples, (await joined.readSamples(0, 60)).data)).toBe(true);
    const middle = await passed(joined, { first: 20, count: 25 });
    expect(areSame(middle.samples, (await joined.readSamples(20, 25)).data)).toBe(true);
  });

  it("names sample counts and intervals that change in mid-file, with the byte of the first", async () => {
    const bytesPerTrace = 240 + 4 * 20;
    const bytes = await generatedSegy({
      traces: 60,
      change: (view) => {
        for (const trace of [40, 41, 50]) view.setUint16(3600 + trace * bytesPerTrace + 114, 19);
        view.setUint16(3600 + 30 * bytesPerTrace + 116, 2000);
        // Nothing is said here, which is no other number.
        view.setUint16(3600 + 20 * bytesPerTrace + 114, 0);
      },
    });
    const { warnings } = await passed(await opened(bytes));
    expect(warnings).toEqual([
      {
        code: "trace-samples-change",
        message:
          "20 samples in the first trace headers, another number in 3: 19 in trace 40, the first of them",
        byteOffset: 3600 + 40 * bytesPerTrace + 114,
      },
      {
        code: "trace-intervals-change",
        message:
          "an interval of 4000 µs in the first trace headers, another number in 1: 2000 in trace 30, the first of them",
        byteOffset: 3600 + 30 * bytesPerTrace + 116,
      },
    ]);
    const said = await openSegy(memorySource("a.sgy", bytes), {
      samplesPerTrace: 20,
      intervalMicroseconds: 4000,
    });
    // Said, but as the file has it: still the file's word.
    expect((await passed(said)).warnings).toHaveLength(2);
    expect((await passed(await opened(await generatedSegy({ traces: 60 })))).warnings).toEqual([]);
  });

  it("stops when it is cancelled, between two blocks", async () => {
    const segy = await opened(await generatedSegy(large));
    const cancel = new AbortController();
    let blocks = 0;
    const pass = segy.readThrough({
      signal: cancel.signal,
      onBlock: () => {
        blocks++;
        cancel.abort();
      },
    });
    await expect(pass).rejects.toMatchObject({ name: "AbortError" });
    expect(blocks).toBe(1);
  });
});
