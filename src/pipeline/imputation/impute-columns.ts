import { Nearest, NearestSearch } from "./nearest-search.ts";

/** A column of numbers, some of which are not there. */
export interface GappyColumn {
  readonly values: ArrayLike<number>;
  /** 1 where the value is missing. */
  readonly missing: Uint8Array;
}

/** Values found for the gaps of one column. */
export interface ImputedColumn {
  readonly rows: Int32Array;
  /** Mean of the neighbours' values. */
  readonly values: Float64Array;
  /** Nearest first. */
  readonly neighbours: readonly (readonly number[])[];
  /** nan-Euclidean; undefined where a row has no header at all, and its neighbours are those in the file. */
  readonly distances: readonly (readonly number[] | undefined)[];
}

const bitsOf = (mask: number): number[] => {
  const bits: number[] = [];
  for (let bit = 0; 1 << bit <= mask; bit++) if (mask & (1 << bit)) bits.push(bit);
  return bits;
};

/** Rows by which columns they have: a handful of patterns, however many rows. */
class Patterns {
  readonly masks: Uint32Array;
  private readonly members = new Map<number, Int32Array>();
  private readonly searches = new Map<string, NearestSearch>();

  constructor(
    private readonly columns: readonly GappyColumn[],
    readonly rows: number,
  ) {
    this.masks = new Uint32Array(rows);
    const counts = new Map<number, number>();
    for (let row = 0; row < rows; row++) {
      let mask = 0;
      for (let column = 0; column < columns.length; column++)
        if (columns[column]!.missing[row] === 0) mask |= 1 << column;
      this.masks[row] = mask;
      counts.set(mask, (counts.get(mask) ?? 0) + 1);
    }
    for (const [mask, count] of counts) {
      const members = new Int32Array(count);
      let at = 0;
      for (let row = 0; row < rows; row++) if (this.masks[row] === mask) members[at++] = row;
      this.members.set(mask, members);
    }
  }

  get known(): number[] {
    return [...this.members.keys()];
  }

  /** Patterns that have all columns of `own`, where they have enough rows; else all patterns given. */
  withAllOf(own: number, among: readonly number[], least: number): readonly number[] {
    const whole = among.filter((pattern) => (pattern & own) === own);
    const rows = whole.reduce((sum, pattern) => sum + this.members.get(pattern)!.length, 0);
    return own !== 0 && rows >= least ? whole : among;
  }

  /** Rows of one pattern over some of the columns that they have; the tree is made when it is first asked for. */
  search(pattern: number, over: number): NearestSearch {
    const key = `${pattern} ${over}`;
    let search = this.searches.get(key);
    if (!search) {
      const axes = bitsOf(over).map((column) => this.columns[column]!.values);
      search = new NearestSearch(axes, this.members.get(pattern)!);
      this.searches.set(key, search);
    }
    return search;
  }
}

/**
 * KNN imputation as scikit-learn's `KNNImputer` (weights "uniform", metric "nan_euclidean"): a missing value becomes the mean
 * over the k nearest rows that have it; the distance of two rows is over the columns that both have, its square times all
 * columns / columns that both have. Exact: for each pattern of present columns one k-d tree, so n log n rather than n².
 *
 * Two things that KNNImputer leaves open: of rows as near, those nearer in the file come first; and a row that shares no column
 * with anyone takes its nearest in the file (KNNImputer: the column's mean, which would be a place in the middle of nowhere).
 * A column that nobody has stays missing.
 * @param targets rows whose gaps are wanted; all rows can be neighbours
 * @param share "any": as KNNImputer, whoever has the value is a neighbour. "all": only who has every column that the row has,
 * where there are k such; a row that lacks most looks near to everyone by what little it has
 */
export function imputeColumns(
  columns: readonly GappyColumn[],
  rows: number,
  targets: Int32Array,
  { neighbours, share }: { readonly neighbours: number; readonly share: "any" | "all" },
): ImputedColumn[] {
  const patterns = new Patterns(columns, rows);
  return columns.map(({ values, missing }, column) => {
    const found: { row: number; nearest: Nearest; byPlace: boolean }[] = [];
    const donors = patterns.known.filter((mask) => mask & (1 << column));
    for (const row of targets) {
      if (missing[row] === 0 || donors.length === 0) continue;
      const own = patterns.masks[row]!;
      const nearest = new Nearest(neighbours);
      const near = share === "all" ? patterns.withAllOf(own, donors, neighbours) : donors;
      for (const pattern of near) {
        const over = bitsOf(pattern & own);
        if (over.length === 0) continue;
        const point = over.map((other) => columns[other]!.values[row]!);
        patterns.search(pattern, pattern & own).search(point, row, columns.length / over.length, nearest);
      }
      const byPlace = nearest.members.length === 0;
      if (byPlace) for (const pattern of donors) patterns.search(pattern, 0).search([], row, 1, nearest);
      found.push({ row, nearest, byPlace });
    }
    return {
      rows: Int32Array.from(found, ({ row }) => row),
      values: Float64Array.from(
        found,
        ({ nearest: { members } }) =>
          members.reduce((sum, member) => sum + values[member]!, 0) / members.length,
      ),
      neighbours: found.map(({ nearest }) => nearest.members),
      distances: found.map(({ nearest, byPlace }) =>
        byPlace ? undefined : nearest.distances.map(Math.sqrt),
      ),
    };
  });
}
