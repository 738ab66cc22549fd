import { InputError } from "../errors.ts";
import { orientationOf } from "../lines.ts";
import type { SurveyRecord } from "../survey-record.ts";

export interface SuggestedLines {
  readonly train: string[];
  readonly test: string[];
}

const volumeTrainLines = 6;
const volumeTestLines = 2;

/**
 * A plain held-out choice for a person who named no lines. One volume: inlines spread over its first 60 %, tested on two in
 * its last fifth, so that a gap lies between. Several line files: the last third (at least one) in order of line number is
 * the test.
 * @throws InputError `lines-missing` where there is nothing to hold out
 */
export function suggestLines(surveys: readonly SurveyRecord[]): SuggestedLines {
  const volume = surveys.find((survey) => orientationOf(survey) === "volume");
  if (volume) {
    const { min, max } = volume.inlines;
    const between = (from: number, to: number, count: number): string[] => [
      ...new Set(
        Array.from(
          { length: count },
          (_, i) => `inline-${Math.round(min + (max - min) * (from + ((to - from) * (i + 0.5)) / count))}`,
        ),
      ),
    ];
    return { train: between(0, 0.6, volumeTrainLines), test: between(0.8, 1, volumeTestLines) };
  }
  if (surveys.length < 2)
    throw new InputError("lines-missing", "one line alone cannot be both trained on and tested on", {
      advice: "Add another line, or name --train and --test.",
    });
  const number = (survey: SurveyRecord): number =>
    orientationOf(survey) === "crossline" ? survey.crosslines.min : survey.inlines.min;
  const sorted = [...surveys].sort((a, b) => number(a) - number(b) || (a.name < b.name ? -1 : 1));
  const testCount = Math.max(1, Math.floor(sorted.length / 3));
  const names = sorted.map((survey) => survey.name);
  return { train: names.slice(0, -testCount), test: names.slice(-testCount) };
}
