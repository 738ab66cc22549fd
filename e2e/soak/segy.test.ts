import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { distilled } from "../../src/pipeline/segy/fuzz-behaviour.fixture.ts";
import { learnBehaviour } from "../../src/pipeline/segy/fuzz.fixture.ts";
import { SeenBehaviour } from "../../src/pipeline/segy/fuzz-behaviour.fixture.ts";
import { corpusFile, keptRecipes, lineOf, recipeOf } from "../../src/pipeline/segy/fuzz-recipes.fixture.ts";
import { generatedSeeds, zooSeeds } from "../../src/pipeline/segy/fuzz-seeds.fixture.ts";
import { dataFolder } from "../support/data.ts";
import { fuzzOnAllCores } from "./fuzz-processes.ts";
import { readGeometry } from "./read-geometry.ts";

const runs = Number(process.env["GEOPHONE_FUZZ_RUNS"] ?? 1_000_000);
/** Other runs than the last time's: a number that whoever starts it chooses. */
const first = Number(process.env["GEOPHONE_FUZZ_FIRST"] ?? 1_000_000);
/** One file alone, as a failure names it: `big-5.sgy byte:3224:99`. */
const recipe = process.env["GEOPHONE_FUZZ_RECIPE"];
const folder = path.join(dataFolder, "segy-zoo");

it.runIf(recipe !== undefined)("reads or refuses the one file that was asked for", async () => {
  const seeds = [...(await generatedSeeds()), ...zooSeeds(folder)];
  await learnBehaviour(new SeenBehaviour(), [recipeOf(recipe ?? "")], seeds, readGeometry);
});

it.runIf(recipe === undefined)(
  `reads or refuses ${runs} damaged SEG-Y files, each within a second and in little memory`,
  async () => {
    const generated = await generatedSeeds();
    const corpus = keptRecipes();
    const finds: string[] = [];
    const codes = new Map<string, number>();
    let [done, opened, slowestMs, mostHeld, mostRead] = [0, 0, 0, 0, 0];
    const from = performance.now();
    const tell = (): void => {
      const seconds = (performance.now() - from) / 1000;
      console.log(
        `${done} of ${runs} read in ${seconds.toFixed(0)} s, ${opened} opened; ${codes.size} codes; ${finds.length} finds; at most ${slowestMs.toFixed(0)} ms and ${(mostHeld / 2 ** 20).toFixed(1)} MiB`,
      );
    };
    await fuzzOnAllCores({
      runs,
      first,
      folder,
      corpus: corpus.map(lineOf),
      onAnswer: (answer) => {
        done += answer.runs;
        opened += answer.opened;
        finds.push(...answer.finds);
        for (const [code, times] of answer.codes) codes.set(code, (codes.get(code) ?? 0) + times);
        slowestMs = Math.max(slowestMs, answer.slowestMs);
        mostHeld = Math.max(mostHeld, answer.mostHeld);
        mostRead = Math.max(mostRead, answer.mostRead);
        expect(answer.mostRead).toBeLessThan(24);
        if (done < runs && done % 100_000 < answer.runs) tell();
      },
    });
    tell();
    console.log(
      [...codes]
        .sort()
        .map(([code, times]) => `${code} ${times}`)
        .join(", "),
    );
    expect(done).toBe(runs);
    // Half of what is damaged can still be read, or the mutations would test the door alone.
    expect(opened / runs).toBeGreaterThan(0.4);

    const lines = (await distilled([...corpus, ...finds.map(recipeOf)], generated)).map(lineOf);
    console.log(`the corpus has ${lines.length} recipes; it had ${corpus.length}`);
    await writeFile(corpusFile, `${JSON.stringify(lines, undefined, 2)}\n`);
  },
  // Half an hour on two idle cores; a busy machine takes longer, which is no fault.
  4 * 3_600_000,
);
