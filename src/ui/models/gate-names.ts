import type { GateResult } from "../../pipeline/registry/contract.ts";

export const gateNames: Readonly<Record<GateResult["gate"], string>> = {
  "spatial-score": "Spatial score",
  baselines: "Above its baselines",
  quality: "Quality of the data",
  "golden-windows": "Golden windows",
  "owner-note": "Owner's note",
};
