import type { AmplitudeRange, ClipChoice, DisplayChain } from "../pipeline/display/contract.ts";
import type { LabelSetRecord } from "../pipeline/labels/contract.ts";
import type {
  HorizontalUnit,
  OpenSegyOptions,
  SegyLayout,
  SegyWarning,
  VerticalUnit,
} from "../pipeline/segy/contract.ts";

/** What the traces of a section are counted by. */
export type SectionAxis = "inline" | "crossline" | "trace";

/** One inline or crossline of a volume. */
export interface SectionLine {
  readonly axis: "inline" | "crossline";
  readonly number: number;
}

/** Traces along a line, counted from 0; `end` is exclusive. */
export interface SectionRange {
  readonly first: number;
  readonly end: number;
}

export interface OpenOptions {
  /** Part of the line: what a person zoomed into, where the whole line is too wide to hold every trace. */
  readonly range?: SectionRange;
  /** Whoever shows the section. The next section asked for by the same viewer breaks off a reading that is under way. */
  readonly viewer?: string;
}

/** A section that the service holds: all that its axes need, without its samples. Columns are traces, left to right. */
export interface SectionView {
  /** Names the held samples; every other method takes it. */
  readonly key: string;
  /** Survey name, or the file's name at a first look. */
  readonly survey: string;
  /** Absent: the whole file. */
  readonly line?: SectionLine;
  /** "Inline 310", or the survey's name. */
  readonly title: string;
  /** Columns held. */
  readonly traces: number;
  readonly samples: number;
  /** Which number runs across. */
  readonly axis: SectionAxis;
  /** Column c is trace `first + c · stride` of the line. */
  readonly first: number;
  readonly stride: number;
  /** Traces of the whole line. */
  readonly lineTraces: number;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** Place of each column's trace in the file. */
  readonly traceIndex: Int32Array;
  /** In the horizontal unit; all zero where the file holds no coordinates. */
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
  /** Between samples, in the vertical unit. */
  readonly intervalMs: number;
  /** Of the first sample, in the vertical unit. */
  readonly delayMs: number;
  readonly verticalUnit: VerticalUnit;
  /** Of CDP X and Y; absent where it is not known. */
  readonly horizontalUnit?: HorizontalUnit;
  /** Columns whose samples are all equal. */
  readonly deadTraces: Int32Array;
  /** Muted samples of each column, at its start and at its end. */
  readonly mutedStart: Int32Array;
  readonly mutedEnd: Int32Array;
}

export type Reading = OpenSegyOptions;

/** A first look at a file that no workspace knows yet. */
export interface Peek {
  readonly section: SectionView;
  readonly layout: SegyLayout;
  readonly warnings: readonly SegyWarning[];
  /** Whether the line goes on beyond the traces that were read. */
  readonly truncated: boolean;
}

/** The last two are made for eyes that do not tell red from green; their formulas are in section-palettes.ts. */
export type PaletteName = "grey" | "red-white-blue" | "seismic" | "blue-yellow" | "blue-orange";
export const paletteNames: readonly PaletteName[] = [
  "grey",
  "red-white-blue",
  "seismic",
  "blue-yellow",
  "blue-orange",
];

/** What is clipped where nobody has chosen: 2 % of the amplitudes. */
export const usualClip = { percent: 98, isSymmetric: true } as const satisfies ClipChoice;

/** How amplitudes become what is seen. */
export interface AmplitudeOptions {
  /** What is done to the samples; nothing where absent. */
  readonly chain?: DisplayChain;
  readonly clip: ClipChoice;
  /** The section whose amplitudes a percentile is of, this one where absent: a closer piece of a line is clipped as the line is. */
  readonly clipOf?: string;
}

export interface PaintOptions extends AmplitudeOptions {
  readonly palette: PaletteName;
}

/**
 * RGBA, row by row from the top, one column a trace. A row is `rowStride` samples: 1 unless the traces are longer than a
 * canvas is high.
 */
export interface Pixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly rowStride: number;
}

/** Amplitudes in colours, and what the first and the last colour stand for. */
export interface Picture extends Pixels {
  readonly range: AmplitudeRange;
}

