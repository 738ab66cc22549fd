import type { Random } from "../../numerics/random.ts";
import type { TracePlaces } from "./contract.ts";

/** The cell of each candidate, numbered in the order in which cells come, and how many each holds. */
function cellsOf(
  { inline, crossline }: TracePlaces,
  candidates: Int32Array,
  width: number,
): { readonly cell: Int32Array; readonly counts: number[] } {
  let inlineMin = Infinity;
  let crosslineMin = Infinity;
  let crosslineMax = -Infinity;
  for (const trace of candidates) {
    inlineMin = Math.min(inlineMin, inline[trace]!);
    crosslineMin = Math.min(crosslineMin, crossline[trace]!);
    crosslineMax = Math.max(crosslineMax, crossline[trace]!);
  }
  const across = Math.floor((crosslineMax - crosslineMin) / width) + 1;
  const numbers = new Map<number, number>();
  const counts: number[] = [];
  const cell = new Int32Array(candidates.length);
  for (let i = 0; i < candidates.length; i++) {
    const trace = candidates[i]!;
    const key =
      Math.floor((inline[trace]! - inlineMin) / width) * across +
      Math.floor((crossline[trace]! - crosslineMin) / width);
    let number = numbers.get(key);
    if (number === undefined) {
      number = counts.length;
      numbers.set(key, number);
      counts.push(0);
    }
    cell[i] = number;
    counts[number]!++;
  }
  return { cell, counts };
}

/**
 * Shares of each cell: the whole part of its proportional share, and one more for those with the largest remainders until the
 * size is reached (Hamilton's method). Among equal remainders the seed decides.
 */
export function shareOut(counts: readonly number[], size: number, random: Random): Int32Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = Int32Array.from(counts, (count) => Math.floor((size * count) / total));
  let left = size - shares.reduce((sum, share) => sum + share, 0);
  // In whole numbers, so that equal remainders are equal.
  const remainder = counts.map((count) => (size * count) % total);
  const order = random
    .shuffle(Int32Array.from(counts, (_, i) => i))
    .sort((a, b) => remainder[b]! - remainder[a]!);
  for (const place of order) {
    if (left === 0) break;
    shares[place]!++;
    left--;
  }
  return shares;
}

/**
 * A stratified sample: each cell of `width` × `width` lines gives its proportional share, chosen within it at random
 * (Algorithm S in every cell at once). Two passes; memory for the cells.
 */
export function chooseStratified(
  places: TracePlaces,
  candidates: Int32Array,
  size: number,
  width: number,
  random: Random,
): Int32Array {
  const { cell, counts } = cellsOf(places, candidates, width);
  const wanted = shareOut(counts, size, random);
  const left = Int32Array.from(counts);
  const chosen = new Int32Array(size);
  let taken = 0;
  for (let i = 0; i < candidates.length; i++) {
    const own = cell[i]!;
    if (random.next() * left[own]! < wanted[own]!) {
      chosen[taken++] = candidates[i]!;
      wanted[own]!--;
    }
    left[own]!--;
  }
  return chosen;
}
