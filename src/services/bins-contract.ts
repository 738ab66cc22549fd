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

export type BinColouring = "traces" | "residual";

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
}

/** RGBA; the first row is the least inline. A pixel stands for `stride × stride` bins, and shows the worst of them. */
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
}