/** A rectangle of a section: traces along the line, samples down; edges, so trace 3 fills 3 … 4. */
export interface SectionPart {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

export interface NumbersOptions {
  readonly chain?: DisplayChain;
  readonly part: SectionPart;
  /** Said before the numbers, a line each. */
  readonly notes: readonly string[];
}

/** Where and how wiggle traces are drawn. */
export interface WiggleLook {
  /** What the picture shows, from edge to edge. */
  readonly part: SectionPart;
  /** Of the picture, in device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels of a CSS pixel. */
  readonly pixelRatio: number;
  /** How far the largest amplitudes swing, in spacings between neighbouring wiggles. */
  readonly excursion: number;
  /** Variable area: filled from the middle to the right. */
  readonly isFilled: boolean;
  /** Whether the line runs from right to left. */
  readonly isMirrored: boolean;
  readonly ink: readonly [red: number, green: number, blue: number];
}

/** Wiggle traces, transparent between them. */
export interface WigglePixels extends Omit<Pixels, "rowStride"> {
  /** Every how many traces of the line one is drawn. */
  readonly every: number;
}

export type OverlayRequest =
  | {
      readonly kind: "labels";
      readonly labelSetId: LabelSetRecord["id"];
      /** Names of classes that are left transparent. */
      readonly hidden?: readonly string[];
    }
  | {
      readonly kind: "prediction";
      readonly predictionId: string;
      /** Classes get the colours that they have in this label set. */
      readonly coloursOf?: LabelSetRecord["id"];
      readonly hidden?: readonly string[];
    }
  | { readonly kind: "confidence"; readonly predictionId: string };

export interface LegendEntry {
  readonly name: string;
  /** CSS. */
  readonly colour: string;
  /** Of the section's samples, 0 … 1. */
  readonly share: number;
}

export interface Overlay extends Pixels {
  readonly legend: readonly LegendEntry[];
  /** Share of the samples that have a class (or a confidence). */
  readonly covered: number;
}

/** What lies under the cursor; only what is known is there. */
export interface Probe {
  /** As recorded. */
  readonly amplitude: number;
  /** What the display's chain makes of it; absent where there is none. */
  readonly displayed?: number;
  readonly label?: string;
  readonly prediction?: string;
  /** 0 … 1 */
  readonly confidence?: number;
}

export interface ProbeSources {
  readonly chain?: DisplayChain | undefined;
  readonly labelSetId?: string | undefined;
  readonly predictionId?: string | undefined;
}

export interface TraceView {
  readonly column: number;
  readonly inline: number;
  readonly crossline: number;
  readonly samples: Float32Array;
  readonly intervalMs: number;
  readonly delayMs: number;
  readonly verticalUnit: VerticalUnit;
  /** Single-sided amplitude spectrum, frequencies 0 … Nyquist (Hz; in depth cycles a metre or foot); absent where the trace holds NaN or infinite samples. */
  readonly spectrum?: { readonly frequency: Float64Array; readonly amplitude: Float64Array };
}

/** A trace's power over time and frequency, by Hann windows that lie wholly within it. */
export interface TraceSpectrogram {
  /** Of a window, and from the start of one to the start of the next; in the vertical unit, as the centres. */
  readonly windowMs: number;
  readonly hopMs: number;
  /** Middle of each window. */
  readonly centreMs: Float64Array;
  /** 0 … Nyquist: Hz, or in depth cycles a metre or foot. */
  readonly frequency: Float64Array;
  /** `[windows, frequencies]`: single-sided power spectral density, amplitude² per unit of frequency; NaN where a window holds no numbers. */
  readonly density: Float64Array;
}

/** Where a survey lies. Points of a line in order, of a volume around its outline. */
export interface SurveyOutline {
  readonly survey: string;
  readonly kind: "line" | "volume";
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** In `unit`, or in whatever the file means where it does not say. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly unit?: HorizontalUnit;
  /** Whether the file holds coordinates. */
  readonly hasCoordinates: boolean;
  /** For a volume with coordinates: `inline = a + b·x + c·y`, `crossline = d + e·x + f·y`, as `[a, b, c, d, e, f]`. */
  readonly linesFromXY?: Float64Array;
}
