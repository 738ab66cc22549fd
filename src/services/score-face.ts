import type { Scorer } from "../pipeline/steps/load-scorer.ts";
import { answerOf, type Answer } from "./answer.ts";
import type { TraceScore } from "./score-contract.ts";
import type { ScoreService } from "./score-service.ts";

/** The score service as pages see it: failures as data. */
export class ScoreFace<Offered> {
  readonly #service: ScoreService;
  readonly #offer: (files: readonly Offered[]) => void;

  constructor(service: ScoreService, offer: (files: readonly Offered[]) => void) {
    this.#service = service;
    this.#offer = offer;
  }

  offerFiles(files: readonly Offered[]): void {
    this.#offer(files);
  }

  score(scorer: Scorer, survey: string, traceIndex: number): Promise<Answer<TraceScore>> {
    return answerOf(() => this.#service.score(scorer, survey, traceIndex));
  }
}
