import { stableJson, type Workspace } from "../pipeline/workspace/contract.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import type { BinPlaces } from "./bin-places.ts";
import { binsByFeature } from "./bins-by-feature.ts";
import { binsByHeader } from "./bins-by-header.ts";
import { binsByLabel } from "./bins-by-label.ts";
import { binsByPrediction } from "./bins-by-prediction.ts";
import { binsByQuality } from "./bins-by-quality.ts";
import { binsBySplit } from "./bins-by-split.ts";
import type { ValueColouring } from "./bins-contract.ts";
import type { BinsSource, ColouredBins } from "./bins-source.ts";
import { RecentCache } from "./section-cache.ts";
import type { Positions } from "./section-headers.ts";
import type { TrustedFiles } from "./section-trusted-files.ts";
import { surveyVersion } from "./section-version.ts";

const mostBytes = 32 << 20;

function compute(source: BinsSource, colouring: ValueColouring): Promise<ColouredBins> {
  switch (colouring.kind) {
    case "header":
      return binsByHeader(source, colouring.field);
    case "quality":
      return binsByQuality(source, colouring.measure);
    case "feature":
      return binsByFeature(source, colouring.featureSetId, colouring.feature, colouring.range);
    case "coverage":
    case "label":
      return binsByLabel(source, colouring.labelSetId, colouring.kind, colouring.range);
    case "split":
      return binsBySplit(source, colouring.runId);
    case "prediction":
    case "confidence":
      return binsByPrediction(source, colouring.predictionId, colouring.kind, colouring);
  }
}

const keyOf = (survey: SurveyRecord, colouring: ValueColouring): string =>
  `${surveyVersion(survey)}|${stableJson(colouring)}`;

/** Colourings of bins, computed when they are asked for; the last ones are kept. */
export class BinColourings {
  readonly #workspace: () => Promise<Workspace>;
  readonly #files: TrustedFiles;
  readonly #known = new RecentCache<ColouredBins>(mostBytes);
  #underway:
    | {
        readonly key: string;
        readonly stop: AbortController;
        readonly answer: Promise<ColouredBins>;
        readonly listeners: Set<(done: number, total: number) => void>;
      }
    | undefined;

  constructor(ports: { workspace(): Promise<Workspace>; readonly files: TrustedFiles }) {
    this.#workspace = () => ports.workspace();
    this.#files = ports.files;
  }

  known(survey: SurveyRecord, colouring: ValueColouring): ColouredBins | undefined {
    return this.#known.get(keyOf(survey, colouring));
  }

  cancel(): void {
    this.#underway?.stop.abort();
    this.#underway = undefined;
  }

  /** Breaks off what else is computed. @throws what the colouring raises; AbortError */
  of(
    survey: { readonly survey: SurveyRecord; readonly positions: Positions; readonly places: BinPlaces },
    colouring: ValueColouring,
    onProgress?: (done: number, total: number) => void,
  ): Promise<ColouredBins> {
    const key = keyOf(survey.survey, colouring);
    const known = this.#known.get(key);
    if (known) return Promise.resolve(known);
    if (this.#underway?.key !== key) {
      this.cancel();
      const stop = new AbortController();
      const listeners = new Set<(done: number, total: number) => void>();
      const answer = this.#compute(key, survey, colouring, stop.signal, (done, total) => {
        for (const tell of listeners) tell(done, total);
      });
      const own = { key, stop, answer, listeners };
      this.#underway = own;
      const end = (): void => {
        if (this.#underway === own) this.#underway = undefined;
      };
      answer.then(end, end);
    }
    if (onProgress) this.#underway.listeners.add(onProgress);
    return this.#underway.answer;
  }

  async #compute(
    key: string,
    survey: Pick<BinsSource, "survey" | "positions" | "places">,
    colouring: ValueColouring,
    signal: AbortSignal,
    onProgress: BinsSource["onProgress"],
  ): Promise<ColouredBins> {
    const workspace = await this.#workspace();
    const source = { ...survey, workspace, files: this.#files, signal, onProgress };
    const coloured = await compute(source, colouring);
    signal.throwIfAborted();
    // A number and a count for each bin; of a class its share too.
    this.#known.set(key, coloured, 12 * survey.places.bins);
    return coloured;
  }
}
