import { cook, largestCorpus, lineOf, seedOf, type Recipe } from "./fuzz-recipes.fixture.ts";
import { readAll, type ReadOutcome } from "./fuzz-reading.fixture.ts";
import type { Seed } from "./fuzz-seeds.fixture.ts";

/**
 * What a reading shows: each code and fact of it, and each code together with each other code or fact. Whole sets of codes would
 * have no end; pairs do.
 */
export function behaviourOf({ codes, facts }: Pick<ReadOutcome, "codes" | "facts">): string[] {
  const marks = [...new Set(codes)].sort();
  const all = [...marks, ...facts];
  const shown = [...all];
  for (const [i, code] of marks.entries())
    for (const other of all.slice(i + 1)) shown.push(`${code} + ${other}`);
  return shown;
}

/** Takes note of what a reading shows; what of it is new. */
export class SeenBehaviour {
  readonly #seen = new Set<string>();

  add(outcome: Pick<ReadOutcome, "codes" | "facts">): string[] {
    const fresh = behaviourOf(outcome).filter((shown) => !this.#seen.has(shown));
    for (const shown of fresh) this.#seen.add(shown);
    return fresh;
  }

  get size(): number {
    return this.#seen.size;
  }
}

/** Of many recipes the fewest and shortest that show as much, sorted; for a recipe that no longer shows anything new, none. */
export async function distilled(recipes: readonly Recipe[], seeds: readonly Seed[]): Promise<Recipe[]> {
  const seen = new SeenBehaviour();
  for (const { name, bytes } of seeds) seen.add(await readAll(name, bytes));
  const lines = new Map(recipes.map((recipe) => [lineOf(recipe), recipe]));
  const shortestFirst = [...lines].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  const kept: [string, Recipe][] = [];
  for (const [line, recipe] of shortestFirst) {
    if (kept.length >= largestCorpus) break;
    const seed = seedOf(recipe, seeds);
    if (seen.add(await readAll(seed.name, cook(recipe, seed))).length > 0) kept.push([line, recipe]);
  }
  return kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, recipe]) => recipe);
}
