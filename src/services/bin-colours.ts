export type Rgb = readonly [red: number, green: number, blue: number];

/** From a colour-blind-safe set (Okabe–Ito): blue, orange, reddish purple. */
export const binColours = {
  present: [86, 150, 200],
  missing: [230, 159, 0],
  duplicated: [204, 80, 150],
} as const satisfies Record<string, Rgb>;

/** From near to far; even in lightness, and told apart by the colour-blind (the way of cividis). */
const residualStops: readonly Rgb[] = [
  [0, 52, 110],
  [95, 99, 110],
  [165, 152, 100],
  [253, 231, 55],
];

/** @param share 0 … 1 */
export function residualColour(share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (residualStops.length - 1);
  const low = Math.min(residualStops.length - 2, Math.floor(at));
  const [a, b] = [residualStops[low]!, residualStops[low + 1]!];
  const mix = (k: 0 | 1 | 2): number => Math.round(a[k] + (at - low) * (b[k] - a[k]));
  return [mix(0), mix(1), mix(2)];
}
