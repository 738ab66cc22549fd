/** Branded numbers for stage boundaries: seconds cannot be passed where milliseconds are meant. */
declare const unit: unique symbol;
type Quantity<Name extends string> = number & { readonly [unit]: Name };

/** Two-way travel time or a duration, in milliseconds. */
export type Milliseconds = Quantity<"ms">;

const milliseconds = (value: number): Milliseconds => value as Milliseconds;

/** Time of a sample: `delayMs + index · interval`. */
export function millisecondsFromSample(
  index: number,
  intervalMicroseconds: number,
  delayMs: number,
): Milliseconds {
  return milliseconds(delayMs + (index * intervalMicroseconds) / 1000);
}

/** Number of samples in a duration, rounded to the nearest whole sample. */
export function samplesInDuration(durationMs: number, intervalMicroseconds: number): number {
  return Math.round((durationMs * 1000) / intervalMicroseconds);
}
