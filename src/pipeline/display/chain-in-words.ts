import { frequencyUnits, type VerticalUnit } from "../../quantities/units.ts";
import type { DisplayChain } from "./contract.ts";

/** "band-pass 5–10–60–80 Hz, t^1.5, AGC 500 ms, +6 dB, reversed": what was done, in the order in which it was; "as recorded". */
export function chainInWords(
  { bandPass, tPower = 0, agcMs, gainDb = 0, isReversed = false }: DisplayChain,
  unit: VerticalUnit,
): string {
  const { f1, f2, f3, f4 } = bandPass ?? {};
  const parts = [
    bandPass && `band-pass ${f1}–${f2}–${f3}–${f4} ${frequencyUnits[unit]}`,
    tPower !== 0 && `${unit === "ms" ? "t" : "z"}^${tPower}`,
    agcMs !== undefined && `AGC ${agcMs} ${unit}`,
    gainDb !== 0 && `${gainDb > 0 ? "+" : "\u2212"}${Math.abs(gainDb)} dB`,
    isReversed && "reversed polarity",
  ];
  return parts.filter((part) => typeof part === "string").join(", ") || "as recorded";
}
