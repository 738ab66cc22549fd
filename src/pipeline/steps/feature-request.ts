import { InputError } from "../errors.ts";
import { samplesInDuration } from "../../quantities/units.ts";
import type { WindowDefinition } from "../features/contract.ts";
import type { SurveyRecord } from "../survey-record.ts";

/** Components of the embedding that training fits on top of the eight. */
export const embeddingComponents = 32;

/** The window as a person says it, in the surveys' vertical unit (ms, m, ft); each survey's interval turns it into samples. */
export type WindowRequest =
  | { readonly extent: "window"; readonly lengthMs: number; readonly stepMs: number }
  | { readonly extent: "trace" };

const axisWords = { ms: "time", m: "depth in metres", ft: "depth in feet" } as const;

export interface FeatureRequest {
  readonly window: WindowRequest;
  /** Traces 0, every, 2·every … of each line. */
  readonly every: number;
  /** Lines to fit an exploratory embedding on; empty: none. */
  readonly fit: readonly string[];
}

/**
 * The window in samples, the same for all surveys.
 * @throws InputError `no-surveys`, `unit-mixed`, `interval-mixed`, `trace-length-mixed`, `window-invalid`, `window-too-long`
 */
export function windowDefinitionFor(
  request: WindowRequest,
  surveys: readonly SurveyRecord[],
): WindowDefinition {
  const [first, ...rest] = surveys;
  if (!first)
    throw new InputError("no-surveys", "this workspace holds no survey yet", {
      advice: "Ingest a SEG-Y file first.",
    });
  const { intervalMicroseconds, verticalUnit: unit } = first;
  const foreign = rest.find((survey) => survey.verticalUnit !== unit);
  if (foreign)
    throw new InputError(
      "unit-mixed",
      `${first.fileName} is in ${axisWords[unit]} and ${foreign.fileName} in ${axisWords[foreign.verticalUnit]}: their samples are not spaced in one unit`,
      {
        advice:
          "Keep time and depth (and metres and feet) in different workspaces; if one is read in the wrong unit, ingest it again and say its vertical unit.",
      },
    );
  const ofUnit = unit === "ms" ? {} : { verticalUnit: unit };
  const other = rest.find((survey) => survey.intervalMicroseconds !== intervalMicroseconds);
  if (other)
    throw new InputError(
      "interval-mixed",
      `${first.fileName} is sampled every ${intervalMicroseconds / 1000} ${unit} and ${other.fileName} every ${other.intervalMicroseconds / 1000} ${unit}`,
      { advice: "Keep surveys of different sample intervals in different workspaces." },
    );
  if (request.extent === "trace") {
    const odd = rest.find((survey) => survey.samplesPerTrace !== first.samplesPerTrace);
    if (odd)
      throw new InputError(
        "trace-length-mixed",
        `traces of ${first.fileName} have ${first.samplesPerTrace} samples, those of ${odd.fileName} ${odd.samplesPerTrace}`,
        { advice: "Whole-trace features need traces of one length: use windows instead." },
      );
    return {
      extent: "trace",
      lengthSamples: first.samplesPerTrace,
      stepSamples: first.samplesPerTrace,
      intervalMicroseconds,
      ...ofUnit,
    };
  }
  const lengthSamples = samplesInDuration(request.lengthMs, intervalMicroseconds);
  const stepSamples = samplesInDuration(request.stepMs, intervalMicroseconds);
  if (lengthSamples < 4 || stepSamples < 1)
    throw new InputError(
      "window-invalid",
      `a window of ${request.lengthMs} ${unit} every ${request.stepMs} ${unit} is ${lengthSamples} samples every ${stepSamples} at ${intervalMicroseconds / 1000} ${unit}`,
      { advice: "Take windows of at least 4 samples and steps of at least 1." },
    );
  const short = surveys.find((survey) => survey.samplesPerTrace < lengthSamples);
  if (short)
    throw new InputError(
      "window-too-long",
      `a window of ${request.lengthMs} ${unit} is ${lengthSamples} samples, but traces of ${short.fileName} have ${short.samplesPerTrace} (${(short.samplesPerTrace * intervalMicroseconds) / 1000} ${unit})`,
      { place: { file: short.fileName }, advice: "Choose a shorter window, or whole traces." },
    );
  return { extent: "window", lengthSamples, stepSamples, intervalMicroseconds, ...ofUnit };
}
