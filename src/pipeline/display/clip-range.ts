import type { AmplitudeRange, AmplitudeTable, ClipChoice, DisplayChain } from "./contract.ts";

/** Clips by percentile are had from here on, in steps, up to 100. */
export const firstPercent = 90;
export const percentStep = 0.5;
export const percentSteps = (100 - firstPercent) / percentStep + 1;

/**
 * The amplitudes at the ends of the colour scale. By percentile they are those of the conditioned amplitudes, before the constant
 * gain: a gain of 6 dB makes the picture twice as strong. A share `percent` of them lies within; symmetric, from −c to c with c
 * the percentile of their absolute values, else with as many below as above. Amplitudes given as they are stay so.
 * @param table of conditioned amplitudes
 */
export function clipRange(
  table: AmplitudeTable,
  clip: ClipChoice,
  { isReversed = false }: DisplayChain = {},
): AmplitudeRange {
  if ("low" in clip) return { low: clip.low, high: clip.high };
  const step = Math.round((clip.percent - firstPercent) / percentStep);
  const at = Math.min(percentSteps - 1, Math.max(0, step));
  if (clip.isSymmetric) return { low: -table.sizes[at]!, high: table.sizes[at]! };
  const [low, high] = [table.low[at]!, table.high[at]!];
  return isReversed ? { low: -high, high: -low } : { low, high };
}
