import type { Random } from "../../numerics/random.ts";

/** Smooth random field in three dimensions, about −1 … 1; coordinates count lattice cells and wrap round. */
export type NoiseField = (x: number, y: number, z: number) => number;

const side = 64;
const smooth = (t: number): number => t * t * (3 - 2 * t);

/** Random values on a lattice, smoothly interpolated in between (value noise). */
export function valueNoise(random: Random): NoiseField {
  const lattice = Float64Array.from({ length: side ** 3 }, () => 2 * random.next() - 1);
  const at = (x: number, y: number, z: number): number =>
    lattice[((x & (side - 1)) * side + (y & (side - 1))) * side + (z & (side - 1))]!;
  const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
  return (x, y, z) => {
    const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
    const [u, v, w] = [smooth(x - i), smooth(y - j), smooth(z - k)];
    const plane = (layer: number): number =>
      mix(
        mix(at(i, j, layer), at(i + 1, j, layer), u),
        mix(at(i, j + 1, layer), at(i + 1, j + 1, layer), u),
        v,
      );
    return mix(plane(k), plane(k + 1), w);
  };
}
