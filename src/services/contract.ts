import type { LabelSetRecord } from "../pipeline/labels/contract.ts";
import type { FeatureSetRecord } from "../pipeline/features/contract.ts";
import type { ModelVersion, RunRecord } from "../pipeline/registry/contract.ts";
import type { FeatureRequest } from "../pipeline/steps/feature-request.ts";
import type { TrainRequest } from "../pipeline/steps/train-request.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";

/** A failure as it crosses from a worker to a person: what, where, what to do. */
export interface Fault {
  readonly code: string;
  readonly kind: "input" | "job" | "cancelled" | "internal";
  readonly message: string;
  readonly advice?: string;
  readonly place?: {
    readonly file?: string;
    readonly byteOffset?: number;
    readonly traceIndex?: number;
    readonly line?: number;
  };
  /** For the fold: the technical cause. */
  readonly detail?: string;
}
