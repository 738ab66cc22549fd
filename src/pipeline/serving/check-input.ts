import type { ScoringModel } from "../bundle/contract.ts";
import { InputError } from "../errors.ts";
import type { SegyLayout } from "../segy/contract.ts";

const axisWords = { ms: "time (ms)", m: "depth in metres", ft: "depth in feet" } as const;

/** Intervals are whole microseconds in SEG-Y; a model declares milliseconds. */
const intervalToleranceMs = 1e-6;

/**
 * Whether a file is what a model declares as its input.
 * @throws InputError `input-mismatch`, saying what the model needs and what the file has
 */
export function checkInput({ input }: ScoringModel, layout: SegyLayout): void {
  const intervalMs = layout.intervalMicroseconds / 1000;
  const unit = input.verticalUnit ?? "ms";
  const inWords = (samples: number, everyMs: number): string =>
    `${samples} samples (${Number((samples * everyMs).toFixed(3))} ${unit})`;
  const mismatch = (needs: string, has: string, advice: string): InputError =>
    new InputError("input-mismatch", `the model needs ${needs}; ${layout.file} has ${has}`, {
      place: { file: layout.file },
      advice,
    });

  if (input.extent === "section" || input.haloTraces > 0 || input.haloSamples > 0)
    throw mismatch(
      `whole sections or samples around each window`,
      "them trace by trace",
      "Use a newer version of this program for this model.",
    );
  if (unit !== layout.verticalUnit)
    throw mismatch(
      axisWords[unit],
      axisWords[layout.verticalUnit],
      "Convert the file, train a model on such sections, or, if the file is read in the wrong unit, say its vertical unit.",
    );
  if (Math.abs(input.intervalMs - intervalMs) > intervalToleranceMs)
    throw mismatch(
      `a sample every ${input.intervalMs} ${unit}`,
      `one every ${intervalMs} ${unit}`,
      "Resample the file, or train a model on lines with this interval.",
    );
  if (input.extent === "trace" && input.samples !== layout.samplesPerTrace)
    throw mismatch(
      `whole traces of ${inWords(input.samples, intervalMs)}`,
      `traces of ${inWords(layout.samplesPerTrace, intervalMs)}`,
      "Cut or pad the traces to this length, or train a model on windows.",
    );
  if (input.samples > layout.samplesPerTrace)
    throw mismatch(
      `windows of ${inWords(input.samples, intervalMs)}`,
      `traces of ${inWords(layout.samplesPerTrace, intervalMs)}`,
      "Train a model on shorter windows.",
    );
}
