import type { SurveyRecord } from "../survey-record.ts";
import type { RunRecord } from "./contract.ts";

export const now = (): string => "2026-01-01T00:00:00.000Z";

const window = { extent: "window", lengthSamples: 64, stepSamples: 16, intervalMicroseconds: 4000 } as const;
const majority = { accuracy: 0.7, macroF1: 0.41, balancedAccuracy: 0.5, className: "salt" };
const timeOnly = { accuracy: 0.72, macroF1: 0.5, balancedAccuracy: 0.55 };

/** A run that every gate lets pass, and changes to it. */
export function run(id: string, changes: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    family: "boosting",
    parameters: { iterations: 100 },
    backend: "own",
    fitSeconds: 1,
    losses: [0.9, 0.5],
    examples: { train: 2000, validation: 0, test: 1000, buffer: 12 },
    evaluation: {
      accuracy: 0.85,
      macroF1: 0.75,
      balancedAccuracy: 0.76,
      examples: 1000,
      perClass: [
        { name: "salt", precision: 0.9, recall: 0.9, f1: 0.9, support: 700 },
        { name: "shale", precision: 0.6, recall: 0.62, f1: 0.6, support: 300 },
      ],
      confusion: [
        [630, 70],
        [114, 186],
      ],
      baselines: { majority, timeOnly },
      inflated: false,
    },
    lineage: {
      files: [
        { fileName: "a.sgy", sha256: "aa".repeat(32), role: "train" },
        { fileName: "b.sgy", sha256: "bb".repeat(32), role: "test" },
      ],
      labelSet: {
        id: "labels-1",
        sources: [{ fileName: "a.csv", sha256: "cc".repeat(32) }],
        rule: "centre-sample",
      },
      featureSet: { id: "features-1", window, every: 2 },
      features: ["rms", "start_ms"],
      split: { kind: "lines", train: ["a"], test: ["b"], bufferTraces: 40 },
      withoutClasses: [],
      classWeight: "none",
      seed: 1,
      codeVersion: "test",
    },
    classes: ["salt", "shale"],
    input: { extent: "window", samples: 64, intervalMs: 4, haloTraces: 0, haloSamples: 0, needsTime: false },
    artefacts: `runs/${id}`,
    startedAt: now(),
    ...changes,
  };
}

/** The same with another evaluation or lineage. */
export const runWith = (
  evaluation: Partial<RunRecord["evaluation"]>,
  lineage: Partial<RunRecord["lineage"]> = {},
): RunRecord => {
  const base = run("changed");
  return {
    ...base,
    evaluation: { ...base.evaluation, ...evaluation },
    lineage: { ...base.lineage, ...lineage },
  };
};

export const randomSplit = {
  kind: "random",
  seed: 1,
  trainShare: 0.64,
  validationShare: 0.16,
  testShare: 0.2,
} as const;

/** The survey of one of the run's files, of 1,000 traces. */
export function survey(name: "a" | "b", quality: Partial<SurveyRecord["quality"]> = {}): SurveyRecord {
  const range = { min: 1, max: 1, count: 1 };
  return {
    name,
    fileName: `${name}.sgy`,
    location: `/somewhere/${name}.sgy`,
    bytes: 1,
    modifiedMs: 1,
    sha256: name.repeat(64),
    revision: 1,
    format: { code: 1, name: "IBM float" },
    traces: 1000,
    samplesPerTrace: 300,
    intervalMicroseconds: 4000,
    delayMs: 0,
    verticalUnit: "ms",
    inlineByte: 189,
    crosslineByte: 193,
    geometryKind: "3d",
    inlines: range,
    crosslines: range,
    quality: { traces: 1000, deadTraces: 0, tracesWithNonFinite: 0, rmsMedian: 1, ...quality },
    warnings: [],
    ingestedAt: now(),
  };
}
