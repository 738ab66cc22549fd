import { frequencyStep } from "../quantities/units.ts";
import { unitOf } from "../pipeline/features/contract.ts";
import type { SqlDatabase } from "../adapters/browser/duckdb-contract.ts";
import { InputError } from "../pipeline/errors.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import type { FeatureHistograms, HistogramRequest, QueryableTable, QueryResult } from "./tables-contract.ts";
import { featureHistograms } from "./tables-histograms.ts";
import { labelledParts } from "./tables-labelled-parts.ts";
import { readTableRecords, tableSources, type TableRecords, type TableSource } from "./tables-sources.ts";
import { everyNth } from "./tables-thinning.ts";

export interface TablesPorts {
  workspace(): Promise<Workspace>;
  /** Asked for when the first query comes, and again where that failed. */
  database(): Promise<SqlDatabase>;
  /** A stopwatch. */
  nowMs(): number;
}

/** More rows of a table than this are thinned on their way into the query engine: it lives in memory. */
const mostRows = 2_000_000;
/** Rows of a result that are handed out at most. */
const resultRows = 1000;

/**
 * Tables of the workspace to ask and to draw. The query engine is a cache: filled from the truth, table by table, when a query
 * names one, and again when the records behind a table have changed.
 */
export class TablesService {
  readonly #ports: TablesPorts;
  readonly #mostRows: number;
  #database: Promise<SqlDatabase> | undefined;
  /** Fingerprints of what is in the database; undefined for a table that is there in part. */
  readonly #loaded = new Map<string, string | undefined>();
  readonly #histograms = new Map<string, Promise<FeatureHistograms>>();
  /** What the histograms are counted from; another pass begins when it changes. */
  #counted = { from: "", passes: new AbortController() };
  #running: AbortController | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: TablesPorts, limits: { readonly mostRows?: number } = {}) {
    this.#ports = ports;
    this.#mostRows = limits.mostRows ?? mostRows;
  }

  async tables(): Promise<QueryableTable[]> {
    const { sources } = await this.#sources();
    return sources.map((source) => ({
      name: source.name,
      about: source.about,
      rows: source.rows,
      every: this.#everyOf(source),
      columns: source.columns.map(([name, type, about]) => ({
        name,
        type,
        ...(about === undefined ? {} : { about }),
      })),
    }));
  }

  /**
   * Answers one query at a time with at most 1,000 rows; a new query cancels the one that runs.
   * @throws InputError `sql-empty`, `sql-failed`, `sql-extension`; JobError `sql-unavailable`; AbortError after `cancel`
   */
  async query(sql: string): Promise<QueryResult> {
    if (sql.trim() === "") throw new InputError("sql-empty", "there is no query yet");
    this.cancel();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    const answer = this.#turn.then(async (): Promise<QueryResult> => {
      signal.throwIfAborted();
      const started = this.#ports.nowMs();
      this.#database ??= this.#ports.database();
      const database = await this.#database.catch((fault: unknown) => {
        this.#database = undefined;
        throw fault;
      });
      const { sources } = await this.#sources();
      await this.#dropOutdated(database, sources);
      const wanted = sources.filter(({ name }) => mentions(sql, name));
      for (const source of wanted) await this.#load(database, source, signal);
      const loadMs = this.#ports.nowMs() - started;
      const result = await database.query(sql, { limit: resultRows, signal });
      const thinned = wanted
        .map((source) => ({ table: source.name, every: this.#everyOf(source) }))
        .filter(({ every }) => every > 1);
      return { ...result, thinned, loadMs };
    });
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  /** Stops the query that runs, if one does. */
  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  /**
   * By class, in one pass for all features; kept until the records change, which also breaks off a pass that is under way.
   * @throws InputError `no-features`, `bins-out-of-range`; AbortError
   */
  async histograms(request: HistogramRequest = {}): Promise<FeatureHistograms> {
    const { workspace, records } = await this.#sources();
    const { featureSet, labelSet } = records;
    if (!featureSet)
      throw new InputError("no-features", "this workspace has no features yet", {
        advice: "Compute them first.",
      });
    const from = `${featureSet.id} ${labelSet?.id ?? ""}`;
    if (from !== this.#counted.from) {
      this.#counted.passes.abort();
      this.#counted = { from, passes: new AbortController() };
      this.#histograms.clear();
    }
    const key = JSON.stringify([request.features ?? "all", request.bins ?? ""]);
    let histograms = this.#histograms.get(key);
    if (!histograms) {
      histograms = featureHistograms(
        {
          rows: featureSet.tables.reduce((sum, { rows }) => sum + rows, 0),
          verticalUnit: unitOf(featureSet.window),
          frequencyStep: frequencyStep(
            featureSet.window.lengthSamples,
            featureSet.window.intervalMicroseconds,
            unitOf(featureSet.window),
          ),
          classes: labelSet?.classes ?? [],
          parts: () => labelledParts(workspace, featureSet, labelSet),
        },
        request,
        this.#counted.passes.signal,
      );
      const own = histograms;
      this.#histograms.set(key, own);
      own.catch(() => {
        if (this.#histograms.get(key) === own) this.#histograms.delete(key);
      });
    }
    return histograms;
  }

  async #sources(): Promise<{ workspace: Workspace; records: TableRecords; sources: TableSource[] }> {
    const workspace = await this.#ports.workspace();
    const records = await readTableRecords(workspace);
    return { workspace, records, sources: tableSources(workspace, records) };
  }

  #everyOf({ rows }: TableSource): number {
    return Math.max(1, Math.ceil(rows / this.#mostRows));
  }

  /** What was deleted or replaced is answered no more, not even to a view that a query has made. */
  async #dropOutdated(database: SqlDatabase, sources: readonly TableSource[]): Promise<void> {
    for (const [name, fingerprint] of this.#loaded) {
      if (sources.some((source) => source.name === name && source.fingerprint === fingerprint)) continue;
      await database.dropTable(name);
      this.#loaded.delete(name);
    }
  }

  async #load(database: SqlDatabase, source: TableSource, signal: AbortSignal): Promise<void> {
    const { name, fingerprint } = source;
    if (this.#loaded.get(name) === fingerprint) return;
    this.#loaded.set(name, undefined);
    for await (const rows of everyNth(source.parts(), this.#everyOf(source))) {
      signal.throwIfAborted();
      await database.append(name, rows);
    }
    this.#loaded.set(name, fingerprint);
  }
}

/** A query may name a table, or ask for all of them (SHOW TABLES, information_schema). */
function mentions(sql: string, table: string): boolean {
  return new RegExp(`\\b(${table}|show|information_schema|duckdb_\\w+)\\b`, "i").test(sql);
}
