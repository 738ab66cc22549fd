/** Single-precision numbers as whole numbers in the same order: the sign turned over, and all bits of negative ones. */
function orderedBits(values: Float32Array): Uint32Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length).slice();
  for (let i = 0; i < bits.length; i++)
    bits[i] = bits[i]! ^ (bits[i]! >>> 31 === 1 ? 0xffffffff : 0x80000000);
  return bits;
}

const word = new Uint32Array(1);
const number = new Float32Array(word.buffer);

function numberOf(ordered: number): number {
  word[0] = ordered ^ (ordered >>> 31 === 1 ? 0x80000000 : 0xffffffff);
  return number[0]!;
}

/**
 * The values at some places of a list put in rising order, without putting it in order: by the upper halves of their bits first, then
 * by the lower halves of those that share an upper half with a place. Two passes, whatever the number of places.
 * @param values finite
 * @param ranks places from 0, rising, below `values.length`
 */
export function selectRanks(values: Float32Array, ranks: readonly number[]): Float32Array {
  const ordered = orderedBits(values);
  const upper = new Uint32Array(1 << 16);
  for (let i = 0; i < ordered.length; i++) upper[ordered[i]! >>> 16]!++;
  // Which upper half each place has, and which place it is among those.
  const halves: number[] = [];
  const within: number[] = [];
  let half = 0;
  let before = 0;
  for (const rank of ranks) {
    while (before + upper[half]! <= rank) before += upper[half++]!;
    halves.push(half);
    within.push(rank - before);
  }
  const lower = new Map(halves.map((own) => [own, new Uint32Array(1 << 16)]));
  const isWanted = new Uint8Array(1 << 16);
  for (const own of lower.keys()) isWanted[own] = 1;
  for (let i = 0; i < ordered.length; i++) {
    const own = ordered[i]! >>> 16;
    if (isWanted[own] === 1) lower.get(own)![ordered[i]! & 0xffff]!++;
  }
  return Float32Array.from(ranks, (_, i) => {
    const counts = lower.get(halves[i]!)!;
    let rest = within[i]!;
    let low = 0;
    while (counts[low]! <= rest) rest -= counts[low++]!;
    return numberOf(halves[i]! * 65536 + low);
  });
}
