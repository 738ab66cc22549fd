import type { PointsRequest, WindowRequest } from "../../services/points-contract.ts";

/** Query keys of the tables; they begin as all that depends on records, so that a change of records asks anew. */
export const tablesKeys = {
  tables: (headersOf?: string) => ["records", "tables", headersOf ?? ""],
  histograms: ["records", "histograms"],
  points: (request: PointsRequest) => ["records", "points", request],
  predictionsOfPoints: (request: PointsRequest, scorer: string) => [
    "records",
    "point predictions",
    request,
    scorer,
  ],
  window: (request: WindowRequest) => ["records", "window", request],
} as const;
