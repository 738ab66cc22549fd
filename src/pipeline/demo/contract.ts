import type { Float32Matrix } from "../../quantities/matrix.ts";

export interface DemoOptions {
  readonly seed: number;
  readonly inlines: number;
  readonly crosslines: number;
  readonly samples: number;
  readonly intervalMs: number;
}

/**
 * 64 inlines × 128 crosslines × 300 samples at 4 ms: small enough to read in a second, large enough to hold lines apart.
 * Inlines count from 100, crosslines from 300. Good lines to train on are inlines 103, 109, 116, 122, 128 and 135, to test on 154
 * and 160: all hold every class, and 475 m lie between the two groups. All structures run through all inlines, so lines next
 * to each other are alike: a test line between training lines flatters. About 75 % of the samples are normal, 19 % anomaly
 * and 6 % boundary.
 */
export const demoDefaults: Omit<DemoOptions, "seed"> = {
  inlines: 64,
  crosslines: 128,
  samples: 300,
  intervalMs: 4,
};

/** Class numbers of the label volume. */
export const demoClasses = ["normal", "anomaly", "boundary"] as const;
/** What the class is of, for the label table's `detail`. */
export const demoDetails = ["layers", "salt", "chaotic", "fault"] as const;

/** One inline of the demo survey with its truth. */
export interface DemoInline {
  readonly inline: number;
  /** `[crosslines]` */
  readonly crossline: Int32Array;
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
  /** `[crosslines, samples]` */
  readonly samples: Float32Matrix;
  /** Index into `demoDetails`, `[crosslines, samples]`. */
  readonly details: Uint8Array;
}

export { generateDemoSurvey, classOfDetail } from "./generate-demo-survey.ts";
export { writeDemoSurvey } from "./write-demo-survey.ts";
