import { z } from "zod";
import type { LineSelection } from "../lines.ts";
import type { SurveyRecord } from "../survey-record.ts";

export const splitDefinitionSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("lines"),
    train: z.array(z.string()),
    test: z.array(z.string()),
    /** Training traces at most this many bins from a crossing with a test line are left out. */
    bufferTraces: z.number().int().nonnegative(),
  }),
  z.object({
    /** The old system's split of neighbouring windows: scores from it are inflated, and are marked so. */
    kind: z.literal("random"),
    seed: z.number(),
    trainShare: z.literal(0.64),
    validationShare: z.literal(0.16),
    testShare: z.literal(0.2),
  }),
]);
export type SplitDefinition = z.infer<typeof splitDefinitionSchema>;

/** Rows of the (concatenated) example table by their part; ascending. */
export interface SplitRows {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
  /** Rows of training lines that were left out because a test line is near. */
  readonly buffer: Int32Array;
  /** True for random splits: neighbours of test windows were trained on. */
  readonly inflated: boolean;
}

/** What a split needs to know of each example. */
export interface ExamplePositions {
  readonly rows: number;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  /** Index of the survey file, `[rows]`. */
  readonly surveyIndex: Int32Array;
  readonly traceIndex: Int32Array;
}

/** The lines that a person chose, and the files that `ExamplePositions.surveyIndex` counts. */
export interface LineRoles {
  /** By `surveyIndex`. */
  readonly surveys: readonly SurveyRecord[];
  readonly train: readonly LineSelection[];
  readonly test: readonly LineSelection[];
}

/** A split by lines, and what a caller may want to warn of. */
export interface LineSplit extends SplitRows {
  /** The closest pair of a training and a test line that run side by side; absent where no two do. */
  readonly nearestParallel?: NearestParallel;
}

export interface NearestParallel {
  readonly train: string;
  readonly test: string;
  readonly axis: "inline" | "crossline";
  /** Difference of their numbers; nothing is left out between them. */
  readonly distance: number;
}

export { splitByLines } from "./split-by-lines.ts";
export { splitAtRandom } from "./split-at-random.ts";
