import type { ModelSpecification } from "../models/contract.ts";
import type { SplitDefinition } from "../split/contract.ts";

export interface TrainRequest {
  readonly specification: ModelSpecification;
  readonly split: SplitDefinition;
  readonly withTime: boolean;
  readonly classWeight: "none" | "balanced";
  readonly seed: number;
}
