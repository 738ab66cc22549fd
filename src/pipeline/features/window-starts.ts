import { InputError } from "../errors.ts";
import { unitOf, type WindowDefinition } from "./contract.ts";

const inWords = (samples: number, window: WindowDefinition): string =>
  `${(samples * window.intervalMicroseconds) / 1000} ${unitOf(window)} (${samples} samples)`;

/**
 * First samples of the windows of a trace: 0, step, 2·step … as long as `start + length <= samplesPerTrace`.
 * The whole trace is one window that starts at 0.
 * @throws InputError `window-too-long`; `trace-length-differs` when the definition is a whole trace of another length
 */
export function windowStarts(definition: WindowDefinition, samplesPerTrace: number): Int32Array {
  const { extent, lengthSamples, stepSamples } = definition;
  if (lengthSamples > samplesPerTrace)
    throw new InputError(
      "window-too-long",
      `a window of ${inWords(lengthSamples, definition)} does not fit into traces of ${inWords(samplesPerTrace, definition)}`,
      { advice: "Choose a shorter window, or classify whole traces." },
    );
  if (extent === "trace") {
    if (lengthSamples !== samplesPerTrace)
      throw new InputError(
        "trace-length-differs",
        `whole traces of ${inWords(lengthSamples, definition)} are expected, these are ${inWords(samplesPerTrace, definition)}`,
        { advice: "Use traces of the same length, or windows instead of whole traces." },
      );
    return Int32Array.of(0);
  }
  const count = Math.floor((samplesPerTrace - lengthSamples) / stepSamples) + 1;
  return Int32Array.from({ length: count }, (_, i) => i * stepSamples);
}
