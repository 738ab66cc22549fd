import { describe, expect, it } from "vitest";
import {
  findLineCandidates,
  openSegy,
  summariseFields,
  type SegyFile,
  type SegyReading,
} from "./contract.ts";
import { extension1, generatedSegy } from "./generated-segy.fixture.ts";
import { memorySource } from "./memory-file.fixture.ts";
import { inExtension1 } from "./trace-header.ts";

/** CDP X and Y in trace header extension 1, as doubles. `nameless`: the trace whose extension has lost its name. */
async function withExtension(
  coordinates: (trace: number) => readonly [x: number, y: number],
  nameless?: number,
): Promise<SegyFile> {
  const bytes = await generatedSegy({
    traces: 6,
    furtherBlocks: [
      (block, trace) => {
        extension1((view) => {
          const [x, y] = coordinates(trace);
          view.setFloat64(inExtension1.cdpX, x);
          view.setFloat64(inExtension1.cdpY, y);
        })(block, trace);
        if (trace === nameless) for (let byte = 232; byte < 240; byte++) block.setUint8(byte, 0);
      },
    ],
  });
  return openSegy(memorySource("a.sgy", bytes));
}

describe("found by fuzzing", () => {
  it.each([0, 3])(
    "positions do not depend on where a reading begins: no name in trace %i",
    async (nameless) => {
      const segy = await withExtension((trace) => [50_000 + trace, 60_000 + trace], nameless);
      const { cdpX, cdpY } = await segy.readHeaders(0, 6);
      const expected = Array.from({ length: 6 }, (_, trace) =>
        trace === nameless ? [1000 + trace, 2000 - trace] : [50_000 + trace, 60_000 + trace],
      );
      expect(Array.from(cdpX, (x, trace) => [x, cdpY[trace]])).toEqual(expected);
      for (let trace = 0; trace < 6; trace++) {
        const one = await segy.readHeaders(trace, 1);
        expect([one.cdpX[0], one.cdpY[0]]).toEqual(expected[trace]);
      }
    },
  );

  it.each([NaN, Infinity, -Infinity, 1e300, -1e16])(
    "a coordinate of %d is none: the 4-byte words are read",
    async (value) => {
      const segy = await withExtension((trace) => (trace % 2 === 0 ? [value, 5] : [5, value]));
      const { cdpX, cdpY } = await segy.readHeaders(0, 6);
      expect([...cdpX]).toEqual([1000, 1001, 1002, 1003, 1004, 1005]);
      expect([...cdpY]).toEqual([2000, 1999, 1998, 1997, 1996, 1995]);
    },
  );

  it("coordinates as large as they may be leave line candidates with scores", async () => {
    const segy = await withExtension((trace) => [1e14 * (1 + trace), -1e14 * trace]);
    expect((await segy.readHeaders(5, 1)).cdpX[0]).toBe(6e14);
    const candidates = await findLineCandidates(segy);
    expect(candidates.length).toBeGreaterThan(0);
    for (const { score } of candidates) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
  });

  it.each([5e-324, 1e-310, 1e-290, 1e300])("fields that differ by %d have a histogram", async (step) => {
    const segy = await withExtension((trace) => [step * trace, 1]);
    const x = (await summariseFields(segy)).find(({ field }) => field.byte === 241 + inExtension1.cdpX);
    expect(x!.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(x!.histogram.width).toBeGreaterThan(0);
  });

  it("a small interval in depth stays the person's, also where the header has the same number", async () => {
    const bytes = await generatedSegy({
      change: (view) => {
        view.setUint16(3216, 5);
      },
    });
    const open = (reading: SegyReading) => openSegy(memorySource("a.sgy", bytes), { reading });
    expect((await open({ verticalUnit: "m" })).layout.intervalMicroseconds).toBe(5000);
    const said = await open({ verticalUnit: "m", intervalMicroseconds: 5 });
    expect(said.layout.intervalMicroseconds).toBe(5);
    expect((await open(said.reading)).layout.intervalMicroseconds).toBe(5);
  });
});
