/**
 * Thresholds that cut sorted values into at most `maxBins` bins; x ≤ threshold[b] goes left of a split at bin b.
 * Few distinct values: the middle between neighbours. Many: the k / maxBins quantiles by the averaged inverse of the distribution
 * function (Hyndman & Fan 1996, definition 2), as scikit-learn has them. All are float32 values, rounded so that the upper of two
 * values stays above the threshold between them.
 * @param sorted ascending, finite, not empty
 * @returns ascending, without repeats; one less than the bins
 */
export function binThresholds(sorted: Float32Array, maxBins: number): Float32Array {
  const last = sorted.length - 1;
  const distinct: number[] = [];
  for (let i = 0; i <= last && distinct.length <= maxBins; i++)
    if (i === 0 || sorted[i]! !== sorted[i - 1]!) distinct.push(sorted[i]!);
  if (distinct.length <= maxBins)
    return Float32Array.from(distinct.slice(1), (value, i) => float32Between(distinct[i]!, value));
  const cuts: number[] = [];
  for (let k = 1; k < maxBins; k++) {
    const whole = Math.floor((k * sorted.length) / maxBins);
    const exact = (k * sorted.length) % maxBins === 0;
    const cut = exact ? float32Between(sorted[whole - 1]!, sorted[whole]!) : sorted[whole]!;
    const previous = cuts[cuts.length - 1] ?? -Infinity;
    // A repeat, or a threshold at the largest value, would part nothing.
    if (cut > previous && cut < sorted[last]!) cuts.push(cut);
  }
  return Float32Array.from(cuts);
}

/** The middle of two float32 values as a float32 value t with below ≤ t, and t < above where they differ. */
function float32Between(below: number, above: number): number {
  const middle = Math.fround(below + (above - below) / 2);
  return middle < above ? middle : below;
}
