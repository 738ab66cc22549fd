import type { WindowDefinition } from "../features/contract.ts";
import type { LabelIndex } from "./label-index.ts";
import type { SurveyLabels } from "./survey-labels.ts";

/** What labelling needs to know of each example of one survey file: columns of length `rows`, trace by trace. */
export interface ExamplesToLabel {
  readonly surveyName: string;
  readonly rows: number;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** Time of the window's first sample. */
  readonly startMs: Float32Array | Float64Array;
}

/**
 * The class of each example, −1 (`UNLABELLED`) where there is none. A window takes the class of its centre sample, number
 * start + floor(length / 2); a whole trace the class that covers most of its labelled samples, the lowest index of equals.
 */
export function labelExamples(
  index: LabelIndex,
  examples: ExamplesToLabel,
  window: WindowDefinition,
): Int32Array {
  const { rows, inline, crossline } = examples;
  return labelRows(
    index.forSurvey({ name: examples.surveyName, count: rows, inline, crossline }),
    examples,
    window,
  );
}

/** As `labelExamples`, for some of a survey's examples at a time: `labels` must come from all of its traces. */
export function labelRows(
  labels: SurveyLabels,
  { rows, inline, crossline, startMs }: Omit<ExamplesToLabel, "surveyName">,
  window: WindowDefinition,
): Int32Array {
  const classes = new Int32Array(rows);
  const intervalMs = window.intervalMicroseconds / 1000;
  const toCentreMs = Math.floor(window.lengthSamples / 2) * intervalMs;
  for (let row = 0; row < rows; row++)
    classes[row] =
      window.extent === "trace"
        ? labels.mostCovered(inline[row]!, crossline[row]!, startMs[row]!, intervalMs, window.lengthSamples)
        : labels.classAt(inline[row]!, crossline[row]!, startMs[row]! + toCentreMs);
  return classes;
}
