import { describe, expect, it } from "vitest";
import { chooseFields, openSegy, summariseFields, writeHeaderTable } from "./contract.ts";
import { extension1, generatedSegy } from "./generated-segy.fixture.ts";
import { memorySource, MemorySink } from "./memory-file.fixture.ts";

const traces = 3000;

/** A file whose traces have a line number that falls, a coordinate that jumps, and an extension with odd doubles. */
async function oddFile() {
  const bytes = await generatedSegy({
    traces,
    samples: 1,
    order: "little",
    furtherBlocks: [
      extension1((block, trace) => {
        block.setFloat64(96, trace === 7 ? NaN : trace / 4);
        block.setBigUint64(24, BigInt(5_000_000_000 + trace));
      }),
    ],
  });
  return openSegy(memorySource("odd.sgy", bytes));
}

describe("what trace headers hold", () => {
  it("is told for every field of header and extension, with its place along the file", async () => {
    const segy = await oddFile();
    let told = 0;
    const fields = await summariseFields(segy, { onProgress: (done) => (told = done) });
    expect(told).toBe(traces);
    expect(fields).toHaveLength(91 + 24);
    const of = (name: string) => fields.find(({ field }) => field.name === name)!;
    expect(of("CROSSLINE_3D")).toMatchObject({
      min: 20,
      max: 22,
      isConstant: false,
      distinct: { count: 3, isExact: true },
      zeros: 0,
      first: 20,
      last: 22,
      field: { byte: 193, bytes: 4, kind: "int32" },
      histogram: { from: 20, width: 1, counts: Float64Array.of(1000, 1000, 1000) },
    });
    expect(of("SourceGroupScalar")).toMatchObject({ min: -10, max: -10, isConstant: true });
    expect(of("offset")).toMatchObject({ isConstant: true, zeros: traces });
    expect(of("CDP_Y")).toMatchObject({ first: 20_000, last: 20_000 - 10 * (traces - 1) });
    expect(of("CDP_Y").along).toMatchObject({ tracesPerStep: 3 });
    expect([of("CDP_Y").along.max[1], of("CDP_Y").along.min[1]]).toEqual([19_970, 19_950]);
    expect(of("EXT1_CDP")).toMatchObject({ min: 5e9, max: 5e9 + traces - 1, distinct: { count: traces } });
    expect(of("EXT1_SourceX")).toMatchObject({
      field: { byte: 337, bytes: 8 },
      min: 0,
      max: (traces - 1) / 4,
      nonFinite: 1,
      zeros: 1,
      distinct: { count: traces, isExact: true },
    });
  });

  it("is exact beyond 65,536 values where they only rise, and is broken off when asked", async () => {
    const many = 70_000;
    const segy = await openSegy(
      memorySource("many.sgy", await generatedSegy({ traces: many, samples: 1, format: 8 })),
    );
    const [x] = (await summariseFields(segy)).filter(({ field }) => field.name === "CDP_X");
    expect(x).toMatchObject({
      distinct: { count: many, isExact: true },
      min: 10_000,
      max: 10_000 + 10 * (many - 1),
    });
    expect(x!.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(many);
    const abort = new AbortController();
    const broken = summariseFields(segy, {
      signal: abort.signal,
      onProgress: () => {
        abort.abort();
      },
    });
    await expect(broken).rejects.toThrow(/abort/i);
  });

  it("makes a table of the fields asked for, and says which there are when one is not", async () => {
    const segy = await oddFile();
    const all = await segy.headerFields();
    const sink = new MemorySink();
    await writeHeaderTable(segy, chooseFields(all, ["crossline_3d", "EXT1_SourceX"]), "csv", sink);
    const lines = new TextDecoder().decode(sink.bytes()).trimEnd().split("\n");
    expect(lines.slice(0, 3)).toEqual(["trace_index,CROSSLINE_3D,EXT1_SourceX", "0,20,0", "1,21,0.25"]);
    expect([lines[8], lines.length]).toEqual(["7,21,NaN", traces + 1]);
    expect(() => chooseFields(all, ["inline"])).toThrow("no field inline");
  });

  it("has the binary header's fields with their meaning, as far as the revision knows them", async () => {
    const values = await (await oddFile()).readBinaryHeader();
    const of = (name: string) => values.find((value) => value.name === name);
    expect(of("Format")).toMatchObject({ byte: 3225, value: 5, means: "IEEE float" });
    expect(of("Interval")).toMatchObject({ value: 4000, unit: "µs" });
    expect([of("SEGYRevision")?.value, of("SEGYRevisionMinor")?.value]).toEqual([2, 1]);
    expect(of("AdditionalTraceHeaders")?.value).toBe(1);
    const plain = await openSegy(memorySource("plain.sgy", await generatedSegy()));
    expect((await plain.readBinaryHeader()).map(({ name }) => name)).not.toContain("ExtSamples");
  });
});
