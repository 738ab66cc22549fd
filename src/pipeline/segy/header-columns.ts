import type { TraceHeaderColumns } from "./contract.ts";

/** Columns of zeros for so many traces. */
export const emptyColumns = (count: number): TraceHeaderColumns => ({
  count,
  inline: new Int32Array(count),
  crossline: new Int32Array(count),
  cdpX: new Float64Array(count),
  cdpY: new Float64Array(count),
  cdp: new Int32Array(count),
  offset: new Int32Array(count),
});

/** Copies the columns of some traces to where they belong in those of more. */
export function setColumns(into: TraceHeaderColumns, part: TraceHeaderColumns, at: number): void {
  into.inline.set(part.inline, at);
  into.crossline.set(part.crossline, at);
  into.cdpX.set(part.cdpX, at);
  into.cdpY.set(part.cdpY, at);
  into.cdp.set(part.cdp, at);
  into.offset.set(part.offset, at);
}
