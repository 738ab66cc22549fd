import path from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder } from "../../../e2e/support/data.ts";
import { fuzz, generatedSeeds, readAll, zooSeeds } from "./fuzz.fixture.ts";
import { generatedSegy } from "./generated-segy.fixture.ts";

describe("damaged files", () => {
  it("are read or refused by a code, at once, whatever is wrong with them", async () => {
    const seeds = [...(await generatedSeeds()), ...zooSeeds(path.join(dataFolder, "segy-zoo"))];
    expect(seeds.length).toBeGreaterThanOrEqual(100);
    const report = await fuzz(seeds, 20_000);
    expect(report.slowestMs).toBeLessThan(1000);
    // Nothing is read over and over: texts, headers and samples a few times each.
    expect(report.mostRead).toBeLessThan(24);
    // Mutations that all fail at the door, or all pass, would test little.
    expect(report.opened / report.runs).toBeGreaterThan(0.4);
    expect(report.opened / report.runs).toBeLessThan(0.95);
    expect(report.codes.size).toBeGreaterThan(20);
  });

  it("of a size that a person has are read in little time", async () => {
    // Nothing but text: every block looks like one more extended textual header.
    const text = new Uint8Array(1 << 20).fill(0x20);
    text.set(
      await generatedSegy({
        change: (view) => {
          view.setInt16(3504, -1);
        },
      }),
    );
    text.fill(0x20, 3600);
    const from = performance.now();
    const { readBytes } = await readAll("a.sgy", text);
    expect(performance.now() - from).toBeLessThan(1000);
    expect(readBytes).toBeLessThan(8 << 20);
  });
});
