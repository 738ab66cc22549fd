import { InputError } from "../errors.ts";
import type { WindowDefinition } from "./contract.ts";

const inWords = (samples: number, intervalMicroseconds: number): string =>
  `${(samples * intervalMicroseconds) / 1000} ms (${samples} samples)`;

/**
 * First samples of the windows of a trace: 0, step, 2·step … as long as `start + length <= samplesPerTrace`.
 * The whole trace is one window that starts at 0.
 * @throws InputError `window-too-long`; `trace-length-differs` when the definition is a whole trace of another length
 */
export function windowStarts(definition: WindowDefinition, samplesPerTrace: number): Int32Array {
  const { extent, lengthSamples, stepSamples, intervalMicroseconds } = definition;
  if (lengthSamples > samplesPerTrace)
    throw new InputError(
      "window-too-long",
      `a window of ${inWords(lengthSamples, intervalMicroseconds)} does not fit into traces of ${inWords(samplesPerTrace, intervalMicroseconds)}`,
      { advice: "Choose a shorter window, or classify whole traces." },
    );
  if (extent === "trace") {
    if (lengthSamples !== samplesPerTrace)
      throw new InputError(
        "trace-length-differs",
        `whole traces of ${inWords(lengthSamples, intervalMicroseconds)} are expected, these are ${inWords(samplesPerTrace, intervalMicroseconds)}`,
        { advice: "Use traces of the same length, or windows instead of whole traces." },
      );
    return Int32Array.of(0);
  }
  const count = Math.floor((samplesPerTrace - lengthSamples) / stepSamples) + 1;
  return Int32Array.from({ length: count }, (_, i) => i * stepSamples);
}
