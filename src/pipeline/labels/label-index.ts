import { InputError } from "../errors.ts";
import type { MergedLabels } from "./contract.ts";
import { LabelledTraces } from "./labelled-traces.ts";
import { orderSources } from "./source-order.ts";
import { SurveyLabels } from "./survey-labels.ts";

/** Positions of traces of one survey file, in file order; a trace may come several times in a row. */
export interface SurveyPositions {
  /** The survey's name: its file name without extension. */
  readonly name: string;
  readonly count: number;
  readonly inline: ArrayLike<number>;
  readonly crossline: ArrayLike<number>;
}

/**
 * Finds labels by trace and time. Two label files may claim one trace (where interpreted lines cross) and disagree: a label
 * belongs to the line its file was made for. Asked about a survey, the files named for it come first (`line.facies.sgy`,
 * `line.labels.csv` for `line.sgy`), then those that label more of its traces, then in order of import; wherever the first
 * file says nothing, the next one is asked.
 */
export class LabelIndex {
  readonly #labels: MergedLabels;
  readonly #traces: LabelledTraces;
  readonly #classIndex: Int32Array;

  /**
   * @param classes the scheme that answers are indices of
   * @throws InputError `label-class-unknown` when the labels hold a class outside it
   */
  constructor(
    labels: MergedLabels,
    readonly classes: readonly string[],
  ) {
    const placeOf = labels.classes.map((name) => classes.indexOf(name));
    this.#labels = labels;
    this.#traces = new LabelledTraces(labels);
    this.#classIndex = labels.intervals.classIndex.map((index) => {
      if (placeOf[index]! < 0)
        throw new InputError("label-class-unknown", `the labels hold the class "${labels.classes[index]!}"`, {
          advice: `The classes here are ${classes.join(", ")}.`,
        });
      return placeOf[index]!;
    });
  }

  /** The labels as they apply to one survey file. */
  forSurvey(survey: SurveyPositions): SurveyLabels {
    const { sources, intervals } = this.#labels;
    const covered = new Int32Array(sources.length);
    for (let row = 0; row < survey.count; row++) {
      const inline = survey.inline[row]!;
      const crossline = survey.crossline[row]!;
      if (row > 0 && inline === survey.inline[row - 1] && crossline === survey.crossline[row - 1]) continue;
      for (let source = 0; source < sources.length; source++)
        if (this.#traces.find(source, inline, crossline) >= 0) covered[source]!++;
    }
    return new SurveyLabels(
      this.#traces,
      { startMs: intervals.startMs, endMs: intervals.endMs, classIndex: this.#classIndex },
      orderSources(sources, survey.name, covered),
      this.classes.length,
    );
  }
}
