import { millisecondsFromSample } from "../../quantities/units.ts";
import type { LabelIndex } from "../labels/contract.ts";
import type { SurveyRecord } from "../survey-record.ts";

/** Where the samples of a section lie. */
export interface SectionPlaces {
  readonly survey: Pick<SurveyRecord, "name" | "intervalMicroseconds" | "delayMs">;
  /** Of each trace. */
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** Samples of a trace. */
  readonly samples: number;
}

/** True class of each sample, `[traces, samples]`; −1 for none, and for classes outside `classes`. */
export function truthOf(
  { survey, inline, crossline, samples }: SectionPlaces,
  index: LabelIndex,
  classes: readonly string[],
): Int32Array {
  const placeOf = index.classes.map((name) => classes.indexOf(name));
  const traces = inline.length;
  const labels = index.forSurvey({ name: survey.name, count: traces, inline, crossline });
  const truth = new Int32Array(traces * samples);
  for (let at = 0, trace = 0; trace < traces; trace++)
    for (let k = 0; k < samples; k++, at++)
      truth[at] =
        placeOf[
          labels.classAt(
            inline[trace]!,
            crossline[trace]!,
            millisecondsFromSample(k, survey.intervalMicroseconds, survey.delayMs),
          )
        ] ?? -1;
  return truth;
}
