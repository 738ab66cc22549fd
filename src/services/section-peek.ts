import type { SegyFile, TraceHeaderColumns } from "../pipeline/segy/contract.ts";
import type { SectionAxis, SectionLine } from "./section-contract.ts";

/** A first look shows so many traces at most. */
export const mostPeekTraces = 2000;

/** Positions of the first traces of a file: one more than is shown, to see whether the line goes on. */
export const firstPositions = (segy: SegyFile, signal?: AbortSignal): Promise<TraceHeaderColumns> =>
  segy.readHeaders(0, Math.min(segy.layout.traces, mostPeekTraces + 1), signal);

/** The first line of a file: how many of its first traces, along which line, counted by what. */
export interface FirstLine {
  readonly traces: number;
  readonly axis: SectionAxis;
  readonly line?: SectionLine;
  /** Whether the line goes on beyond them. */
  readonly truncated: boolean;
}

function runLength(values: Int32Array): number {
  let run = 1;
  while (run < values.length && values[run] === values[0]) run++;
  return Math.min(run, values.length);
}

/**
 * Consecutive traces of one inline, or of one crossline: the longer of the two. Where neither number tells traces apart, or
 * both change with every trace, simply the first traces.
 */
export function firstLine({ count, inline, crossline }: TraceHeaderColumns): FirstLine {
  const limited = (run: number): { traces: number; truncated: boolean } => ({
    traces: Math.min(run, mostPeekTraces),
    truncated: run > mostPeekTraces,
  });
  const sameInline = runLength(inline);
  const sameCrossline = runLength(crossline);
  if (Math.max(sameInline, sameCrossline) <= 1 || sameInline === sameCrossline)
    return { axis: "trace", ...limited(count) };
  return sameInline > sameCrossline
    ? { axis: "crossline", line: { axis: "inline", number: inline[0]! }, ...limited(sameInline) }
    : { axis: "inline", line: { axis: "crossline", number: crossline[0]! }, ...limited(sameCrossline) };
}
