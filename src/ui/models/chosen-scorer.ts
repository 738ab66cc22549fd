import { create } from "zustand";
import type { Scorer } from "../../pipeline/steps/load-scorer.ts";

/** The model that a person looks at on the Models page; undefined: none was chosen yet. */
export const useChosenScorer = create<{ readonly scorer: Scorer | undefined }>(() => ({ scorer: undefined }));

export function chooseScorer(scorer: Scorer): void {
  useChosenScorer.setState({ scorer });
}
