import { InputError, type FaultPlace } from "../errors.ts";

/** Every code that reading and writing SEG-Y can raise; docs/segy-codes.md explains each, and a test holds the two together. */
export const segyErrorCodes = [
  "segy-empty",
  "segy-not-segy",
  "segy-too-short",
  "segy-byte-order-unsupported",
  "segy-format-unsupported",
  "segy-revision-unsupported",
  "segy-no-samples",
  "segy-no-interval",
  "segy-truncated",
  "segy-no-traces",
  "segy-extended-text-unsupported",
  "segy-line-byte-invalid",
  "segy-reading-invalid",
  "segy-value-out-of-range",
  "segy-text-too-long",
] as const;
export const segyWarningCodes = [
  "coordinate-scalar-zero",
  "samples-from-trace-header",
  "interval-from-trace-header",
  "samples-differ",
  "interval-differs",
  "format-given",
  "samples-given",
  "interval-given",
  "delay-given",
  "geometry-sparse",
  "geometry-none",
] as const;
export type SegyErrorCode = (typeof segyErrorCodes)[number];
export type SegyWarningCode = (typeof segyWarningCodes)[number];

export function segyFault(
  code: SegyErrorCode,
  message: string,
  advice: string,
  place: FaultPlace,
): InputError {
  return new InputError(code, message, { advice, place });
}
