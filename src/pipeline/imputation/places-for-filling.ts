import type { ImputedValue } from "./impute-headers.ts";
import { findMissingHeaders, type PositionColumns } from "./missing-headers.ts";

/** Where traces lie for the search of neighbours: X and Y where the file has them, else line numbers; imputed ones where known. */
export interface PlacesForFilling {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** 1 where a trace has no place. */
  readonly placeless: Uint8Array;
}

export function placesForFilling(
  columns: PositionColumns,
  imputed: readonly ImputedValue[],
): PlacesForFilling {
  const { count } = columns;
  const missing = findMissingHeaders(columns);
  const byCoordinates = missing.coordinates.includes(0);
  const [xName, yName] = byCoordinates ? (["cdp_x", "cdp_y"] as const) : (["crossline", "inline"] as const);
  const x = Float64Array.from(byCoordinates ? columns.cdpX : columns.crossline);
  const y = Float64Array.from(byCoordinates ? columns.cdpY : columns.inline);
  // A line number that no trace has is the same everywhere and keeps nobody from having a place.
  const isGap = (gaps: Uint8Array): ((trace: number) => boolean) =>
    gaps.includes(0) ? (trace) => gaps[trace] === 1 : () => false;
  const gapsOf = byCoordinates
    ? [isGap(missing.coordinates)]
    : [isGap(missing.inline), isGap(missing.crossline)];
  const hasNoLines = !byCoordinates && !missing.inline.includes(0) && !missing.crossline.includes(0);
  // Without any position the place in the file is all there is.
  if (hasNoLines) for (let trace = 0; trace < count; trace++) x[trace] = trace;
  const placeless = new Uint8Array(count);
  if (!hasNoLines)
    for (let trace = 0; trace < count; trace++) if (gapsOf.some((is) => is(trace))) placeless[trace] = 1;
  for (const { trace, header, value } of imputed) {
    if (header === xName) x[trace] = value;
    if (header === yName) y[trace] = value;
    if (header === xName || header === yName) placeless[trace] = 0;
  }
  return { count, x, y, placeless };
}
