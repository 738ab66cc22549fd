import type { Random } from "../../numerics/random.ts";

/** Smooth random field in three dimensions, about −1 … 1; coordinates count lattice cells and wrap round. */
export type NoiseField = (x: number, y: number, z: number) => number;

const side = 64;
const smooth = (t: number): number => t * t * (3 - 2 * t);

/** Random values on a lattice, smoothly interpolated in between (value noise). */
export function valueNoise(random: Random): NoiseField {
  const lattice = Float64Array.from({ length: side ** 3 }, () => 2 * random.next() - 1);
  const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
  /** Over the four columns of a cell. */
  const plane = (a: number, b: number, c: number, d: number, u: number, v: number): number =>
    mix(mix(lattice[a]!, lattice[b]!, u), mix(lattice[c]!, lattice[d]!, u), v);
  return (x, y, z) => {
    const i = Math.floor(x);
    const j = Math.floor(y);
    const k = Math.floor(z);
    const u = smooth(x - i);
    const v = smooth(y - j);
    const near = (i & (side - 1)) * side;
    const far = ((i + 1) & (side - 1)) * side;
    const left = j & (side - 1);
    const right = (j + 1) & (side - 1);
    const a = (near + left) * side;
    const b = (far + left) * side;
    const c = (near + right) * side;
    const d = (far + right) * side;
    const over = k & (side - 1);
    const under = (k + 1) & (side - 1);
    return mix(
      plane(a + over, b + over, c + over, d + over, u, v),
      plane(a + under, b + under, c + under, d + under, u, v),
      smooth(z - k),
    );
  };
}
