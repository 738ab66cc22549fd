import { exp, log } from "../../numerics/elementary.ts";
import { InputError } from "../errors.ts";
import type { SampleAxis } from "./contract.ts";
import type { TraceStep } from "./trace-scratch.ts";

/**
 * Gain with time: each sample times |t|ᵖ, t in seconds (in depth: in thousands of its unit), so that amplitudes at 1 s stay what
 * they are; 0 at t = 0 whatever the exponent (Ö. Yilmaz, Seismic Data Analysis, 2001, section 1.4; sugain tpow of Seismic Unix).
 * @throws InputError `t-power`
 */
export function tPowerStep(
  exponent: number,
  samples: number,
  { intervalMs, delayMs }: Pick<SampleAxis, "intervalMs" | "delayMs">,
): TraceStep {
  if (!(Math.abs(exponent) <= 10))
    throw new InputError("t-power", `time to the power of ${exponent} is no gain`, {
      advice: "Give an exponent from −10 to 10; 1 to 2 make up for spreading.",
    });
  const gains = Float64Array.from({ length: samples }, (_, k) => {
    const time = Math.abs(delayMs + k * intervalMs) / 1000;
    return time > 0 ? exp(exponent * log(time)) : 0;
  });
  return ({ samples: values }) => {
    for (let k = 0; k < samples; k++) values[k]! *= gains[k]!;
  };
}
