import type { FeatureName } from "../pipeline/features/feature-names.ts";
import { frequencyUnits, type VerticalUnit } from "../quantities/units.ts";

const units: Readonly<Record<Exclude<FeatureName, "dominant_frequency">, string>> = {
  mean: "amplitude",
  std: "amplitude",
  min: "amplitude",
  max: "amplitude",
  rms: "amplitude",
  energy: "amplitude²",
  zero_crossings: "per window",
};

/** As on an axis. */
export const unitOfFeature = (feature: FeatureName, vertical: VerticalUnit): string =>
  feature === "dominant_frequency" ? frequencyUnits[vertical] : units[feature];
