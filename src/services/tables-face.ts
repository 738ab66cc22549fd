import type { Fault } from "./contract.ts";
import { faultOf } from "./fault.ts";
import type { FeatureHistograms, HistogramRequest, QueryableTable, QueryResult } from "./tables-contract.ts";
import type { TablesService } from "./tables-service.ts";

export type TablesAnswer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** The tables service as pages see it: failures as data, since errors lose all but their words between threads. */
export class TablesFace {
  readonly #service: TablesService;

  constructor(service: TablesService) {
    this.#service = service;
  }

  tables(): Promise<TablesAnswer<QueryableTable[]>> {
    return answer(() => this.#service.tables());
  }

  query(sql: string): Promise<TablesAnswer<QueryResult>> {
    return answer(() => this.#service.query(sql));
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
