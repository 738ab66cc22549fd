import { frequencyStep } from "../quantities/units.ts";
import { unitOf } from "../pipeline/features/contract.ts";
import type { SqlDatabase } from "../adapters/browser/duckdb-contract.ts";
import { InputError } from "../pipeline/errors.ts";
import type { OpenedSource } from "../pipeline/steps/context.ts";
import type { Workspace } from "../pipeline/workspace/contract.ts";
import { resultFile, type ResultFormat } from "./result-files.ts";
import { columnsNamed } from "./tables-columns.ts";
import type {
  FeatureHistograms,
  HistogramRequest,
  QueryableTable,
  QueryResult,
  SavedResult,
  TableScope,
} from "./tables-contract.ts";
import { HeaderTables } from "./tables-headers.ts";
import { featureHistograms } from "./tables-histograms.ts";
import { TablesInspector } from "./tables-inspector.ts";
import { labelledParts } from "./tables-labelled-parts.ts";
import { readTableRecords, tableSources, type TableRecords, type TableSource } from "./tables-sources.ts";
import { everyNth } from "./tables-thinning.ts";

export interface TablesPorts {
  workspace(): Promise<Workspace>;
  /** Opens a person's file; without it there is no table of trace headers. */
  openSource?(location: string): Promise<OpenedSource>;
  /** Asked for when the first query comes, and again where that failed. */
  database(): Promise<SqlDatabase>;
  /** A stopwatch. */
  nowMs(): number;
}

/** More rows of a table than this are thinned on their way into the query engine: it lives in memory. */
const mostRows = 2_000_000;
/** Columns that so many rows may have; of wider tables fewer rows fit. */
const usualColumns = 40;
/** Rows of a result that are handed out at most. */
const resultRows = 1000;
/** Rows of a result that are saved at most: they are in memory once. */
const savedRows = 500_000;

/** What is in the database of a table; without a fingerprint it is there in part. */
interface Loaded {
  readonly fingerprint?: string;
  /** Of a wide table. */
  readonly columns?: readonly string[];
}

/**
 * Tables of the workspace to ask and to draw. The query engine is a cache: filled from the truth, table by table, when a query
 * names one, and again when the records behind a table have changed.
 */
export class TablesService {
  readonly inspector: TablesInspector;
  readonly #ports: TablesPorts;
  readonly #mostRows: number;
  #database: Promise<SqlDatabase> | undefined;
  readonly #loaded = new Map<string, Loaded>();
  readonly #headers: HeaderTables | undefined;
  readonly #histograms = new Map<string, Promise<FeatureHistograms>>();
  /** What the histograms are counted from; another pass begins when it changes. */
  #counted = { from: "", passes: new AbortController() };
  #running: AbortController | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: TablesPorts, limits: { readonly mostRows?: number } = {}) {
    this.inspector = new TablesInspector(ports);
    this.#ports = ports;
    this.#mostRows = limits.mostRows ?? mostRows;
    if (ports.openSource) this.#headers = new HeaderTables((location) => ports.openSource!(location));
  }

  /** Without the table `headers` where the survey's file is not at hand. */
  async tables(scope: TableScope = {}): Promise<QueryableTable[]> {
    const { workspace, sources } = await this.#sources();
    const headers = await this.#headersOf(workspace, scope).catch(() => undefined);
    return [...(headers ? [headers] : []), ...sources].map((source) => ({
      name: source.name,
      about: source.about,
      rows: source.rows,
      // Of a wide table a query takes some columns; what it then does without is said with its result.
      every: source.isWide ? 1 : this.#everyOf(source),
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
  query(sql: string, scope: TableScope = {}): Promise<QueryResult> {
    return this.#query(sql, scope, resultRows);
  }

  /** As `query`, with up to 500,000 rows as a file. Missing numbers are empty in CSV and NaN in Parquet. */
  async save(sql: string, format: ResultFormat, scope: TableScope = {}): Promise<SavedResult> {
    const result = await this.#query(sql, scope, savedRows);
    const type = format === "csv" ? "text/csv" : "application/vnd.apache.parquet";
    const blob = new Blob(resultFile(result, format), { type });
    return { blob, rows: result.rows.length, truncated: result.truncated };
  }

  async #query(sql: string, scope: TableScope, limit: number): Promise<QueryResult> {
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
      const { workspace, sources } = await this.#sources();
      const headers = mentions(sql, "headers", false) ? await this.#headersOf(workspace, scope) : undefined;
      const all = headers ? [headers, ...sources] : sources;
      await this.#dropOutdated(database, all);
      const wanted = all.filter(({ name, isWide }) => mentions(sql, name, !isWide));
      for (const source of wanted) await this.#load(database, source, sql, signal);
      const loadMs = this.#ports.nowMs() - started;
      const result = await database.query(sql, { limit, signal });
      const thinned = wanted
        .map((source) => ({
          table: source.name,
          every: this.#everyOf(source, this.#loaded.get(source.name)?.columns),
        }))
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

  async #headersOf(workspace: Workspace, { headersOf }: TableScope): Promise<TableSource | undefined> {
    return headersOf === undefined ? undefined : this.#headers?.sourceOf(workspace, headersOf);
  }

  #everyOf({ rows, isWide, columns: all }: TableSource, columns?: readonly string[]): number {
    const share = isWide ? (columns ?? all).length / usualColumns : 1;
    return Math.max(1, Math.ceil((rows * share) / this.#mostRows));
  }

  /** What was deleted or replaced is answered no more, not even to a view that a query has made. */
  async #dropOutdated(database: SqlDatabase, sources: readonly TableSource[]): Promise<void> {
    for (const [name, { fingerprint }] of this.#loaded) {
      if (sources.some((source) => source.name === name && source.fingerprint === fingerprint)) continue;
      await database.dropTable(name);
      this.#loaded.delete(name);
    }
  }

  async #load(database: SqlDatabase, source: TableSource, sql: string, signal: AbortSignal): Promise<void> {
    const { name, fingerprint } = source;
    const before = this.#loaded.get(name);
    const named =
      source.isWide &&
      columnsNamed(
        sql,
        source.columns.map(([column]) => column),
      );
    const there = new Set(before?.columns);
    if (before?.fingerprint === fingerprint && (!named || named.every((column) => there.has(column)))) return;
    // In the order of the table, whichever came first.
    const columns = named
      ? source.columns.map(([column]) => column).filter((c) => there.has(c) || named.includes(c))
      : undefined;
    if (before) await database.dropTable(name);
    this.#loaded.set(name, {});
    for await (const rows of everyNth(source.parts(columns), this.#everyOf(source, columns))) {
      signal.throwIfAborted();
      await database.append(name, rows);
    }
    this.#loaded.set(name, { fingerprint, ...(columns ? { columns } : {}) });
  }
}

/** A query may name a table, or ask for all of them (SHOW TABLES, information_schema): a large one comes by its name only. */
function mentions(sql: string, table: string, orAll: boolean): boolean {
  return new RegExp(`\\b(${table}${orAll ? "|show|information_schema|duckdb_\\w+" : ""})\\b`, "i").test(sql);
}
