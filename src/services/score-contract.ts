import type { VerticalUnit } from "../quantities/units.ts";

/** What one model, loaded here, says of one trace. Windows are numbered from the top. */
export interface TraceScore {
  /** "model version 3", or the bundle's file name. */
  readonly label: string;
  /** Of what scores and judges, whatever the card says and whoever signed. */
  readonly contentSha256: string;
  readonly classes: readonly string[];
  /** Columns that the classifier sees. */
  readonly features: number;
  readonly verticalUnit: VerticalUnit;
  /** Whether the whole trace is the one window. */
  readonly isWholeTrace: boolean;
  /** Of each window, in the vertical unit, `[windows]`; ends are exclusive. */
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  /** `[windows, classes]`; NaN where a window is muted, or holds what is no number. */
  readonly probabilities: Float64Array;
  /** Of the scoring alone, without reading the trace. */
  readonly milliseconds: number;
  readonly inline: number;
  readonly crossline: number;
  /** Place in the file. */
  readonly traceIndex: number;
  /** Windows that have an answer, in the order in which `requestJson` asks for them. */
  readonly asked: Int32Array;
  /** The body of `POST /predict` that asks a server for the same; empty where no window has an answer. */
  readonly requestJson: string;
  /** The same, cut short to a few numbers: for a person to read. */
  readonly shortRequestJson: string;
}
