import type { Schema } from "apache-arrow";
import { InputError } from "../../pipeline/errors.ts";
import { arrowStream, cellOf, typeOf } from "./duckdb-arrow.ts";
import type { SqlCell, SqlDatabase, SqlResult, SqlRows } from "./duckdb-contract.ts";

type Eventually<T> = T | Promise<T>;

interface Batch {
  readonly numRows: number;
  getChildAt(column: number): { get(row: number): unknown } | null;
}
interface Opened {
  readonly schema: Schema;
  open(): Eventually<unknown>;
}
type BatchReader = Opened & (AsyncIterable<Batch> | Iterable<Batch>);

/** A connection of DuckDB-WASM: that of the browser answers later, that of Node at once. */
export interface DuckDbConnection {
  query(sql: string): Eventually<unknown>;
  send(sql: string, streaming?: boolean): Promise<BatchReader>;
  cancelSent(): Eventually<boolean>;
  insertArrowFromIPCStream(
    bytes: Uint8Array,
    options: { readonly name: string; readonly create: boolean },
  ): Eventually<void>;
}

/**
 * Only the core functions are linked in: Parquet, JSON and time zones would be fetched from the network, and one failed fetch
 * leaves a connection unusable. All ways out are closed, and then the switches themselves.
 */
const lockDown = [
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET enable_external_access = false",
  "SET lock_configuration = true",
];

const extensionAdvice =
  "Everything here works on the tables beside the editor, offline; reading files and extensions (Parquet, JSON, HTTP …) is off.";

/** DuckDB as a cache of tables in memory, behind closed doors. */
export class DuckDbDatabase implements SqlDatabase {
  readonly #connection: DuckDbConnection;
  readonly #nowMs: () => number;
  readonly #end: () => Eventually<void>;
  readonly #tables = new Set<string>();

  private constructor(connection: DuckDbConnection, nowMs: () => number, end: () => Eventually<void>) {
    this.#connection = connection;
    this.#nowMs = nowMs;
    this.#end = end;
  }

  /**
   * @param nowMs a stopwatch
   * @param end called by `close`
   */
  static async open(
    connection: DuckDbConnection,
    nowMs: () => number,
    end: () => Eventually<void>,
  ): Promise<DuckDbDatabase> {
    for (const statement of lockDown) await connection.query(statement);
    return new DuckDbDatabase(connection, nowMs, end);
  }

  async append(table: string, rows: SqlRows): Promise<void> {
    const create = !this.#tables.has(table);
    await this.#connection.insertArrowFromIPCStream(arrowStream(rows), { name: table, create });
    this.#tables.add(table);
  }

  async dropTable(table: string): Promise<void> {
    await this.#connection.query(`DROP TABLE IF EXISTS ${identifier(table)}`);
    this.#tables.delete(table);
  }

  async query(
    sql: string,
    { limit, signal }: { readonly limit: number; readonly signal?: AbortSignal },
  ): Promise<SqlResult> {
    if (/^\s*(load|(force\s+)?install)\b/im.test(sql))
      throw new InputError("sql-extension", "this database takes no extensions", { advice: extensionAdvice });
    signal?.throwIfAborted();
    const cancel = (): void => void this.#connection.cancelSent();
    signal?.addEventListener("abort", cancel, { once: true });
    const started = this.#nowMs();
    try {
      const reader = await this.#connection.send(sql, true);
      const result = await this.#read(reader, limit, signal);
      return { ...result, elapsedMs: this.#nowMs() - started };
    } catch (error) {
      signal?.throwIfAborted();
      throw plainFault(error);
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  async #read(
    reader: BatchReader,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<Omit<SqlResult, "elapsedMs">> {
    await reader.open();
    // A reader that has come to its end knows its schema no more.
    const columns = reader.schema.fields.map((field) => ({
      name: field.name,
      type: typeOf(field.type as Parameters<typeof typeOf>[0]),
    }));
    const rows: SqlCell[][] = [];
    let truncated = false;
    for await (const batch of reader) {
      signal?.throwIfAborted();
      const take = Math.min(batch.numRows, limit - rows.length);
      const cells = columns.map(({ type }, at) => ({ type, vector: batch.getChildAt(at) }));
      for (let row = 0; row < take; row++)
        rows.push(cells.map(({ type, vector }) => cellOf(vector?.get(row), type)));
      if (take < batch.numRows) {
        truncated = true;
        await this.#connection.cancelSent();
        break;
      }
    }
    return { columns, rows, truncated };
  }

  async close(): Promise<void> {
    await this.#end();
  }
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** DuckDB names the mistake and often the right name; what it calls its kinds of error is left out. */
function plainFault(cause: unknown): InputError {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (
    /extension|https?:|file system operations are disabled|external access|configuration has been locked/i.test(
      text,
    )
  )
    return new InputError("sql-extension", "this database reads its own tables only", {
      cause,
      advice: extensionAdvice,
    });
  const words = text.replace(/^(Error: )?(Invalid Input|[A-Z][A-Za-z]*) Error: /, "").trim();
  return new InputError("sql-failed", words || "the query failed", {
    cause,
    advice: "The names of tables and columns stand beside the editor.",
  });
}
