import path from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder } from "../../../e2e/support/data.ts";
import { SeenBehaviour } from "./fuzz-behaviour.fixture.ts";
import { fuzz, learnBehaviour } from "./fuzz.fixture.ts";
import { readAll } from "./fuzz-reading.fixture.ts";
import { keptRecipes, largestCorpus, lineOf } from "./fuzz-recipes.fixture.ts";
import { generatedSeeds, zooSeeds } from "./fuzz-seeds.fixture.ts";
import { generatedSegy } from "./generated-segy.fixture.ts";

describe("damaged files", () => {
  it("are read or refused by a code, at once, whatever is wrong with them", async () => {
    const generated = await generatedSeeds();
    expect(generated.length).toBeGreaterThanOrEqual(100);
    expect(new Set(generated.map(({ name }) => name)).size).toBe(generated.length);
    const seeds = [...generated, ...zooSeeds(path.join(dataFolder, "segy-zoo"))];
    // The long runs, and what large files cost, are `npm run soak -- segy`'s.
    const corpus = keptRecipes();
    const report = await fuzz({ seeds, corpus, runs: 20_000, largest: 40_000, deepEach: 20 });
    // Nothing is read over and over: texts, headers and samples a few times each.
    expect(report.mostRead).toBeLessThan(24);
    // Mutations that all fail at the door, or all pass, would test little.
    expect(report.opened / report.runs).toBeGreaterThan(0.4);
    expect(report.opened / report.runs).toBeLessThan(0.95);
    expect(report.codes.size).toBeGreaterThan(20);
  }, 180_000);

  it("that showed something before are kept as recipes: few, sorted, each once", async () => {
    const recipes = keptRecipes();
    const lines = recipes.map(lineOf);
    expect(lines).toEqual([...new Set(lines)].sort());
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.length).toBeLessThanOrEqual(largestCorpus);
    const seeds = await generatedSeeds();
    const seen = new SeenBehaviour();
    await learnBehaviour(
      seen,
      seeds.map(({ name }) => ({ seed: name, mutations: [] })),
      seeds,
    );
    const bySeeds = seen.size;
    await learnBehaviour(seen, recipes, seeds);
    // Whole files show hardly any code.
    expect(seen.size).toBeGreaterThan(4 * bySeeds);
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
