import type { VerticalUnit } from "../../quantities/units.ts";

/** What the samples of a trace stand for, in the survey's vertical unit. */
export interface SampleAxis {
  readonly intervalMs: number;
  /** Of the first sample. */
  readonly delayMs: number;
  readonly verticalUnit: VerticalUnit;
}

/** Corner frequencies of a band-pass, rising, in the vertical unit's `frequencyUnits`: nothing passes below f1 and above f4. */
export interface OrmsbyCorners {
  readonly f1: number;
  readonly f2: number;
  readonly f3: number;
  readonly f4: number;
}

/** What is done to traces, in this order; what is absent is not done. README.md has the formulas. */
export interface Conditioning {
  readonly bandPass?: OrmsbyCorners;
  /** Exponent of time, in seconds (of depth, in thousands of its unit). */
  readonly tPower?: number;
  /** Length of the window of an automatic gain control, in the vertical unit. */
  readonly agcMs?: number;
}

/** Conditioned amplitudes times a constant. */
export interface DisplayChain extends Conditioning {
  readonly gainDb?: number;
  /** Every sample with the opposite sign. */
  readonly isReversed?: boolean;
}

/** Which amplitudes get the first and the last colour. */
export type ClipChoice =
  | {
      /** 90 … 100, in steps of a half: the share of the samples that lies within. */
      readonly percent: number;
      /** Whether amplitude 0 has the middle colour. */
      readonly isSymmetric: boolean;
    }
  | AmplitudeRange;

/** Displayed amplitudes of the first and of the last colour. */
export interface AmplitudeRange {
  readonly low: number;
  readonly high: number;
}

/** What the amplitudes of a section are, for clips: at 90, 90.5 … 100 %. */
export interface AmplitudeTable {
  /** Percentiles of the absolute amplitudes. */
  readonly sizes: Float32Array;
  /** Between `low[i]` and `high[i]` lies as large a share of the samples, with as many below as above. */
  readonly low: Float32Array;
  readonly high: Float32Array;
}

export { ormsbyGain } from "./ormsby.ts";
export { conditionTraces, isIdle } from "./condition-traces.ts";
export { constantFactor } from "./constant-gain.ts";
export { tabulateAmplitudes, withoutMutes } from "./amplitude-table.ts";
export { clipRange } from "./clip-range.ts";
export { chainInWords } from "./chain-in-words.ts";
