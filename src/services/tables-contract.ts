import type { SqlResult, SqlType } from "../adapters/browser/duckdb-contract.ts";
import type { FeatureName } from "../pipeline/features/feature-names.ts";

/** What can be asked in SQL, known without loading it. */
export interface QueryableTable {
  readonly name: string;
  /** In words: what a row is and where it comes from. */
  readonly about: string;
  /** Of the whole table. */
  readonly rows: number;
  /** Every n-th row goes into the query engine; 1 for all. */
  readonly every: number;
  readonly columns: readonly { readonly name: string; readonly type: SqlType; readonly about?: string }[];
}

/** Which tables there are beside those of the workspace's records. */
export interface TableScope {
  /** The survey whose trace headers are the table `headers`. */
  readonly headersOf?: string;
}

/** A query's result as the person keeps it. */
export interface SavedResult {
  readonly blob: Blob;
  readonly rows: number;
  /** True where the query gives more rows than are saved. */
  readonly truncated: boolean;
}

export interface QueryResult extends SqlResult {
  /** Tables of this query that hold only every n-th row. */
  readonly thinned: readonly { readonly table: string; readonly every: number }[];
  /** What loading tables took before the query, ms. */
  readonly loadMs: number;
}

/** One feature's values by class. Counts are of every row, not of a sample. */
export interface FeatureHistogram {
  readonly feature: FeatureName;
  /** As on an axis: "Hz", "amplitude" … */
  readonly unit: string;
  /**
   * Ascending, one more than bins: equal widths between the 0.5 % and the 99.5 % quantile of all rows. Fewer bins than asked
   * for where values come in steps.
   */
  readonly edges: Float64Array;
  /** `[classes][bins]`, in the order of `FeatureHistograms.classes`. */
  readonly counts: readonly Float64Array[];
  /** Finite values outside the edges, `[classes]`. */
  readonly below: Float64Array;
  readonly above: Float64Array;
}

export interface FeatureHistograms {
  /** Class names of the newest labels, and `null` last for windows without a label where there are any. */
  readonly classes: readonly (string | null)[];
  /** Rows by class, those without a finite value included. */
  readonly rows: Float64Array;
  /** Windows that hold NaN or infinite samples, in no count below. */
  readonly nonFinite: number;
  readonly histograms: readonly FeatureHistogram[];
}

export interface HistogramRequest {
  /** All eight where it is left out. */
  readonly features?: readonly FeatureName[];
  /** 1 to 500; 60 where it is left out. */
  readonly bins?: number;
}
