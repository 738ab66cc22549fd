import { describe, expect, it } from "vitest";
import { seededRandom } from "../../numerics/random.ts";
import { describeGeometry, openSegy, type SegyFile } from "./contract.ts";
import { endsOf, orderParts } from "./fitting-parts.ts";
import { generatedSegy, type Generated } from "./generated-segy.fixture.ts";
import { joinSegyFiles } from "./join-segy.ts";
import { memorySource } from "./memory-file.fixture.ts";

const traces = 36;
const samples = 20;
const kinds: readonly Generated[] = [
  {},
  { format: 3 },
  { order: "little" },
  { format: 1, order: "pairwise" },
  { format: 11, order: "little" },
];
const whole = (what: Generated): Promise<Uint8Array<ArrayBuffer>> =>
  generatedSegy({ traces, samples, ...what });

/** Traces `from … to − 1` of the survey as a file of some kind. */
async function partOf(name: string, what: Generated, from: number, to: number): Promise<SegyFile> {
  const bytes = await whole(what);
  const bytesPerTrace = (bytes.length - 3600) / traces;
  const own = new Uint8Array(3600 + (to - from) * bytesPerTrace);
  own.set(bytes.subarray(0, 3600));
  own.set(bytes.subarray(3600 + from * bytesPerTrace, 3600 + to * bytesPerTrace), 3600);
  return openSegy(memorySource(name, own));
}

async function ordered(parts: readonly SegyFile[]): Promise<[SegyFile, ...SegyFile[]]> {
  const ends = [];
  for (const part of parts) ends.push(await endsOf(part));
  const [first, ...more] = orderParts(ends).map((place) => parts[place]!);
  return [first!, ...more];
}

describe("files joined to one survey", () => {
  it("are the survey that they were cut from, wherever it was cut and whatever formats they have", async () => {
    const random = seededRandom(4);
    const original = await openSegy(memorySource("whole.sgy", await whole({})));
    const all = {
      samples: await original.readSamples(0, traces),
      headers: await original.readHeaderBytes(0, traces),
      columns: await original.scanHeaders(),
    };
    for (let round = 0; round < 12; round++) {
      const cuts = new Set([0, traces]);
      for (let cut = 0; cut < 1 + round / 2; cut++) cuts.add(1 + Math.floor(random.next() * (traces - 1)));
      const ends = [...cuts].sort((a, b) => a - b);
      const parts: SegyFile[] = [];
      for (let i = 1; i < ends.length; i++) {
        const kind = kinds[Math.floor(random.next() * kinds.length)]!;
        // They come in any order.
        const at = Math.floor(random.next() * (parts.length + 1));
        parts.splice(at, 0, await partOf(`part-${i}.sgy`, kind, ends[i - 1]!, ends[i]!));
      }
      const joined = joinSegyFiles("joined", await ordered(parts));
      expect(joined.layout).toMatchObject({ file: "joined", traces, samplesPerTrace: samples });
      expect(joined.layout.parts?.map((part) => part.file)).toEqual(parts.map((_, i) => `part-${i + 1}.sgy`));
      expect(joined.layout.bytes).toBe(parts.reduce((sum, { layout }) => sum + layout.bytes, 0));

      const done: number[] = [];
      expect(await joined.scanHeaders((count) => done.push(count))).toEqual(all.columns);
      expect(done.at(-1)).toBe(traces);
      expect(describeGeometry(await joined.scanHeaders(), joined.lineBytes)).toEqual(
        describeGeometry(all.columns, original.lineBytes),
      );
      for (let look = 0; look < 4; look++) {
        const first = Math.floor(random.next() * traces);
        const count = Math.floor(random.next() * (traces - first + 1));
        const into = look % 2 === 0 ? new Float32Array(count * samples + 5).fill(9) : undefined;
        const read = await joined.readSamples(first, count, undefined, into);
        expect(read.data).toEqual(all.samples.data.subarray(first * samples, (first + count) * samples));
        expect(await joined.readHeaderBytes(first, count)).toEqual(
          all.headers.subarray(first * 240, (first + count) * 240),
        );
        expect(await joined.readHeaderFields(first)).toEqual(await original.readHeaderFields(first));
        const fields = (await joined.headerFields()).slice(0, 80);
        expect(await joined.readFieldColumns(first, count, fields)).toEqual(
          await original.readFieldColumns(first, count, fields),
        );
      }
      expect(await joined.readTextBytes()).toEqual(await original.readTextBytes());
    }
  });

  it("come in the order of their lines, whatever their names", async () => {
    const lines = [
      await partOf("a.sgy", {}, 24, 36),
      await partOf("b.sgy", {}, 0, 12),
      await partOf("c.sgy", {}, 12, 24),
    ];
    expect((await ordered(lines)).map(({ layout }) => layout.file)).toEqual(["b.sgy", "c.sgy", "a.sgy"]);
    const across = await Promise.all(["x-10.sgy", "x-9.sgy"].map(async (name) => partOf(name, {}, 0, 12)));
    expect((await ordered(across)).map(({ layout }) => layout.file)).toEqual(["x-9.sgy", "x-10.sgy"]);
  });

  it("must agree; the message names both and all that differs", async () => {
    const first = await partOf("first.sgy", {}, 0, 6);
    const odd = await openSegy(memorySource("odd.sgy", await generatedSegy({ traces: 6, samples: 21 })), {
      delayMs: 12,
    });
    expect(() => joinSegyFiles("joined", [first, odd])).toThrow(
      expect.objectContaining({
        code: "segy-parts-differ",
        message:
          "first.sgy and odd.sgy are not of one survey: they differ in samples a trace (20, 21); first sample (8 ms, 12 ms)",
      }),
    );
  });

  it("tell each warning once, with the files that have it, and that formats differ", async () => {
    const trailing = async (name: string): Promise<SegyFile> => {
      const bytes = await generatedSegy({ traces: 6, samples });
      const all = new Uint8Array(bytes.length + 100);
      all.set(bytes);
      return openSegy(memorySource(name, all));
    };
    const plain = await partOf("c.sgy", { format: 3 }, 0, 6);
    const { warnings } = joinSegyFiles("joined", [await trailing("a.sgy"), await trailing("b.sgy"), plain]);
    expect(warnings.map(({ code }) => code)).toEqual(["trailing-bytes", "parts-formats-differ"]);
    expect(warnings[0]!.message).toMatch(/^a\.sgy and 1 more: 100 bytes/);
  });
});
