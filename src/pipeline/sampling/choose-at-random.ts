import type { Random } from "../../numerics/random.ts";

/**
 * A simple random sample without replacement, in order: Knuth's Algorithm S (The Art of Computer Programming, 3.4.2). Every
 * subset of this size is as likely as any other. One pass.
 */
export function chooseAtRandom(candidates: Int32Array, size: number, random: Random): Int32Array {
  const chosen = new Int32Array(size);
  let taken = 0;
  for (let i = 0; taken < size; i++)
    if (random.next() * (candidates.length - i) < size - taken) chosen[taken++] = candidates[i]!;
  return chosen;
}
