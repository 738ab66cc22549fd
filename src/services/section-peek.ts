import type { SegyFile, TraceHeaderColumns } from "../pipeline/segy/contract.ts";
import type { Float32Matrix } from "../quantities/matrix.ts";
import type { LineTraces } from "./line-runs.ts";
import type { SectionAxis, SectionLine } from "./section-contract.ts";
import { pickPositions, type PositionColumns } from "./section-held.ts";
import { readTracesInOrder } from "./section-read.ts";
import { strideFor } from "./section-traces.ts";

/** A first look shows so many traces at most. */
const mostPeekTraces = 2000;

/** Positions of the first traces of a file: one more than is shown, to see whether the line goes on. */
const firstPositions = (segy: SegyFile, signal?: AbortSignal): Promise<TraceHeaderColumns> =>
  segy.readHeaders(0, Math.min(segy.layout.traces, mostPeekTraces + 1), signal);

/** The first line of a file: how many of its first traces, along which line, counted by what. */
interface FirstLine {
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

/** Traces of a file, read for a look at them. */
interface LookedAt {
  readonly axis: SectionAxis;
  readonly line?: SectionLine;
  readonly first: number;
  readonly stride: number;
  readonly lineTraces: number;
  readonly traceIndex: Int32Array;
  readonly positions: PositionColumns;
  readonly samples: Float32Matrix;
  readonly truncated: boolean;
}

/** The first line of a file. */
export async function firstLineOf(segy: SegyFile, signal?: AbortSignal): Promise<LookedAt> {
  const ofFile = await firstPositions(segy, signal);
  const { traces, ...found } = firstLine(ofFile);
  const traceIndex = Int32Array.from({ length: traces }, (_, trace) => trace);
  return {
    ...found,
    first: 0,
    stride: 1,
    lineTraces: traces,
    traceIndex,
    positions: pickPositions(ofFile, traceIndex),
    samples: await segy.readSamples(0, traces, signal),
  };
}

/** A line whose traces are known, thinned where they are too many for one section. */
export async function chosenLine(
  segy: SegyFile,
  { line, traceIndex: all, inline, crossline }: LineTraces,
  signal?: AbortSignal,
): Promise<LookedAt> {
  const stride = strideFor(all.length, segy.layout.samplesPerTrace);
  const thinned = (values: Int32Array): Int32Array => values.filter((_, place) => place % stride === 0);
  const traceIndex = thinned(all);
  return {
    axis: line.axis === "inline" ? "crossline" : "inline",
    line,
    first: 0,
    stride,
    lineTraces: all.length,
    traceIndex,
    positions: {
      inline: thinned(inline),
      crossline: thinned(crossline),
      // Headers all over the file would have to be read for them; a look does without.
      cdpX: new Float64Array(traceIndex.length),
      cdpY: new Float64Array(traceIndex.length),
    },
    samples: await readTracesInOrder(segy, traceIndex, signal),
    truncated: false,
  };
}
