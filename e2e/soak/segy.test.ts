import path from "node:path";
import { expect, it } from "vitest";
import { fuzz, generatedSeeds, zooSeeds } from "../../src/pipeline/segy/fuzz.fixture.ts";
import { dataFolder } from "../support/data.ts";

const runs = Number(process.env["GEOPHONE_FUZZ_RUNS"] ?? 1_000_000);
/** Other runs than the last time's: a number that whoever starts it chooses. */
const first = Number(process.env["GEOPHONE_FUZZ_FIRST"] ?? 1_000_000);
const blockRuns = 20_000;
/** For inputs of at most 1 MiB. */
const mostHeapBytes = 64 << 20;

it(`reads or refuses ${runs} damaged SEG-Y files, each within a second and in little memory`, async () => {
  const seeds = [...(await generatedSeeds()), ...zooSeeds(path.join(dataFolder, "segy-zoo"))];
  expect(seeds.length).toBeGreaterThanOrEqual(100);
  const used = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const atStart = used();
  for (let done = 0; done < runs; done += blockRuns) {
    const report = await fuzz(seeds, Math.min(blockRuns, runs - done), first + done);
    expect(report.slowestMs).toBeLessThan(1000);
    expect(report.mostRead).toBeLessThan(24);
    expect(used() - atStart).toBeLessThan(mostHeapBytes);
  }
});
