/** Below the largest value: what is weaker has the last colour. */
export const decibelsShown = 60;

/** `10·log10(density / largest)`: at most 0, −Infinity where there is no power, NaN where there is no number, or no power at all. */
export function decibels(density: Float64Array): Float64Array {
  let largest = 0;
  for (const value of density) if (value > largest) largest = value;
  return density.map((value) => (largest > 0 ? 10 * Math.log10(value / largest) : NaN));
}
