/** A column on its way into SQL. Missing values become NULL. */
export type SqlColumn =
  | {
      readonly name: string;
      readonly type: "int32";
      readonly values: Int32Array;
      /** The number that means "missing", where there is one. */
      readonly missing?: number;
    }
  | { readonly name: string; readonly type: "float"; /** NaN is missing. */ readonly values: Float32Array }
  | { readonly name: string; readonly type: "double"; /** NaN is missing. */ readonly values: Float64Array }
  | {
      /** Text of few different values; no code (−1) is missing. */
      readonly name: string;
      readonly type: "text";
      readonly codes: Int32Array;
      readonly categories: readonly string[];
    };

export interface SqlRows {
  readonly rows: number;
  readonly columns: readonly SqlColumn[];
}

export type SqlCell = string | number | boolean | null;
/** How a result's column reads: what to sort and align by. */
export type SqlType = "number" | "text" | "boolean" | "time" | "other";

export interface SqlResult {
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[];
  readonly rows: readonly (readonly SqlCell[])[];
  /** True where the query had more rows than were asked for. */
  readonly truncated: boolean;
  readonly elapsedMs: number;
}

/** A query engine over tables that are handed in; it reaches neither files nor the network. */
export interface SqlDatabase {
  /** Makes the table where it is not there, with the columns of these rows (there may be none), and appends them. */
  append(table: string, rows: SqlRows): Promise<void>;
  dropTable(table: string): Promise<void>;
  /** @throws InputError `sql-failed` (the engine's own words), `sql-extension`; the signal's reason */
  query(sql: string, options: { readonly limit: number; readonly signal?: AbortSignal }): Promise<SqlResult>;
  close(): Promise<void>;
}
