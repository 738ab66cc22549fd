import { z } from "zod";

/** One number that traces go by, slowest first in a list of them. */
const sortKeySchema = z.object({
  key: z.enum(["inline", "crossline", "offset", "cdp", "shot", "receiver", "trace"]),
  descending: z.boolean(),
});

const sortingSchema = z.object({
  /**
   * `inline`: line after line; `crossline`: the same across; `line`: along a single line; the gathers by what their traces
   * have in common.
   */
  name: z.enum([
    "inline",
    "crossline",
    "line",
    "common-midpoint",
    "common-offset",
    "common-shot",
    "common-receiver",
    "unsorted",
  ]),
  /** What traces are ordered by, slowest first; of gathers that are not sorted further, what they have in common. */
  keys: z.array(sortKeySchema),
  /** Neighbours out of that order, among those looked at. */
  breaks: z.number(),
  /** The first trace that is. */
  firstBreak: z.number().optional(),
});
export type TraceSorting = z.infer<typeof sortingSchema>;
export type SortKey = z.infer<typeof sortKeySchema>;

const lineStepsSchema = z.object({
  /** Greatest common divisor of all differences between line numbers. */
  step: z.number(),
  /** Whether every number from the least to the most is there at that step. */
  regular: z.boolean(),
});

const vectorSchema = z.object({
  /** From one line to the next (a step of the number), in the unit of the coordinates. */
  x: z.number(),
  y: z.number(),
  length: z.number(),
  /** Degrees clockwise from the Y axis (grid north), 0 … 360. */
  azimuth: z.number(),
});
export type LineVector = z.infer<typeof vectorSchema>;

const fitSchema = z.object({
  /** Where the least inline and the least crossline meet. */
  origin: z.object({ inline: z.number(), crossline: z.number(), x: z.number(), y: z.number() }),
  /** As the inline number goes up: across inlines. Absent for a single inline. */
  inlineVector: vectorSchema.optional(),
  /** As the crossline number goes up: along inlines. Absent for a single crossline. */
  crosslineVector: vectorSchema.optional(),
  /**
   * Seen from above, X to the right and Y up: `right` where the crossline number rises to the left of where the inline number
   * rises.
   */
  handedness: z.enum(["right", "left"]).optional(),
  /** Between both vectors, degrees; 90: orthogonal. */
  angle: z.number().optional(),
  /** Traces that the fit stands on; those without coordinates, and those far off, do not count. */
  traces: z.number(),
  /** Root of the mean squared distance of those from their places by the fit. */
  rms: z.number(),
  /** The largest distance of any trace, and which it is. */
  largest: z.object({ distance: z.number(), trace: z.number() }),
  /** Traces more than half a bin from their places by the fit. */
  outlying: z.number(),
});
export type CoordinateFit = z.infer<typeof fitSchema>;

const blockOfBinsSchema = z.object({
  bins: z.number(),
  inlines: z.tuple([z.number(), z.number()]),
  crosslines: z.tuple([z.number(), z.number()]),
});

export const findingCodes = [
  "bins-missing",
  "bins-duplicated",
  "numbering-irregular",
  "traces-unsorted",
  "lines-swapped-suspected",
  "coordinates-none",
  "coordinates-constant",
  "coordinates-missing",
  "coordinates-swapped-suspected",
  "coordinates-contradict-numbers",
  "coordinates-outlying",
  "bin-size-unusual",
  "grid-oblique",
] as const;
export type FindingCode = (typeof findingCodes)[number];

const findingSchema = z.object({
  /** One of `findingCodes`; docs/segy-codes.md explains each. */
  code: z.string(),
  /** `note`: good to know; `warning`: probably wrong. */
  severity: z.enum(["note", "warning"]),
  message: z.string(),
  advice: z.string(),
  /** A trace where it can be seen. */
  trace: z.number().optional(),
});
export type GeometryFinding = z.infer<typeof findingSchema>;

/** What was found of a file's geometry beyond the ranges of its line numbers. */
export const diagnosisSchema = z.object({
  inlineSteps: lineStepsSchema,
  crosslineSteps: lineStepsSchema,
  /** Absent where the file holds no line numbers, or only part of its traces was looked at. */
  bins: z
    .object({
      /** Of the lattice. */
      all: z.number(),
      present: z.number(),
      missing: z.number(),
      /** Bins with more than one trace. */
      duplicated: z.number(),
      /** The most traces in one bin. */
      mostTraces: z.number(),
    })
    .optional(),
  /** Missing bins with bins all around; absent where the lattice is nearly empty or in too many pieces. */
  holes: z.object({ count: z.number(), bins: z.number(), largest: blockOfBinsSchema.optional() }).optional(),
  sorting: sortingSchema.optional(),
  fit: fitSchema.optional(),
  /** Around the survey, or along a single line: CDP X and Y; empty without coordinates. */
  outline: z.array(z.tuple([z.number(), z.number()])),
  findings: z.array(findingSchema),
});
export type GeometryDiagnosis = z.infer<typeof diagnosisSchema>;

export { diagnoseGeometry, examineGeometry, type SurveyGeometry } from "./diagnose-geometry.ts";
export { fitCoordinates, placeByFit, type LinePositions } from "./fit-coordinates.ts";
export { geometryInWords } from "./geometry-in-words.ts";
export { TraceFinder, type PlacedTraces } from "./trace-finder.ts";
