import type { FeatureSetRecord } from "../pipeline/features/contract.ts";
import type { SurveyGeometry } from "../pipeline/geometry/contract.ts";
import type { LabelCoverage, LabelSetRecord, PointsPreview } from "../pipeline/labels/contract.ts";
import type { LineOrientation } from "../pipeline/lines.ts";
import type {
  ModelVersion,
  RegistryEvent,
  RegistryState,
  RunRecord,
  Stage,
} from "../pipeline/registry/contract.ts";
import type {
  BinaryHeaderValue,
  FileSignature,
  HeaderTableFormat,
  LineCandidate,
  SegyEvidence,
  SegyLayout,
  SegyReading,
  SegyWarning,
} from "../pipeline/segy/contract.ts";
import type { StepProgress } from "../pipeline/steps/context.ts";
import type { FeatureRequest } from "../pipeline/steps/feature-request.ts";
import type { LabelSetAgreement, LabelSetDifference } from "../pipeline/steps/compare-label-sets.ts";
import type { WrittenLabels } from "../pipeline/steps/export-labels.ts";
import type { ImportedBundleRecord } from "../pipeline/steps/imported-bundle.ts";
import type { ImportedLabelSet } from "../pipeline/steps/import-labels.ts";
import type { LabelExport } from "../pipeline/steps/label-export.ts";
import type { LabelsRequest } from "../pipeline/steps/label-request.ts";
import type { PartRequest, PartSummary } from "../pipeline/steps/part-request.ts";
import type { PredictionFormat, PredictionSummary } from "../pipeline/steps/write-predictions.ts";
import type { PredictionRecord, Scorer } from "../pipeline/steps/prediction-record.ts";
import type { TrainRequest } from "../pipeline/steps/train-request.ts";
import type { WorkspaceProblem } from "../pipeline/steps/verify-workspace.ts";
import type { ReadingProfile } from "../pipeline/reading-profile.ts";
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

/** Whether a survey's file can be read now: open in this tab, after a word of the person, or only when chosen again. */
export type Reach = "open" | "asks" | "missing";

export type OverviewSurvey = SurveyRecord & {
  readonly orientation: LineOrientation;
  /** Of all its files together. */
  readonly reach: Reach;
  readonly reachable: boolean;
  /** Names of its files that are not open. */
  readonly away: readonly string[];
};

export interface OverviewModel {
  readonly version: ModelVersion;
  readonly run: RunRecord;
}

/** All records of the workspace: small, and what every page starts from. */
export interface Overview {
  readonly surveys: readonly OverviewSurvey[];
  /** Newest last. */
  readonly labelSets: readonly LabelSetRecord[];
  readonly featureSets: readonly FeatureSetRecord[];
  readonly models: readonly OverviewModel[];
  /** Stages, aliases and a person's texts, as the history leaves them now. */
  readonly registry: RegistryState;
  /** All that happened to versions, oldest first. */
  readonly history: readonly RegistryEvent[];
  readonly bundles: readonly ImportedBundleRecord[];
  readonly predictions: readonly PredictionRecord[];
  /** How files are to be read, by name. */
  readonly profiles: readonly ReadingProfile[];
  /** Records that could not be read; all others are here. */
  readonly damaged: readonly Fault[];
  /** Bytes kept, by what they are. */
  readonly usage: Readonly<Record<"records" | "bronze" | "silver" | "gold" | "labels" | "models", number>>;
}

/** What a dropped file turned out to be. */
export type Inspection =
  | {
      readonly kind: "segy";
      readonly location: string;
      readonly layout: SegyLayout;
      readonly binary: readonly BinaryHeaderValue[];
      readonly geometry: SurveyGeometry;
      /** True where only the head of a large file was looked at. */
      readonly partial: boolean;
      readonly warnings: readonly SegyWarning[];
      /** Where line numbers may be, ranked by what they explain; best first. */
      readonly candidates: readonly LineCandidate[];
      /** Why it is read so, and how else it could be. */
      readonly evidence: SegyEvidence;
      /** By what files written alike are known; absent for Seismic Unix. */
      readonly signature?: FileSignature;
      /** Name of the profile that was made for a file like this. */
      readonly suggested?: string;
      /** Class numbers, where the samples are few small whole numbers: probably a label volume. */
      readonly labelNumbers?: readonly number[];
      /** The survey record of this name that is there already. */
      readonly known?: "same-size" | "other-size";
    }
  | {
      readonly kind: "label-table";
      readonly location: string;
      readonly classes: readonly string[];
      readonly intervals: number;
    }
  /** Text of points or of a horizon: what is made of it is said on the Labels page. */
  | { readonly kind: "points"; readonly location: string; readonly preview: PointsPreview }
  | { readonly kind: "bundle"; readonly location: string; readonly bytes: number }
  | { readonly kind: "archive"; readonly location: string; readonly bytes: number }
  | {
      readonly kind: "refused";
      readonly location: string;
      readonly fault: Fault;
      readonly suggested?: string;
    };

export interface SurveyToIngest {
  readonly location: string;
  /** Where the survey lies in several files: its name, and all of them. */
  readonly join?: { readonly name: string; readonly locations: readonly string[] };
  readonly reading?: SegyReading;
}

/** A version's move to a stage; what the gates say of it is asked by `judgePromotion`. */
export interface MoveRequest {
  readonly version: number;
  readonly to: Stage;
  /** Why. */
  readonly note: string;
  /** Why in spite of gates that fail; without it such a move is refused (`gate-refused`). */
  readonly override?: string;
  readonly who?: string;
}

