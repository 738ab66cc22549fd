import type { VerticalUnit } from "../../quantities/units.ts";
import type { RunRecord } from "../registry/contract.ts";
import type { SurveyRecord } from "../survey-record.ts";

/** A computed statement; words are made from it, numbers are never made by words. */
export interface Finding {
  readonly code: string;
  readonly severity: "good" | "note" | "warning";
  readonly numbers: Readonly<Record<string, number>>;
  readonly names: Readonly<Record<string, string>>;
}

/** A picture of a section: variable density, as PNG bytes, with what its axes need. */
export interface SectionPicture {
  readonly title: string;
  readonly png: Uint8Array;
  /** Which header counts the traces across. */
  readonly axis: "inline" | "crossline" | "trace";
  readonly firstPosition: number;
  readonly lastPosition: number;
  /** Of first and last sample, in the vertical unit. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly verticalUnit: VerticalUnit;
  /** Classes whose colours lie over the amplitudes; absent: amplitudes alone. */
  readonly classes?: readonly string[];
}

/** A registered model with its run. */
export interface ReportedRun {
  readonly version: number;
  readonly run: RunRecord;
}

export interface ReportInput {
  readonly surveys: readonly SurveyRecord[];
  /** Newest last. */
  readonly runs: readonly ReportedRun[];
  /** Sections of the newest model's test lines: amplitude, truth, prediction. */
  readonly pictures: readonly SectionPicture[];
  readonly workspace: string;
  readonly madeAt: string;
  readonly codeVersion: string;
}

export { renderReport } from "./render-report.ts";
export { paintSection } from "./paint-section.ts";
export { findingsOf } from "./findings.ts";
