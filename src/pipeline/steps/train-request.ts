import type { ModelSpecification } from "../models/contract.ts";
import type { SplitDefinition } from "../split/contract.ts";

export interface TrainRequest {
  readonly specification: ModelSpecification;
  readonly split: SplitDefinition;
  readonly withTime: boolean;
  /** Classes whose windows take no part, neither in training nor in the test. */
  readonly withoutClasses: readonly string[];
  readonly classWeight: "none" | "balanced";
  readonly seed: number;
}
