import type { Geometry, LineBytes, NumberRange, SegyWarning, TraceHeaderColumns } from "./contract.ts";

/** A lattice less full than this probably comes from wrong byte positions. */
const sparseShare = 0.01;

function rangeOf(values: Int32Array): NumberRange & { readonly step: number } {
  const distinct = Int32Array.from(new Set(values)).sort();
  if (distinct.length === 0) return { min: 0, max: 0, count: 0, step: 1 };
  let step = 0;
  for (let i = 1; i < distinct.length; i++) step = greatestDivisor(step, distinct[i]! - distinct[i - 1]!);
  return { min: distinct[0]!, max: distinct.at(-1)!, count: distinct.length, step: step || 1 };
}

function greatestDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

function occupiedBins(
  { inline, crossline, count }: TraceHeaderColumns,
  crosslines: number,
): { bins: number; largest: number } {
  const traces = new Map<number, number>();
  // Numbers of 32 bits do not fit two to a key; their places among the distinct ones do.
  const places = new Map<number, number>();
  for (const value of crossline) if (!places.has(value)) places.set(value, places.size);
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const key = inline[i]! * crosslines + places.get(crossline[i]!)!;
    const here = (traces.get(key) ?? 0) + 1;
    traces.set(key, here);
    largest = Math.max(largest, here);
  }
  return { bins: traces.size, largest };
}

/** What the line numbers say: the lattice with its common steps, what is missing in it, what is there twice. */
export function describeGeometry(
  columns: TraceHeaderColumns,
  lineBytes: LineBytes,
): { readonly geometry: Geometry; readonly warnings: readonly SegyWarning[] } {
  const inlines = rangeOf(columns.inline);
  const crosslines = rangeOf(columns.crossline);
  const slots =
    ((inlines.max - inlines.min) / inlines.step + 1) *
    ((crosslines.max - crosslines.min) / crosslines.step + 1);
  const { bins, largest } = occupiedBins(columns, crosslines.count);
  const duplicates = columns.count - bins;
  const isBlank = inlines.count <= 1 && crosslines.count <= 1 && columns.count > 1;
  const warnings: SegyWarning[] = [];
  if (isBlank)
    warnings.push({
      code: "geometry-none",
      message: `bytes ${lineBytes.inline} and ${lineBytes.crossline} hold the same line numbers in every trace`,
    });
  else if (bins / slots < sparseShare)
    warnings.push({
      code: "geometry-sparse",
      message: `only ${bins} of ${slots} bins hold a trace: inline and crossline are probably at other bytes than ${lineBytes.inline} and ${lineBytes.crossline}`,
    });
  const isPrestack = bins > 0 && largest > 1 && columns.count / bins >= 2;
  const range = ({ min, max, count }: NumberRange): NumberRange => ({ min, max, count });
  return {
    warnings,
    geometry: {
      kind: columns.count === 0 ? "unknown" : isBlank ? "2d" : isPrestack ? "prestack" : "3d",
      inlineByte: lineBytes.inline,
      crosslineByte: lineBytes.crossline,
      inlines: range(inlines),
      crosslines: range(crosslines),
      missingBins: isBlank ? 0 : slots - bins,
      duplicateBins: isBlank ? 0 : duplicates,
    },
  };
}
