import type { FeatureName } from "../pipeline/features/feature-names.ts";
import type { VerticalUnit } from "../quantities/units.ts";
import type { SelectedStretches } from "./means-window.ts";
import type { SectionLine } from "./section-contract.ts";

/** Principal components that there can be: as many as features. */
export const componentNames = ["pc1", "pc2", "pc3", "pc4", "pc5", "pc6", "pc7", "pc8"] as const;
export type ComponentName = (typeof componentNames)[number];
/** What a window has a number for. */
export type PointColumn = FeatureName | ComponentName;

export interface PointsRequest {
  /** Windows that are drawn at most; 1 to 200,000. */
  readonly most: number;
  /** Of the choice, where there are more. */
  readonly seed: number;
}

/** A line that windows lie on: a file, or an inline of a volume. */
export interface PointLine {
  readonly name: string;
  readonly survey: string;
  /** Of a volume. */
  readonly line?: SectionLine;
}

/** Windows of the newest features, one by one: keys, numbers, classes. Arrays are as long as `rows`. */
export interface WindowRows {
  readonly rows: number;
  /** Index into the answer's lines. */
  readonly line: Int32Array;
  readonly traceIndex: Int32Array;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly startSample: Int32Array;
  /** In the vertical unit. */
  readonly startMs: Float32Array;
  /** Index into the answer's classes; −1 without a label. */
  readonly label: Int32Array;
}

/** Principal components of the standardised features of all finite windows; for looking, never used in a score. */
export interface PointComponents {
  /** Share of the variance that each explains, the largest first. */
  readonly explainedVarianceRatio: Float64Array;
  /** `[components, 8]`: of each standardised feature, in the order of the features. */
  readonly loadings: Float64Array;
}

/** A column and the ranges that an axis of it shows, from a little below to a little above its points. */
export interface PointColumnFacts {
  readonly name: PointColumn;
  readonly unit: string;
  /** Of all drawn windows. */
  readonly whole: readonly [from: number, to: number];
  /** Without the outermost thousandth at each end, where that is much narrower; otherwise the whole. */
  readonly usual: readonly [from: number, to: number];
}

/** What plots of points draw: all windows, or so many of them drawn at random. */
export interface FeaturePoints extends WindowRows {
  /** Of all surveys. */
  readonly windows: number;
  /** Of these, windows with NaN or infinite samples: they have no numbers and are never drawn. */
  readonly nonFinite: number;
  readonly seed: number;
  readonly featureSetId: string;
  readonly labelSetId?: string;
  readonly lines: readonly PointLine[];
  readonly classes: readonly string[];
  readonly lengthMs: number;
  readonly verticalUnit: VerticalUnit;
  /** The eight features, then the components that there are. */
  readonly columns: readonly PointColumnFacts[];
  /** `[rows, columns]` */
  readonly values: Float32Array;
  readonly components: PointComponents;
}

/** What a scorer said of the windows that are drawn. */
export interface PointPredictions {
  readonly classes: readonly string[];
  /** Index into `classes` for each drawn window; −1 where there is no answer to just this window. */
  readonly predicted: Int32Array;
}

/** A line drawn around points. */
export interface LassoRequest {
  readonly x: PointColumn;
  readonly y: PointColumn;
  /** Corners, in the columns' units; closed by itself. */
  readonly cornersX: Float64Array;
  readonly cornersY: Float64Array;
  /** Classes that are hidden, and not selected: indices, −1 for windows without a label. */
  readonly without: readonly number[];
  /** Windows that are handed out one by one at most, at random where there are more. */
  readonly most: number;
  readonly seed: number;
}

/** What a person selected, on whichever page. */
export interface SelectedRequest {
  readonly parts: readonly SelectedStretches[];
  /** As of a lasso. */
  readonly most: number;
  readonly seed: number;
}

/** Of one feature among selected windows. */
export interface FeatureSummary {
  readonly feature: FeatureName;
  readonly unit: string;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Windows inside a lasso, or of another selection, counted over the whole table, whatever was drawn. */
export interface WindowsInside extends WindowRows {
  readonly inside: number;
  readonly lines: readonly PointLine[];
  readonly classes: readonly string[];
  readonly lengthMs: number;
  readonly verticalUnit: VerticalUnit;
  /** Of each class, then of windows without a label. */
  readonly insideByClass: Float64Array;
  readonly allByClass: Float64Array;
  /** Of each line. */
  readonly insideByLine: Float64Array;
  readonly allByLine: Float64Array;
  /** 10 %, 50 % and 90 % quantiles of the windows that are handed out. */
  readonly summaries: readonly FeatureSummary[];
}

/** A place on a trace; the window of the table that is nearest to it is meant. */
export interface WindowRequest {
  readonly survey: string;
  /** Place in the file. */
  readonly traceIndex: number;
  /** In the vertical unit: the window whose middle is nearest. */
  readonly atMs: number;
}

export interface WindowFeature {
  readonly feature: FeatureName;
  readonly unit: string;
  readonly value: number;
  /** 0 … 100: share of windows with a smaller value, those with the same counted half. Absent where the value is no number. */
  readonly percentile?: number;
  /** The same among windows of its class; absent without a label. */
  readonly percentileInClass?: number;
}

/** One window of the table, beside all others. */
export interface WindowFeatures {
  readonly survey: string;
  /** Of the window; only every n-th trace may have any. */
  readonly traceIndex: number;
  readonly inline: number;
  readonly crossline: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly verticalUnit: VerticalUnit;
  /** Absent without a label. */
  readonly label?: string;
  /** Windows that percentiles are taken among, the window itself with them. */
  readonly windows: number;
  readonly windowsOfClass: number;
  readonly features: readonly WindowFeature[];
}
