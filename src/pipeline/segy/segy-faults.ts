import { InputError, type FaultPlace } from "../errors.ts";

/** Every code that reading and writing SEG-Y can raise; docs/segy-codes.md explains each, and a test holds the two together. */
export const segyErrorCodes = [
  "segy-empty",
  "segy-not-segy",
  "segy-too-short",
  "segy-no-samples",
  "segy-no-interval",
  "segy-no-traces",
  "segy-samples-impossible",
  "segy-traces-misaligned",
  "segy-variable-length",
  "segy-line-byte-invalid",
  "segy-reading-invalid",
  "segy-value-out-of-range",
  "segy-text-too-long",
  "segy-not-writable",
  "segy-parts-differ",
] as const;
export const segyWarningCodes = [
  "truncated",
  "trailing-bytes",
  "trace-count-differs",
  "trace-headers-differ",
  "trace-samples-change",
  "trace-intervals-change",
  "trace-offset-differs",
  "trace-header-count-differs",
  "extended-text-count-differs",
  "text-end-missing",
  "revision-unknown",
  "format-4-holds-floats",
  "byte-order-constant-differs",
  "interval-negative",
  "extended-interval-invalid",
  "mapping-unreadable",
  "mapping-not-applied",
  "byte-order-given",
  "coordinate-scalar-zero",
  "samples-from-trace-header",
  "interval-from-trace-header",
  "samples-differ",
  "interval-differs",
  "interval-assumed",
  "format-given",
  "samples-given",
  "interval-given",
  "delay-given",
  "coordinate-scalar-given",
  "text-encoding-given",
  "vertical-unit-given",
  "horizontal-unit-given",
  "coordinate-system-given",
  "polarity-given",
  "samples-reversed",
  "vertical-unit-conflict",
  "horizontal-unit-conflict",
  "coordinate-system-conflict",
  "polarity-conflict",
  "coordinates-geographic",
  "depth-interval-whole",
  "geometry-sparse",
  "geometry-none",
  "line-bytes-suspected",
  "coordinate-bytes-suspected",
  "coordinate-scalar-suspected",
  "format-suspected",
  "parts-formats-differ",
] as const;
export type SegyErrorCode = (typeof segyErrorCodes)[number];
export type SegyWarningCode = (typeof segyWarningCodes)[number];

/** Takes a warning. @param byteOffset zero-based */
export type Warn = (code: SegyWarningCode, message: string, byteOffset?: number) => void;

export function segyFault(
  code: SegyErrorCode,
  message: string,
  advice: string,
  place: FaultPlace,
): InputError {
  return new InputError(code, message, { advice, place });
}
