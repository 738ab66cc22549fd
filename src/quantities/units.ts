/** Branded numbers for stage boundaries: seconds cannot be passed where milliseconds are meant. */
declare const unit: unique symbol;
type Quantity<Name extends string> = number & { readonly [unit]: Name };

/**
 * What the vertical axis of a section counts: two-way time, or depth in metres or feet. Names that end in `Ms` mean "in the
 * survey's vertical unit", and `intervalMicroseconds` its thousandths: most sections are in time, and formats are older than
 * depth was.
 */
export const verticalUnits = ["ms", "m", "ft"] as const;
export type VerticalUnit = (typeof verticalUnits)[number];

export const axisTitles: Readonly<Record<VerticalUnit, string>> = {
  ms: "TWT (ms)",
  m: "Depth (m)",
  ft: "Depth (ft)",
};
export const frequencyUnits: Readonly<Record<VerticalUnit, string>> = {
  ms: "Hz",
  m: "cycles/m",
  ft: "cycles/ft",
};
/** Smallest difference of two frequencies from a series of samples, in the unit's `frequencyUnits`: 1 / (samples · interval). */
export function frequencyStep(samples: number, intervalMicroseconds: number, unit: VerticalUnit): number {
  return (unit === "ms" ? 1e6 : 1e3) / (samples * intervalMicroseconds);
}

/** Two-way travel time or a duration, in milliseconds; depth in its unit. */
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
