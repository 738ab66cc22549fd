/** Where traces are: columns of length `count`. What `SegyFile.scanHeaders` gives. */
export interface TracePlaces {
  readonly count: number;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
  /** Ensemble numbers. */
  readonly cdp: Int32Array;
}

/** Both ends belong to it. */
export type Range = readonly [least: number, most: number];

/** What is to be cut out; absent: all. */
export interface TraceRanges {
  readonly inlines?: Range;
  readonly crosslines?: Range;
  readonly cdps?: Range;
}

export const samplingMethods = ["random", "stratified", "even", "every"] as const;
export type SamplingMethod = (typeof samplingMethods)[number];

export interface Sampling {
  readonly method: SamplingMethod;
  /** How many; or `fraction` of what there is, above 0 up to 1. Not for "every". */
  readonly count?: number;
  readonly fraction?: number;
  /** For "every": traces 0, n, 2n … of what there is. */
  readonly every?: number;
  /** For "stratified": width of a cell, in line numbers both ways. Default 25. */
  readonly cell?: number;
  /** Default 42. */
  readonly seed?: number;
}

export const defaultCell = 25;
export const defaultSeed = 42;

export { tracesInRanges } from "./traces-in-ranges.ts";
export { chooseTraces } from "./choose-traces.ts";
