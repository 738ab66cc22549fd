import { answerOf, type Answer } from "./answer.ts";
import type { ResultFormat } from "./result-files.ts";
import type {
  FeatureHistograms,
  HistogramRequest,
  QueryableTable,
  QueryResult,
  SavedResult,
  TableScope,
} from "./tables-contract.ts";
import type {
  FeaturePoints,
  LassoRequest,
  PointPredictions,
  PointsRequest,
  SelectedRequest,
  WindowFeatures,
  WindowRequest,
  WindowsInside,
} from "./points-contract.ts";
import type { TablesService } from "./tables-service.ts";

/** The tables service as pages see it: failures as data, since errors lose all but their words between threads. */
export class TablesFace<Offered = never> {
  readonly #service: TablesService;
  readonly #offer: (files: readonly Offered[]) => void;

  /** @param offer takes files that a person chose in this tab */
  constructor(service: TablesService, offer: (files: readonly Offered[]) => void = () => undefined) {
    this.#service = service;
    this.#offer = offer;
  }

  offerFiles(files: readonly Offered[]): void {
    this.#offer(files);
  }

  tables(scope?: TableScope): Promise<Answer<QueryableTable[]>> {
    return answerOf(() => this.#service.tables(scope));
  }

  query(sql: string, scope?: TableScope): Promise<Answer<QueryResult>> {
    return answerOf(() => this.#service.query(sql, scope));
  }

  /** The whole result as a file. */
  save(sql: string, format: ResultFormat, scope?: TableScope): Promise<Answer<SavedResult>> {
    return answerOf(() => this.#service.save(sql, format, scope));
  }

  cancel(): void {
    this.#service.cancel();
  }

  histograms(request?: HistogramRequest): Promise<Answer<FeatureHistograms>> {
    return answerOf(() => this.#service.histograms(request));
  }

  points(request: PointsRequest): Promise<Answer<FeaturePoints>> {
    return answerOf(() => this.#service.inspector.points(request));
  }

  predictionsOfPoints(request: PointsRequest, scorerLabel: string): Promise<Answer<PointPredictions>> {
    return answerOf(() => this.#service.inspector.predictions(request, scorerLabel));
  }

  inside(request: LassoRequest): Promise<Answer<WindowsInside>> {
    return answerOf(() => this.#service.inspector.inside(request));
  }

  selected(request: SelectedRequest): Promise<Answer<WindowsInside>> {
    return answerOf(() => this.#service.inspector.selected(request));
  }

  windowFeatures(request: WindowRequest): Promise<Answer<WindowFeatures>> {
    return answerOf(() => this.#service.inspector.window(request));
  }
}
