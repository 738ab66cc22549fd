import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Random } from "../../numerics/random.ts";
import { drawMutation, mutate, mutationOf, wordOf, type Mutation } from "./fuzz-mutations.fixture.ts";
import type { Seed } from "./fuzz-seeds.fixture.ts";

/** How a damaged file is made: a whole one, and what is done to it. */
export interface Recipe {
  readonly seed: string;
  readonly mutations: readonly Mutation[];
}

/** As one line: `big-5.sgy byte:3224:99 cut:4000`. */
export const lineOf = ({ seed, mutations }: Recipe): string => [seed, ...mutations.map(wordOf)].join(" ");

/** @throws Error for what is no recipe */
export function recipeOf(line: string): Recipe {
  const [seed = "", ...words] = line.split(" ");
  return { seed, mutations: words.map(mutationOf) };
}

/** @throws Error where there is no such seed */
export function seedOf(recipe: Recipe, seeds: readonly Seed[]): Seed {
  const seed = seeds.find(({ name }) => name === recipe.seed);
  if (!seed) throw new Error(`no seed is called ${recipe.seed}`);
  return seed;
}

export function cook({ mutations }: Recipe, seed: Seed): Uint8Array<ArrayBuffer> {
  return mutations.reduce(mutate, new Uint8Array(seed.bytes));
}

/** Recipes do not grow for ever. */
const mostMutations = 8;

/** One to four mutations more; the oldest make room. */
export function mutated(
  recipe: Recipe,
  seed: Seed,
  random: Random,
  largest: number,
): { readonly recipe: Recipe; readonly bytes: Uint8Array<ArrayBuffer> } {
  const mutations = recipe.mutations.slice(-(mostMutations - 4));
  let bytes = cook({ seed: recipe.seed, mutations }, seed);
  for (let left = 1 + random.integer(4); left > 0; left--) {
    const mutation = drawMutation(bytes.length, random, largest);
    mutations.push(mutation);
    bytes = mutate(bytes, mutation);
  }
  return { recipe: { seed: recipe.seed, mutations }, bytes };
}

/** The recipe without what it does not need. @param isStill whether a shorter one still shows what it is kept for */
export async function shortened(
  recipe: Recipe,
  isStill: (shorter: Recipe) => Promise<boolean>,
): Promise<Recipe> {
  let shortest = recipe;
  for (let i = recipe.mutations.length - 1; i >= 0; i--) {
    const shorter = { ...shortest, mutations: shortest.mutations.filter((_, place) => place !== i) };
    if (await isStill(shorter)) shortest = shorter;
  }
  return shortest;
}

/** A corpus of more would make `npm test` slow. */
export const largestCorpus = 600;

/** The kept recipes: one a line, sorted; `npm run soak -- segy` adds to it what shows new behaviour. */
export const corpusFile = fileURLToPath(new URL("fuzz-corpus.json", import.meta.url));

export function keptRecipes(): Recipe[] {
  const lines: unknown = JSON.parse(readFileSync(corpusFile, "utf8"));
  if (!Array.isArray(lines)) throw new Error(`${corpusFile} holds no list`);
  return lines.map((line) => recipeOf(String(line)));
}
