/** Largest number of thresholds: codes are bytes and 255 bins are the most. */
export const maxThresholds = 254;

/**
 * Thresholds that cut sorted values into at most `maxBins` bins; x ≤ threshold[b] goes left of a split at bin b.
 * Few distinct values: the middle between neighbours. Many: the middles of the two values about each (k / maxBins)-quantile, as
 * numpy.percentile(method="midpoint") has it (the quantile of position q (n − 1)). All are float32 values, rounded so that the
 * upper of the two values stays above its threshold.
 * @param sorted ascending, finite
 * @returns ascending, without repeats; one less than the bins
 */
export function binThresholds(sorted: Float32Array, maxBins: number): Float32Array {
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length && distinct.length <= maxBins; i++)
    if (i === 0 || sorted[i]! !== sorted[i - 1]!) distinct.push(sorted[i]!);
  const cuts: number[] = [];
  const add = (below: number, above: number): void => {
    const cut = float32Between(below, above);
    if (cuts.length === 0 || cut > cuts[cuts.length - 1]!) cuts.push(cut);
  };
  if (distinct.length <= maxBins)
    for (let i = 1; i < distinct.length; i++) add(distinct[i - 1]!, distinct[i]!);
  else
    for (let k = 1; k < maxBins; k++) {
      const position = (k / maxBins) * (sorted.length - 1);
      add(sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!);
    }
  // A threshold at the largest value parts nothing.
  while (cuts.length > 0 && cuts[cuts.length - 1]! >= sorted[sorted.length - 1]!) cuts.pop();
  return Float32Array.from(cuts);
}

/** The middle of two float32 values as a float32 value t with below ≤ t, and t < above where they differ. */
function float32Between(below: number, above: number): number {
  const middle = Math.fround(below + (above - below) / 2);
  return middle < above ? middle : below;
}
