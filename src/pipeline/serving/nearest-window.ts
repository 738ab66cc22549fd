/**
 * The window whose centre is nearest to each sample, the earlier of two as near: what a section of classes shows at it.
 * @param starts first sample of each window, ascending, at least one
 * @returns positions in `starts`, `[samples]`
 */
export function nearestWindows(starts: Int32Array, lengthSamples: number, samples: number): Int32Array {
  const toCentre = Math.floor(lengthSamples / 2);
  const nearest = new Int32Array(samples);
  let window = 0;
  for (let sample = 0; sample < samples; sample++) {
    const distanceTo = (position: number): number => Math.abs(sample - starts[position]! - toCentre);
    while (window + 1 < starts.length && distanceTo(window + 1) < distanceTo(window)) window++;
    nearest[sample] = window;
  }
  return nearest;
}
