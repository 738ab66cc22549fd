import type { ByteOrder, Revision, SampleFormatCode } from "../segy/contract.ts";
import type { Range, Sampling, TraceRanges } from "../sampling/contract.ts";

/** What of a survey is to be written as a SEG-Y of its own. What is absent stays as the source has it. */
export interface PartRequest {
  /** Absent: all traces in the ranges. */
  readonly sampling?: Sampling;
  readonly ranges?: TraceRanges;
  /** Time or depth of the first and the last sample, in the file's vertical unit; what lies between stays. */
  readonly window?: Range;
  readonly formatCode?: SampleFormatCode;
  readonly byteOrder?: ByteOrder;
  readonly revision?: Revision;
  /**
   * "auto", the default: where whole numbers are to hold other ones, samples are multiplied by the largest power of two under
   * which the largest fits; the trace weighting factor says so. "none": samples are rounded as they are.
   */
  readonly scale?: "auto" | "none";
  /** Fills missing positions and dead or broken traces from their neighbours; each is listed. */
  readonly impute?: boolean;
}

/** What was written. */
export interface PartSummary {
  readonly source: { readonly file: string; readonly sha256: string; readonly traces: number };
  readonly sampling?: Sampling;
  /** Traces in the ranges, of which the sample is. */
  readonly tracesInRanges: number;
  readonly traces: number;
  readonly samplesPerTrace: number;
  readonly intervalMicroseconds: number;
  readonly delayMs: number;
  readonly format: { readonly code: number; readonly name: string };
  readonly byteOrder: ByteOrder;
  readonly revision: number;
  /** Samples were multiplied by 2^bits; what rounding to whole numbers changed is at most `error`, in the source's amplitudes. */
  readonly scale?: { readonly bits: number; readonly error: number };
  readonly imputed?: ImputationSummary;
}

export interface ImputationSummary {
  readonly neighbours: number;
  readonly inline: number;
  readonly crossline: number;
  readonly coordinates: number;
  /** Traces whose samples, all or some, come from neighbours. */
  readonly deadTraces: number;
  readonly brokenTraces: number;
  /** Dead or broken traces that stay as they are: none of the nearest is alive. */
  readonly left: number;
  /** Byte of the trace header (4 bytes) where imputed traces are marked; absent where it was not free. */
  readonly markByte?: number;
}
