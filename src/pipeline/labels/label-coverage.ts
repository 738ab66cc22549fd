import { InputError } from "../errors.ts";
import type { MergedLabels } from "./contract.ts";
import { LabelledTraces } from "./labelled-traces.ts";
import type { SurveyPositions } from "./label-index.ts";

/** How many of a label file's traces are in the surveys. */
export interface LabelCoverage {
  readonly fileName: string;
  readonly matchedTraces: number;
  readonly unmatchedTraces: number;
}

/**
 * Counts, file by file, the labelled traces that are in any of the surveys.
 * @throws InputError `labels-match-nothing` when a file labels none of their traces
 */
export function labelCoverage(
  labels: MergedLabels,
  surveys: readonly SurveyPositions[],
): readonly LabelCoverage[] {
  const traces = new LabelledTraces(labels);
  const matched = new Uint8Array(traces.inline.length);
  for (const { count, inline, crossline } of surveys)
    for (let row = 0; row < count; row++) {
      if (row > 0 && inline[row] === inline[row - 1] && crossline[row] === crossline[row - 1]) continue;
      for (let source = 0; source < labels.sources.length; source++) {
        const entry = traces.find(source, inline[row]!, crossline[row]!);
        if (entry >= 0) matched[entry] = 1;
      }
    }
  return labels.sources.map((fileName, source) => {
    const from = traces.firstEntry[source]!;
    const to = traces.firstEntry[source + 1]!;
    const matchedTraces = matched.subarray(from, to).reduce((sum, one) => sum + one, 0);
    if (matchedTraces === 0)
      throw new InputError(
        "labels-match-nothing",
        `${fileName} labels ${linesIn(traces.inline.subarray(from, to), traces.crossline.subarray(from, to))}; ${describeSurveys(surveys)}`,
        {
          place: { file: fileName },
          advice:
            "Ingest the lines these labels belong to, or check which bytes of the trace headers hold inline and crossline.",
        },
      );
    return { fileName, matchedTraces, unmatchedTraces: to - from - matchedTraces };
  });
}

function describeSurveys(surveys: readonly SurveyPositions[]): string {
  if (surveys.length === 0) return "there is no survey here";
  const shown = surveys.slice(0, 6).map(({ name, count, inline, crossline }) => {
    const within = (values: ArrayLike<number>): number[] =>
      Array.from({ length: count }, (_, row) => values[row]!);
    return `${name} (${linesIn(within(inline), within(crossline))})`;
  });
  return `the surveys here are ${shown.join(", ")}${surveys.length > 6 ? " and others" : ""}`;
}

function linesIn(inline: ArrayLike<number>, crossline: ArrayLike<number>): string {
  return `${rangeOf("inline", inline)}, ${rangeOf("crossline", crossline)}`;
}

function rangeOf(axis: string, values: ArrayLike<number>): string {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    min = Math.min(min, values[i]!);
    max = Math.max(max, values[i]!);
  }
  if (values.length === 0) return `no ${axis}s`;
  return min === max ? `${axis} ${min}` : `${axis}s ${min}–${max}`;
}
