import { InputError } from "../errors.ts";
import type { Strokes } from "./contract.ts";

/** Strokes as traces in order, each once, with disjoint spans in order. */
export interface StrokedTraces {
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** Spans of trace t: `firstSpan[t] … firstSpan[t + 1] − 1`. */
  readonly firstSpan: Int32Array;
  /** As stored, in float32. */
  readonly startMs: Float32Array;
  readonly endMs: Float32Array;
}

/**
 * Sorts strokes by trace and time, and joins those that overlap or touch. Spans that float32 makes empty are left out.
 * @throws InputError `label-edit-invalid` where columns differ in length, or a span is no span
 */
export function normaliseStrokes({ inline, crossline, startMs, endMs }: Strokes): StrokedTraces {
  const count = inline.length;
  if (crossline.length !== count || startMs.length !== count || endMs.length !== count)
    throw invalid("its columns differ in length");
  const wrong = startMs.findIndex((start, i) => !(Number.isFinite(start) && endMs[i]! > start));
  if (wrong >= 0)
    throw invalid(
      `inline ${inline[wrong]!}, crossline ${crossline[wrong]!} from ${startMs[wrong]!} to ${endMs[wrong]!} is no interval`,
    );
  const order = Int32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => inline[a]! - inline[b]! || crossline[a]! - crossline[b]! || startMs[a]! - startMs[b]! || a - b,
  );
  const traces = { inline: [] as number[], crossline: [] as number[], firstSpan: [] as number[] };
  const spans = { startMs: [] as number[], endMs: [] as number[] };
  for (const at of order) {
    const start = Math.fround(startMs[at]!);
    const end = Math.fround(endMs[at]!);
    if (end <= start) continue;
    const isSameTrace = traces.inline.at(-1) === inline[at] && traces.crossline.at(-1) === crossline[at];
    if (!isSameTrace) {
      traces.inline.push(inline[at]!);
      traces.crossline.push(crossline[at]!);
      traces.firstSpan.push(spans.startMs.length);
    } else if (start <= spans.endMs.at(-1)!) {
      spans.endMs[spans.endMs.length - 1] = Math.max(spans.endMs.at(-1)!, end);
      continue;
    }
    spans.startMs.push(start);
    spans.endMs.push(end);
  }
  traces.firstSpan.push(spans.startMs.length);
  return {
    inline: Int32Array.from(traces.inline),
    crossline: Int32Array.from(traces.crossline),
    firstSpan: Int32Array.from(traces.firstSpan),
    startMs: Float32Array.from(spans.startMs),
    endMs: Float32Array.from(spans.endMs),
  };
}

function invalid(what: string): InputError {
  return new InputError("label-edit-invalid", `the labels cannot be edited so: ${what}`, {
    advice: "An interval ends after it starts, in the vertical unit of the survey.",
  });
}
