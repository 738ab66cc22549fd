import { create } from "zustand";
import type { PredictionFormat } from "../../pipeline/steps/write-predictions.ts";

interface ScoringState {
  /** Surveys that the person does not want scored: those that come later are, like all others. */
  readonly left: ReadonlySet<string>;
  /** Words that the names of the listed surveys hold. */
  readonly search: string;
  /** How answers are saved. */
  readonly format: PredictionFormat;
}

/** What is to be scored and saved on the Models page. */
export const useScoring = create<ScoringState>(() => ({ left: new Set(), search: "", format: "csv" }));

export function chooseSurveys(names: readonly string[], isChosen: boolean): void {
  useScoring.setState(({ left }) => {
    const now = new Set(left);
    for (const name of names)
      if (isChosen) now.delete(name);
      else now.add(name);
    return { left: now };
  });
}
