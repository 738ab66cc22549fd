/** Branded numbers for stage boundaries: a sample index cannot be passed where milliseconds are meant. */
declare const unit: unique symbol;
type Quantity<Name extends string> = number & { readonly [unit]: Name };

/** Two-way travel time or a duration, in milliseconds. */
export type Milliseconds = Quantity<"ms">;
/** Zero-based position of a sample within a trace. */
export type SampleIndex = Quantity<"sample">;
/** Zero-based position of a trace within its SEG-Y file. */
export type TraceIndex = Quantity<"trace">;
/** Zero-based byte position within a file. */
export type ByteOffset = Quantity<"byte">;

export const milliseconds = (value: number): Milliseconds => value as Milliseconds;
export const sampleIndex = (value: number): SampleIndex => value as SampleIndex;
export const traceIndex = (value: number): TraceIndex => value as TraceIndex;
export const byteOffset = (value: number): ByteOffset => value as ByteOffset;

/** Time of a sample: `delayMs + index · interval`. */
export function millisecondsFromSample(
  index: number,
  intervalMicroseconds: number,
  delayMs: number,
): Milliseconds {
  return milliseconds(delayMs + (index * intervalMicroseconds) / 1000);
}

/** Nearest sample to a time; it may lie outside the trace, bounds are the caller's to check. */
export function sampleFromMilliseconds(
  timeMs: number,
  intervalMicroseconds: number,
  delayMs: number,
): SampleIndex {
  return sampleIndex(Math.round(((timeMs - delayMs) * 1000) / intervalMicroseconds));
}

/** Number of samples in a duration, rounded to the nearest whole sample. */
export function samplesInDuration(durationMs: number, intervalMicroseconds: number): number {
  return Math.round((durationMs * 1000) / intervalMicroseconds);
}
