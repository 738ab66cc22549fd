import type { SurveyGeometry } from "../pipeline/geometry/contract.ts";
import type { SegyReading, SegyWarning } from "../pipeline/segy/contract.ts";

/** How far the scan of a file is, and what it has come by so far. */
export interface ScanProgress {
  readonly done: number;
  readonly traces: number;
  /** Line numbers of the traces so far; absent before the first block. */
  readonly inlines?: { readonly min: number; readonly max: number };
  readonly crosslines?: { readonly min: number; readonly max: number };
}

/** What all trace headers of a file say. */
export interface ScanSummary {
  readonly traces: number;
  readonly geometry: SurveyGeometry;
  /** Of what only the whole file shows. */
  readonly warnings: readonly SegyWarning[];
  /** Absent for files whose traces are too many to be kept: they are assessed when they are taken in. */
  readonly quality?: { readonly deadTraces: number; readonly tracesWithNonFinite: number };
}

export interface ScanRequest {
  readonly location: string;
  readonly reading: SegyReading;
}
