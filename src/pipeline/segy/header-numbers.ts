import type { HeaderSample } from "./header-sample.ts";
import { traceHeaderBytes } from "./trace-header.ts";

/** A 4-byte word of the trace headers, over the traces of a sample. */
export interface NumberColumn {
  readonly byte: number;
  readonly values: Int32Array;
  readonly distinct: number;
  readonly min: number;
  readonly max: number;
  /** The commonest difference between neighbours that differ; 0 where none do. */
  readonly step: number;
}

/** Words here are made of two fields, unless a program put its own number there. */
export const isOfHalves = (byte: number): boolean =>
  (byte >= 29 && byte < 37) || (byte >= 67 && byte < 73) || (byte >= 87 && byte < 181);

/** Calls back for each pair of neighbouring traces. */
export function forNeighbours(
  { count, starts }: HeaderSample,
  visit: (trace: number, before: number) => void,
): void {
  for (let i = 1; i < count; i++) if (!starts.has(i)) visit(i, i - 1);
}

/** The commonest key, and the smallest of equals. */
export function commonest(counts: ReadonlyMap<number, number>): number | undefined {
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}

export function numberColumn(sample: HeaderSample, byte: number): NumberColumn {
  const values = sample.word(byte);
  const steps = new Map<number, number>();
  forNeighbours(sample, (i, before) => {
    const step = values[i]! - values[before]!;
    if (step !== 0) steps.set(step, (steps.get(step) ?? 0) + 1);
  });
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) [min, max] = [Math.min(min, value), Math.max(max, value)];
  return { byte, values, distinct: new Set(values).size, min, max, step: commonest(steps) ?? 0 };
}

/** The words at every even offset of the header that may be numbers: not the same everywhere, not two fields in one. */
export function varyingColumns(sample: HeaderSample): NumberColumn[] {
  const columns: NumberColumn[] = [];
  for (let byte = 1; byte <= traceHeaderBytes - 3; byte += 2) {
    const column = numberColumn(sample, byte);
    // The upper half of one field and the lower of the next: multiples of 2^16.
    if (column.distinct > 1 && column.step % 65536 !== 0) columns.push(column);
  }
  return columns;
}

export const clampShare = (value: number): number => Math.max(0, Math.min(1, value));
export const roundShare = (value: number): number => Math.round(clampShare(value) * 1000) / 1000;
export const inPercent = (share: number): string => `${Math.round(100 * share)} %`;
