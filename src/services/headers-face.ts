import { answerOf, type Answer } from "./answer.ts";
import type { FieldSummary, FileHeaders, HeaderRows, ScanProgress } from "./headers-contract.ts";
import type { HeadersService } from "./headers-service.ts";

/** Progress reaches the page this often at most. */
const reportEveryMs = 80;

/** How the thread hands over what a page gives it, and tells time. */
export interface HeadersHouse<Offered> {
  /** Files that a person chose in this tab. */
  offer(files: readonly Offered[]): void;
  nowMs(): number;
}

/** The headers service as pages see it: failures as data, since errors lose all but their words between threads. */
export class HeadersFace<Offered> {
  readonly #service: HeadersService;
  readonly #house: HeadersHouse<Offered>;

  constructor(service: HeadersService, house: HeadersHouse<Offered>) {
    this.#service = service;
    this.#house = house;
  }

  offerFiles(files: readonly Offered[]): void {
    this.#house.offer(files);
  }

  file(survey: string): Promise<Answer<FileHeaders>> {
    return answerOf(() => this.#service.file(survey));
  }

  rows(survey: string, first: number, count: number): Promise<Answer<HeaderRows>> {
    return answerOf(() => this.#service.rows(survey, first, count));
  }

  summaries(
    survey: string,
    onProgress: (progress: ScanProgress) => void,
  ): Promise<Answer<readonly FieldSummary[]>> {
    let told = -Infinity;
    return answerOf(() =>
      this.#service.summaries(survey, (progress) => {
        const now = this.#house.nowMs();
        if (now - told < reportEveryMs && progress.done < progress.total) return;
        told = now;
        onProgress(progress);
      }),
    );
  }

  cancel(): void {
    this.#service.cancel();
  }
}
