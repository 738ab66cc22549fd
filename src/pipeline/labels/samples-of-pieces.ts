import { timeToleranceMs } from "./interval-builder.ts";

/** The samples of a trace: when the first is, how far they are apart, how many there are. */
export interface SampleAxis {
  readonly startMs: number;
  readonly intervalMs: number;
  readonly samples: number;
}

/** The first sample at or after a time, as labels are asked for: `0 … samples`. */
export const firstSampleAt = (timeMs: number, { startMs, intervalMs, samples }: SampleAxis): number =>
  Math.min(samples, Math.max(0, Math.ceil((timeMs - timeToleranceMs - startMs) / intervalMs)));
