import { z } from "zod";

/** Muted samples of each trace: zeros at its start and at its end. 0 where there is no mute, and in dead traces. */
export interface TraceMutes {
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** Per-trace quality: columns of length `traces`. */
export interface TraceQuality {
  /** All samples equal (a dead trace is the constant 0). */
  readonly dead: Uint8Array;
  /** NaN or infinite samples in the trace. */
  readonly nonFinite: Int32Array;
  /** Over finite samples outside the mutes. */
  readonly rms: Float32Array;
  readonly mutes: TraceMutes;
}

export const qualitySummarySchema = z.object({
  traces: z.number(),
  deadTraces: z.number(),
  tracesWithNonFinite: z.number(),
  rmsMedian: z.number(),
  /** Traces that begin or end with a mute; absent in records that are older than this count. */
  mutedTraces: z.number().optional(),
  /** Share of all samples that is muted, 0 … 1. */
  mutedShare: z.number().optional(),
});
/** What ingest says of a file's samples. */
export type QualitySummary = z.infer<typeof qualitySummarySchema>;

export { blankMuted, findMutes, isMuted } from "./find-mutes.ts";
export { assessBlock, summariseQuality } from "./assess-traces.ts";
