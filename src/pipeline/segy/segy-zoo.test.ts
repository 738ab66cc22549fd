import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { dataFolder, describeWithData } from "../../../e2e/support/peers.ts";
import { openFileSource } from "../../adapters/node/file-byte-source.ts";
import { GeophoneError } from "../errors.ts";
import { describeGeometry, openSegy, type SegyFile, type SegyReading } from "./contract.ts";
import { zooExpectations, type Expectation } from "./segy-zoo.fixture.ts";

const folder = path.join(dataFolder, "segy-zoo");

async function outcomeOf(segy: SegyFile): Promise<Expectation> {
  const { layout } = segy;
  const { geometry } = describeGeometry(await segy.scanHeaders(), segy.lineBytes);
  const { inlineByte, inlines, crosslineByte, crosslines } = geometry;
  return {
    facts: `rev ${layout.revision} ${layout.byteOrder} ${layout.format.name} ${layout.traces} × ${layout.samplesPerTrace} every ${layout.intervalMicroseconds} from ${layout.delayMs}`,
    places: `trace ${layout.bytesPerTrace} at ${layout.firstTraceByteOffset}, header blocks ${layout.traceHeaderBlocks ?? 1}, ${layout.text.lines.length} lines ${layout.text.encoding}`,
    geometry: `${geometry.kind}: ${inlineByte} ${inlines.min}–${inlines.max} (${inlines.count}), ${crosslineByte} ${crosslines.min}–${crosslines.max} (${crosslines.count})`,
    warnings: segy.warnings.map(({ code, byteOffset }) => `${code} ${byteOffset}`),
  };
}

async function within<T>(
  name: string,
  work: (segy: SegyFile) => Promise<T>,
  reading?: SegyReading,
): Promise<T> {
  const source = await openFileSource(path.join(folder, name));
  try {
    return await work(await openSegy(source, { reading }));
  } finally {
    await source.close();
  }
}
const samplesOf = (name: string, reading?: SegyReading): Promise<number[]> =>
  within(name, async (segy) => Array.from((await segy.readSamples(0, segy.layout.traces)).data), reading);

describeWithData("awkward files", () => {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));

  it("are all expected here", () => {
    expect(names.length).toBe(90);
    expect([...names].sort()).toEqual(Object.keys(zooExpectations).sort());
  });

  it.each(Object.entries(zooExpectations))("%s", async (name, expectation) => {
    const outcome = await within(name, outcomeOf).catch((error: unknown) => {
      if (error instanceof GeophoneError) return { refused: error.code };
      throw error;
    });
    expect(outcome).toEqual(expectation);
  });

  /** Integers keep the low bits of the amplitude, floats all of it. */
  const narrowed: Readonly<Record<number, (amplitude: number) => number>> = {
    3: (amplitude) => (amplitude << 16) >> 16,
    7: (amplitude) => (amplitude << 8) >> 8,
    8: (amplitude) => (amplitude << 24) >> 24,
    10: (amplitude) => amplitude >>> 0,
    11: (amplitude) => amplitude & 0xffff,
    12: (amplitude) => Number(BigInt.asUintN(64, BigInt(amplitude))),
    15: (amplitude) => amplitude & 0xffffff,
    16: (amplitude) => amplitude & 0xff,
  };
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16])(
    "in format %i hold the values of f3.sgy, in both byte orders",
    async (code) => {
      const amplitudes = await samplesOf("f3.sgy");
      expect(amplitudes.some((value) => value < -5000)).toBe(true);
      const expected = amplitudes.map((value) => Math.fround(narrowed[code]?.(value) ?? value));
      for (const order of ["msb", "lsb"])
        expect(await samplesOf(`multiformats/Format${code}${order}.sgy`)).toEqual(expected);
    },
  );

  it("hold the values of the file that they were made from, whatever their headers are like", async () => {
    const tiny = await samplesOf("tiny.sgy");
    const six = Object.keys(zooExpectations).filter((name) => /^(mapping|stanzas|trace-header)-/.test(name));
    expect(six.length).toBe(20);
    for (const name of six) {
      const samples = await samplesOf(name);
      expect({ name, samples }).toEqual({ name, samples: tiny.slice(0, samples.length) });
    }
    expect(await samplesOf("broken.sgy")).toEqual(tiny.slice(0, 12));
    const small = await samplesOf("small.sgy");
    expect(await samplesOf("small-lsb.sgy")).toEqual(small);
    expect(await samplesOf("rotated-small-rev2.sgy")).toEqual(small);
    for (const name of ["small.su", "small-lsb.su"])
      expect(await samplesOf(name, { intervalMicroseconds: 4000 })).toEqual(small);
    expect(await samplesOf("f3-lsb.sgy")).toEqual(await samplesOf("f3.sgy"));
  });
});
