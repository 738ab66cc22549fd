/** The eight, in the order of their columns. */
export const featureNames = [
  "mean",
  "std",
  "min",
  "max",
  "rms",
  "energy",
  "zero_crossings",
  "dominant_frequency",
] as const;
export type FeatureName = (typeof featureNames)[number];
