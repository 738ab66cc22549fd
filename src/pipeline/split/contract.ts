import { z } from "zod";

export const splitDefinitionSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("lines"),
    train: z.array(z.string()),
    test: z.array(z.string()),
    /** Training traces nearer than this (in bins) to a crossing with a test line are left out. */
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

export { splitByLines } from "./split-by-lines.ts";
export { splitAtRandom } from "./split-at-random.ts";
