import type {
  BinaryHeaderValue,
  FieldColumn,
  FieldSummary,
  HeaderField,
  SegyLayout,
} from "../pipeline/segy/contract.ts";

/** The headers of a survey's files that can be read at once. */
export interface FileHeaders {
  readonly layout: SegyLayout;
  /** Of the first file where there are several; empty for Seismic Unix. */
  readonly binary: readonly BinaryHeaderValue[];
  /** What its trace headers have. */
  readonly fields: readonly HeaderField[];
}

/** Trace headers as they lie in the file, raw: `[fields][rows]`. */
export interface HeaderRows {
  readonly first: number;
  readonly columns: readonly FieldColumn[];
}

export interface ScanProgress {
  readonly done: number;
  readonly total: number;
}

export type { FieldSummary };
