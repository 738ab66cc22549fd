import { exp } from "../../numerics/elementary.ts";
import type { DisplayChain } from "./contract.ts";

/** What conditioned amplitudes are multiplied with to become displayed ones: ±10^(dB/20). */
export function constantFactor({ gainDb = 0, isReversed = false }: DisplayChain): number {
  const size = gainDb === 0 ? 1 : exp((gainDb * Math.LN10) / 20);
  return isReversed ? -size : size;
}
