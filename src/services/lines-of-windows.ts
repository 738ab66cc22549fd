import type { FeatureTable } from "../pipeline/features/contract.ts";
import { orientationOf } from "../pipeline/lines.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { PointLine } from "./points-contract.ts";

/** Numbers the lines that windows lie on as they come: files that are lines, and the inlines of volumes. */
export class LinesOfWindows {
  readonly #volumes: ReadonlySet<string>;
  readonly #indices = new Map<string, Map<number, number>>();
  readonly lines: PointLine[] = [];

  constructor(surveys: readonly SurveyRecord[]) {
    this.#volumes = new Set(
      surveys.filter((survey) => orientationOf(survey) === "volume").map(({ name }) => name),
    );
  }

  /** Index into `lines`. */
  lineOf({ survey, inline }: FeatureTable, row: number): number {
    const isVolume = this.#volumes.has(survey);
    const number = isVolume ? inline[row]! : 0;
    let ofSurvey = this.#indices.get(survey);
    if (!ofSurvey) this.#indices.set(survey, (ofSurvey = new Map<number, number>()));
    let index = ofSurvey.get(number);
    if (index === undefined) {
      ofSurvey.set(number, (index = this.lines.length));
      this.lines.push(
        isVolume
          ? { name: `${survey} · inline ${number}`, survey, line: { axis: "inline", number } }
          : { name: survey, survey },
      );
    }
    return index;
  }
}
