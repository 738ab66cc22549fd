import { seededRandom } from "../../numerics/random.ts";
import { behaviourOf, type SeenBehaviour } from "./fuzz-behaviour.fixture.ts";
import { largestInput } from "./fuzz-mutations.fixture.ts";
import { readAll, type AlsoRead, type ReadOutcome } from "./fuzz-reading.fixture.ts";
import { cook, lineOf, mutated, seedOf, shortened, type Recipe } from "./fuzz-recipes.fixture.ts";
import { isGenerated, type Seed } from "./fuzz-seeds.fixture.ts";
import { heldBytes, weighing } from "./fuzz-source.fixture.ts";

const suspiciousMs = 200;
const suspiciousBytes = 32 << 20;
const mostMs = 1000;
/** For inputs of at most 1 MiB, above what was held before. */
const mostHeldBytes = 64 << 20;

export interface FuzzReport {
  readonly runs: number;
  readonly opened: number;
  /** How often each code was met, errors and warnings. */
  readonly codes: ReadonlyMap<string, number>;
  readonly slowestMs: number;
  /** Bytes read for each byte of a file, at most. */
  readonly mostRead: number;
  /** Above what was held before; what looks like much is weighed again without garbage (`--expose-gc`). */
  readonly mostHeld: number;
  /** Recipes that show what none before did. */
  readonly finds: readonly Recipe[];
}

export interface FuzzOptions {
  readonly seeds: readonly Seed[];
  readonly runs: number;
  /** Number of the first run: other numbers are other mutations. */
  readonly first?: number;
  /** Recipes to begin with beside the seeds. */
  readonly corpus?: readonly Recipe[];
  /** Taken note of; what a generated seed shows anew makes a find. Without it nothing is one. */
  readonly seen?: SeenBehaviour;
  /** Files are made to have up to so many bytes (default 1 MiB). */
  readonly largest?: number;
  /** One reading of so many (default 8) is deep: the file is read in all ways there are. */
  readonly deepEach?: number;
  readonly alsoRead?: AlsoRead;
}

async function readingOf(
  recipe: Recipe,
  bytes: Uint8Array,
  isDeep: boolean,
  alsoRead?: AlsoRead,
): Promise<ReadOutcome> {
  return readAll(recipe.seed, bytes, isDeep, alsoRead).catch((error: unknown) => {
    throw new Error(`"${lineOf(recipe)}": ${String(error)}`, { cause: error });
  });
}

/**
 * Reads `runs` mutations of seeds and corpus, each by its number the same with the same corpus.
 * @throws Error with the recipe of a file that is neither read nor refused, or takes too long or too much memory
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { seeds, runs, first = 0, seen, largest = largestInput, deepEach = 8, alsoRead } = options;
  const corpus = [...(options.corpus ?? [])];
  const finds: Recipe[] = [];
  const codes = new Map<string, number>();
  globalThis.gc?.();
  let baseline = heldBytes();
  let [opened, slowestMs, mostRead, mostHeld] = [0, 0, 0, 0];
  for (let run = first; run < first + runs; run++) {
    const random = seededRandom(run, "segy fuzz");
    const start =
      corpus.length > 0 && random.integer(2) === 0
        ? corpus[random.integer(corpus.length)]!
        : { seed: seeds[run % seeds.length]!.name, mutations: [] };
    const seed = seedOf(start, seeds);
    const { recipe, bytes } = mutated(start, seed, random, largest);
    const isDeep = run % deepEach === 0;

    const from = performance.now();
    const outcome = await readingOf(recipe, bytes, isDeep, alsoRead);
    let ms = performance.now() - from;
    let held = outcome.mostHeld - baseline;
    if (ms > suspiciousMs || held > suspiciousBytes) {
      // The machine may have had other things to do, and garbage may have lain about: again, and what this process itself takes.
      // One reading alone: a deep one is a dozen.
      const again = process.cpuUsage();
      await readingOf(recipe, bytes, false, alsoRead);
      const { user, system } = process.cpuUsage(again);
      ms = Math.min(ms, (user + system) / 1000);
      weighing.isExact = true;
      baseline = heldBytes();
      held = (await readingOf(recipe, bytes, false, alsoRead)).mostHeld - baseline;
      weighing.isExact = false;
    }
    if (ms > mostMs || held > mostHeldBytes)
      throw new Error(`"${lineOf(recipe)}": ${ms.toFixed(0)} ms, ${(held / 2 ** 20).toFixed(1)} MiB`);
    slowestMs = Math.max(slowestMs, ms);
    mostHeld = Math.max(mostHeld, held);
    mostRead = Math.max(mostRead, outcome.readBytes / Math.max(4096, bytes.length));
    if (outcome.isOpen) opened++;
    for (const code of outcome.codes) codes.set(code, (codes.get(code) ?? 0) + 1);
    // Recipes of files that are not in the tree could not be kept there.
    const fresh = isGenerated(seed) ? (seen?.add(outcome) ?? []) : [];
    if (fresh.length === 0) continue;
    const find = await shortened(recipe, async (shorter) => {
      const shown = new Set(behaviourOf(await readAll(seed.name, cook(shorter, seed))));
      return fresh.every((one) => shown.has(one));
    });
    finds.push(find);
    corpus.push(find);
  }
  return { runs, opened, codes, slowestMs, mostRead, mostHeld, finds };
}

/**
 * Reads recipes as they are, deep, and takes note of what they show.
 * @throws Error with the recipe of a file that is neither read nor refused
 */
export async function learnBehaviour(
  seen: SeenBehaviour,
  recipes: readonly Recipe[],
  seeds: readonly Seed[],
  alsoRead?: AlsoRead,
): Promise<void> {
  for (const recipe of recipes)
    seen.add(await readingOf(recipe, cook(recipe, seedOf(recipe, seeds)), true, alsoRead));
}
