import { z } from "zod";

/** Per-trace quality: columns of length `traces`. */
export interface TraceQuality {
  /** All samples equal (a dead trace is the constant 0). */
  readonly dead: Uint8Array;
  /** NaN or infinite samples in the trace. */
  readonly nonFinite: Int32Array;
  readonly rms: Float32Array;
}

export const qualitySummarySchema = z.object({
  traces: z.number(),
  deadTraces: z.number(),
  tracesWithNonFinite: z.number(),
  rmsMedian: z.number(),
});
/** What ingest says of a file's samples. */
export type QualitySummary = z.infer<typeof qualitySummarySchema>;

export { assessBlock, summariseQuality } from "./assess-traces.ts";
