import type { FeatureName } from "../pipeline/features/feature-names.ts";
import type { SurveyGeometry } from "../pipeline/geometry/contract.ts";
import type { HorizontalUnit } from "../pipeline/segy/contract.ts";

/** The bins of a survey's lattice: rows are inlines from the least, columns crosslines. All that a map needs but its pixels. */
export interface BinsView {
  readonly survey: string;
  readonly geometry: SurveyGeometry;
  /** Of CDP X and Y, where it is known. */
  readonly unit?: HorizontalUnit;
  /** 0: there are no line numbers, or so few bins hold a trace that the lattice is not laid out. */
  readonly rows: number;
  readonly columns: number;
  /** Distance from the fit that gets the full colour; absent where nothing was fitted. */
  readonly fullResidual?: number;
}

/** Of a trace, in the survey's vertical unit; the end is exclusive. */
export interface BinsRange {
  readonly from: number;
  readonly to: number;
}

/** What ingest found of each trace: flags, which a bin has when one of its traces has it, and numbers. */
export const qualityMeasures = [
  "dead",
  "non-finite",
  "no-coordinates",
  "rms",
  "mute-start",
  "mute-end",
] as const;
export type QualityMeasure = (typeof qualityMeasures)[number];

/** What bins are coloured by. A range takes the windows whose middle lies in it; absent: the whole trace. */
export type BinColouring =
  | { readonly kind: "traces" }
  | { readonly kind: "residual" }
  /** A field of the trace headers, raw. */
  | { readonly kind: "header"; readonly field: string }
  | { readonly kind: "quality"; readonly measure: QualityMeasure }
  | {
      readonly kind: "feature";
      readonly featureSetId: string;
      readonly feature: FeatureName;
      readonly range?: BinsRange;
    }
  /** Share of the samples that have a label. */
  | { readonly kind: "coverage"; readonly labelSetId: string; readonly range?: BinsRange }
  /** The class that most samples have. */
  | { readonly kind: "label"; readonly labelSetId: string; readonly range?: BinsRange }
  /** What a training used the windows for. */
  | { readonly kind: "split"; readonly runId: string }
  | {
      readonly kind: "prediction";
      readonly predictionId: string;
      /** Classes get the colours that they have in this label set. */
      readonly coloursOf?: string;
      readonly range?: BinsRange;
    }
  | { readonly kind: "confidence"; readonly predictionId: string; readonly range?: BinsRange };

/** Those that are computed: a number or a class for each bin. */
export type ValueColouring = Exclude<BinColouring, { readonly kind: "traces" | "residual" }>;

export type BinPaletteName = "values" | "confidence";

/** Values with the first and the last colour of a scale. */
export interface BinsScale {
  readonly low: number;
  readonly high: number;
}

/** What the colours of a map of bins say; of all bins, not of those seen. */
export interface BinsLegend {
  /** "Mean rms of the windows". */
  readonly title: string;
  /** As on an axis; absent where the number has none. */
  readonly unit?: string;
  /** Of numbers, where any bin has one: a scale from the 2 % to the 98 % quantile, and the extremes. */
  readonly scale?: BinsScale & {
    readonly palette: BinPaletteName;
    readonly least: number;
    readonly most: number;
  };
  /** Of classes: each with its colour (CSS) and its bins. */
  readonly classes?: readonly { readonly name: string; readonly colour: string; readonly bins: number }[];
  /** Bins that hold a trace and have no value. */
  readonly none: number;
  /** Bins of the lattice that hold no trace. */
  readonly empty: number;
}

/** Part of a lattice; ends are exclusive. */
export interface BinsWindow {
  readonly row: number;
  readonly rowEnd: number;
  readonly column: number;
  readonly columnEnd: number;
}

export interface PaintBinsOptions {
  readonly colouring: BinColouring;
  /** Absent: all bins. */
  readonly window?: BinsWindow;
  /** For numbers, where a person set it; the legend's where absent. */
  readonly scale?: BinsScale;
}

/**
 * RGBA; the first row is the least inline. A pixel stands for `stride × stride` bins: it shows the mean of their numbers, the
 * commonest of their classes, and of flags and of what bins hold the worst.
 */
export interface BinsPixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  /** Of the first pixel. */
  readonly row: number;
  readonly column: number;
}

/** What a bin holds. */
export interface BinFacts {
  readonly traces: number;
  /** The first trace in it, by its place in the file, with its coordinates; absent in an empty bin. */
  readonly first?: { readonly trace: number; readonly x: number; readonly y: number };
  /** The largest distance of its traces from their places by the fit. */
  readonly residual?: number;
  /** By the colouring that was asked for; absent in bins without a value. */
  readonly value?: BinValue;
}

export interface BinValue {
  /** A number, or the name of a class. */
  readonly value: number | string;
  /** Of a class: the share of what was counted that is of it. */
  readonly share?: number;
  /** Traces, windows or samples that it was taken from. */
  readonly of: number;
}

/** A place of a lattice: column and row, with fractions; bin (c, r) fills c … c + 1 and r … r + 1. */
export type LatticePoint = readonly [column: number, row: number];

/** Bins within a polygon: those whose middle it holds. */
export interface BinsWithin {
  readonly bins: number;
  /** Of them without a trace. */
  readonly empty: number;
  /** Of the traces in the others: places in the file, ascending. */
  readonly traceIndex: Int32Array;
}

/** Where some traces of a survey are. */
export interface TracePlaces {
  readonly bins: number;
  /** Lines that the traces are on, by number, ascending, with how many traces are on each. */
  readonly inlines: readonly LineShare[];
  readonly crosslines: readonly LineShare[];
}

export interface LineShare {
  readonly number: number;
  readonly traces: number;
}

/** A veil of one colour over some bins, and their outline. */
export interface BinsVeil extends BinsPixels {
  /** Ends of straight pieces at edges of bins, four numbers each: column, row, column, row. Empty where there are too many. */
  readonly edges: Int32Array;
}
