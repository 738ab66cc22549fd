import type { Fault } from "./contract.ts";
import { faultOf } from "./fault.ts";
import type { ResultFormat } from "./result-files.ts";
import type {
  FeatureHistograms,
  HistogramRequest,
  QueryableTable,
  QueryResult,
  SavedResult,
  TableScope,
} from "./tables-contract.ts";
import type { TablesService } from "./tables-service.ts";

export type TablesAnswer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

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

  tables(scope?: TableScope): Promise<TablesAnswer<QueryableTable[]>> {
    return answer(() => this.#service.tables(scope));
  }

  query(sql: string, scope?: TableScope): Promise<TablesAnswer<QueryResult>> {
    return answer(() => this.#service.query(sql, scope));
  }

  /** The whole result as a file. */
  save(sql: string, format: ResultFormat, scope?: TableScope): Promise<TablesAnswer<SavedResult>> {
    return answer(() => this.#service.save(sql, format, scope));
  }

  cancel(): void {
    this.#service.cancel();
  }

  histograms(request?: HistogramRequest): Promise<TablesAnswer<FeatureHistograms>> {
    return answer(() => this.#service.histograms(request));
  }
}

async function answer<T>(work: () => Promise<T>): Promise<TablesAnswer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, fault: faultOf(error) };
  }
}