export type JobRequest =
  | { readonly kind: "demo" }
  | {
      readonly kind: "ingest";
      readonly surveys: readonly SurveyToIngest[];
      readonly labels: readonly string[];
      readonly classNames?: readonly string[];
      /** What is to score the surveys once all of it is taken in: a job of its own. */
      readonly thenScore?: Scorer;
    }
  | ({ readonly kind: "labels"; readonly classNames?: readonly string[] } & LabelsRequest)
  | { readonly kind: "features"; readonly request: FeatureRequest }
  | { readonly kind: "train"; readonly request: TrainRequest; readonly backend: string }
  | { readonly kind: "predict"; readonly scorer: Scorer; readonly surveys: readonly string[] }
  | {
      readonly kind: "save-predictions";
      readonly scorer: Scorer;
      /** One: its file. Several: a zip of them. */
      readonly surveys: readonly string[];
      readonly format: PredictionFormat;
    }
  | { readonly kind: "export-headers"; readonly survey: string; readonly format: HeaderTableFormat }
  | { readonly kind: "save-part"; readonly survey: string; readonly request: PartRequest }
  | {
      readonly kind: "export-labels";
      readonly labelSet: string;
      readonly survey: string;
      readonly as: LabelExport;
    }
  /** What changed from one label set to another, and how far they agree. */
  | { readonly kind: "compare-labels"; readonly from: string; readonly to: string }
  | { readonly kind: "export-bundle"; readonly version: number }
  | { readonly kind: "import-bundle"; readonly location: string }
  | ({ readonly kind: "promote" } & MoveRequest)
  | { readonly kind: "rollback"; readonly reason: string; readonly who?: string }
  | {
      readonly kind: "set-alias";
      readonly alias: string;
      readonly version: number;
      readonly note?: string;
      readonly who?: string;
    }
  | { readonly kind: "remove-alias"; readonly alias: string; readonly note?: string; readonly who?: string }
  | {
      readonly kind: "describe-model";
      readonly version: number;
      /** A text, "" to take the text away, or absent to leave it. */
      readonly intendedUse?: string;
      readonly limits?: string;
      readonly who?: string;
    }
  /** Its card as Markdown, to keep. */
  | { readonly kind: "save-model-card"; readonly version: number }
  | { readonly kind: "report" }
  | { readonly kind: "export-archive" }
  | { readonly kind: "import-archive"; readonly location: string }
  | { readonly kind: "verify" };

/** A file that a job made for the person to keep. */
export interface MadeFile {
  readonly name: string;
  readonly type: string;
  readonly blob: Blob;
}

export type JobResult =
  | {
      readonly kind: "surveys";
      readonly names: readonly string[];
      readonly coverage: readonly LabelCoverage[];
    }
  | ({ readonly kind: "labels"; readonly id: string } & Omit<ImportedLabelSet, "labelSet">)
  | { readonly kind: "features"; readonly id: string; readonly computed: number; readonly reused: number }
  | {
      readonly kind: "trained";
      readonly version: number;
      readonly runId: string;
      readonly warnings: readonly string[];
    }
  | { readonly kind: "predicted"; readonly ids: readonly string[] }
  | { readonly kind: "saved"; readonly file: MadeFile; readonly summary?: PredictionSummary }
  | { readonly kind: "saved-labels"; readonly file: MadeFile; readonly written: WrittenLabels }
  | {
      readonly kind: "compared-labels";
      readonly difference: LabelSetDifference;
      readonly agreement: LabelSetAgreement;
    }
  | {
      readonly kind: "saved-part";
      readonly file: MadeFile;
      /** What was imputed, where anything was. */
      readonly list?: MadeFile;
      readonly summary: PartSummary;
    }
  | { readonly kind: "bundle"; readonly id: string; readonly alreadyThere: boolean }
  /** What was added to the registry's history. */
  | { readonly kind: "registry"; readonly event: RegistryEvent }
  | { readonly kind: "report"; readonly html: string }
  | { readonly kind: "imported"; readonly files: number }
  | { readonly kind: "verified"; readonly checked: number; readonly problems: readonly WorkspaceProblem[] };

/** What became of one survey of a scoring job. */
export interface SurveyOutcome {
  readonly survey: string;
  /** `kept`: the same model had answered before. */
  readonly state: "scored" | "kept" | "failed";
  readonly predictionId?: string;
  readonly fault?: Fault;
}

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";

export interface Job {
  readonly id: string;
  readonly request: JobRequest;
  readonly state: JobState;
  readonly progress?: StepProgress;
  /** Training loss after each iteration or epoch so far. */
  readonly losses: readonly number[];
  /** Of a scoring job: the surveys that are done with, in the order in which they were. */
  readonly outcomes?: readonly SurveyOutcome[];
  /** tfjs backend in use, or "own". */
  readonly backend?: string;
  /** ISO 8601 of the first start; a resumed job keeps it. */
  readonly startedAt: string;
  /** True once a killed tab's job goes on. */
  readonly resumed: boolean;
  readonly fault?: Fault;
  readonly result?: JobResult;
}

export type ServiceEvent =
  | { readonly type: "job"; readonly job: Job }
  /** Records changed; in this tab or in another. */
  | { readonly type: "changed" }
  /** The workspace cannot be opened. */
  | { readonly type: "fault"; readonly fault: Fault }
  /** Whether this tab may write. */
  | { readonly type: "writer"; readonly writer: boolean };

/** One cell of a confusion matrix as windows: parallel arrays, most confident mistakes first. */
export interface TestedCell {
  readonly total: number;
  readonly survey: readonly string[];
  readonly traceIndex: Int32Array;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly startMs: Float32Array;
  readonly lengthMs: number;
  /** Probability of the predicted class, and of the true one. */
  readonly confidence: Float32Array;
  readonly trueProbability: Float32Array;
}
