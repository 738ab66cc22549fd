import { imputeColumns, type ImputedColumn } from "./impute-columns.ts";
import { findMissingHeaders, type PositionColumns } from "./missing-headers.ts";

export type ImputedHeader = "inline" | "crossline" | "cdp_x" | "cdp_y";

/** One header of one trace that was made up from others. */
export interface ImputedValue {
  readonly trace: number;
  readonly header: ImputedHeader;
  readonly value: number;
  readonly neighbours: readonly number[];
  /** Undefined: neighbours in the file, since the trace had no header to measure by. */
  readonly distances: readonly number[] | undefined;
}

/** A line number is whole: the mean rounded, and half-way the nearest trace's side. */
function wholeLine(mean: number, nearest: number): number {
  const below = Math.floor(mean);
  if (mean - below !== 0.5) return Math.round(mean);
  return nearest <= below ? below : below + 1;
}

/**
 * Fills the line numbers and coordinates that traces lack, from the k traces nearest over the headers that are present
 * (`imputeColumns`; inline, crossline, X and Y as they are, unscaled; only traces count that have all that the trace has). A header that no trace has stays as it is.
 * @param targets traces that are wanted; all traces can be neighbours
 */
export function imputeHeaders(places: PositionColumns, targets: Int32Array, neighbours = 2): ImputedValue[] {
  const missing = findMissingHeaders(places);
  const columns: readonly (readonly [ImputedHeader, ArrayLike<number>, Uint8Array])[] = [
    ["inline", places.inline, missing.inline],
    ["crossline", places.crossline, missing.crossline],
    ["cdp_x", places.cdpX, missing.coordinates],
    ["cdp_y", places.cdpY, missing.coordinates],
  ];
  // A header that nobody has is no axis either: the distance is over those that the file has.
  const present = columns.filter(([, , gaps]) => gaps.includes(0));
  if (!present.some(([, , gaps]) => gaps.includes(1))) return [];
  const imputed: ImputedColumn[] = imputeColumns(
    present.map(([, values, gaps]) => ({ values, missing: gaps })),
    places.count,
    targets,
    { neighbours, share: "all" },
  );
  return imputed
    .flatMap((column, i) => {
      const [header, values] = present[i]!;
      const isLine = header === "inline" || header === "crossline";
      return Array.from(column.rows, (trace, place): ImputedValue => {
        const near = column.neighbours[place]!;
        const mean = column.values[place]!;
        return {
          trace,
          header,
          value: isLine ? wholeLine(mean, values[near[0]!]!) : mean,
          neighbours: near,
          distances: column.distances[place],
        };
      });
    })
    .sort((a, b) => a.trace - b.trace);
}
