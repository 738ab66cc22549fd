import { spectrogram } from "../numerics/spectrogram.ts";
import { frequencyStep, type VerticalUnit } from "../quantities/units.ts";
import type { TraceSpectrogram } from "./section-contract.ts";

/** More values than this would keep a plot from being drawn at once: segments of longer traces follow each other less closely. */
const mostValues = 16_000;
/** A segment begins an eighth of its length after the one before, where that is not too many. */
const usualOverlap = 8;

/**
 * A trace's power over time and frequency. Segments lie wholly within the trace.
 * @param windowSamples of a segment, at least 2; a longer one than the trace is the trace
 */
export function traceSpectrogram(
  samples: Float32Array,
  { intervalMs, delayMs, unit }: { intervalMs: number; delayMs: number; unit: VerticalUnit },
  windowSamples: number,
): TraceSpectrogram {
  const segment = Math.max(1, Math.min(samples.length, Math.max(2, Math.round(windowSamples))));
  const bins = Math.floor(segment / 2) + 1;
  const most = Math.max(1, Math.floor(mostValues / bins));
  const hop = Math.max(
    1,
    Math.round(segment / usualOverlap),
    Math.ceil((samples.length - segment) / Math.max(1, most - 1)),
  );
  const { density } = spectrogram(samples, unit === "ms" ? intervalMs / 1000 : intervalMs, segment, hop);
  const step = frequencyStep(segment, intervalMs * 1000, unit);
  return {
    windowMs: segment * intervalMs,
    hopMs: hop * intervalMs,
    centreMs: Float64Array.from(
      { length: density.rows },
      (_, s) => delayMs + (s * hop + segment / 2) * intervalMs,
    ),
    frequency: Float64Array.from({ length: bins }, (_, bin) => bin * step),
    density: density.data,
  };
}
