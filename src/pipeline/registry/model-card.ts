import { z } from "zod";
import { scoresSchema } from "../evaluation/contract.ts";
import { unitOf } from "../features/contract.ts";
import { filesOfSurvey } from "../files-of-survey.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { RunRecord } from "./contract.ts";
import type { VersionState } from "./fold-events.ts";
import { leastGain } from "./gates.ts";
import { modelInputSchema } from "./model-input.ts";

const count = z.number().int().nonnegative();
const dataSchema = z.strictObject({
  files: z.array(z.strictObject({ fileName: z.string(), sha256: z.string() })),
  /** As the split names them; empty for a random one. */
  lines: z.array(z.string()),
  examples: count,
});

/**
 * What a person has to know before using a model, written from records. Content alone (no clock, no number that a workspace
 * gave it, no stage): the same training and texts give the same card, here and in a bundle.
 */
export const modelCardSchema = z.strictObject({
  intendedUse: z.strictObject({
    text: z.string(),
    /** Whose words: the owner's, or derived from what the model is. */
    by: z.enum(["owner", "records"]),
  }),
  family: z.enum(["softmax", "boosting"]),
  parameters: z.record(z.string(), z.number()),
  classes: z.array(z.string()),
  input: modelInputSchema,
  features: count,
  labels: z.strictObject({
    rule: z.string(),
    files: z.array(z.strictObject({ fileName: z.string(), sha256: z.string() })),
  }),
  split: z.enum(["lines", "random"]),
  /** Traces left out at each crossing of a training with a test line; 0 for a random split. */
  bufferTraces: count,
  training: dataSchema,
  test: dataSchema,
  scores: z.strictObject({
    model: scoresSchema,
    majority: scoresSchema.extend({ className: z.string() }),
    timeOnly: scoresSchema,
  }),
  perClass: z.array(
    z.strictObject({
      name: z.string(),
      precision: z.number(),
      recall: z.number(),
      f1: z.number(),
      support: z.number(),
    }),
  ),
  /** Computed from the evidence; `code` is stable. */
  limits: z.array(z.strictObject({ code: z.string(), text: z.string() })),
  /** The owner's words. */
  ownerLimits: z.string().optional(),
  seed: z.number(),
  classWeight: z.enum(["none", "balanced"]),
  codeVersion: z.string(),
});
export type ModelCard = z.infer<typeof modelCardSchema>;

/** Fewer tested windows than this make a score coarse. */
const fewTested = 500;
const lowRecall = 0.5;

const score = (value: number): string => value.toFixed(3);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** "windows of 64 samples (256 ms, one sample each 4 ms)" */
function inputInWords({ extent, samples, intervalMs, verticalUnit }: RunRecord["input"]): string {
  const unit = unitOf({ verticalUnit });
  const what = extent === "window" ? "windows" : "whole traces";
  return `${what} of ${samples} samples (${samples * intervalMs} ${unit}, one sample each ${intervalMs} ${unit})`;
}

function derivedUse({ classes, input, lineage }: RunRecord): string {
  const files = [...new Set(lineage.files.map(({ fileName }) => fileName))].join(", ");
  const axis = unitOf(input) === "ms" ? "two-way time" : "depth";
  return `To tell ${classes.join(", ")} apart in ${inputInWords(input)} of seismic traces in ${axis} that are recorded and processed like ${files}; for a first look by a person who knows the survey.`;
}

type Limit = ModelCard["limits"][number];

function scoreLimits({ evaluation, family, lineage }: RunRecord): Limit[] {
  const { macroF1, baselines, examples, perClass, inflated } = evaluation;
  const limits: Limit[] = [];
  const say = (code: string, text: string): void => void limits.push({ code, text });
  const { split } = lineage;
  if (inflated)
    say(
      "split-inflated",
      "The test windows are neighbours of training windows (random split): the scores are inflated and say nothing about new lines.",
    );
  else if (split.kind === "lines" && split.test.length === 1)
    say(
      "one-line-tested",
      `Tested on one line alone (${split.test[0]!}): how scores vary from line to line is not known.`,
    );
  if (!(macroF1 - baselines.majority.macroF1 > leastGain))
    say(
      "not-above-majority",
      `Macro-F1 ${score(macroF1)} is not above always answering "${baselines.majority.className}" (${score(baselines.majority.macroF1)}).`,
    );
  if (!(macroF1 - baselines.timeOnly.macroF1 > leastGain))
    say(
      "not-above-time-only",
      `Macro-F1 ${score(macroF1)} is not above ${family} on window time alone (${score(baselines.timeOnly.macroF1)}): what the samples add is not shown.`,
    );
  if (examples < fewTested)
    say("few-tested", `Only ${examples} windows were tested: a few of them move the scores.`);
  for (const { name, recall, support } of perClass)
    if (support === 0)
      say("class-untested", `No tested window is of class ${name}: how well it is found is not known.`);
    else if (!(recall >= lowRecall))
      say(
        "class-low-recall",
        `Of ${support} tested windows of class ${name} ${percent(recall)} are found: do not rely on it for this class.`,
      );
  return limits;
}

function inputLimits({ input, lineage, classes }: RunRecord): Limit[] {
  const limits: Limit[] = [];
  const say = (code: string, text: string): void => void limits.push({ code, text });
  say(
    "input-bound",
    `Takes ${inputInWords(input)} and nothing else: other intervals, lengths or units are refused, not resampled.`,
  );
  if (input.needsTime)
    say(
      "needs-time",
      `Knows the ${unitOf(input) === "ms" ? "time" : "depth"} of a window: it does not carry over to surveys where the same rocks lie at another.`,
    );
  say(
    "closed-set",
    `Answers with one of ${classes.join(", ")} whatever it is shown; there is no "none of these".`,
  );
  if (lineage.withoutClasses.length > 0)
    say(
      "classes-left-out",
      `Windows labelled ${lineage.withoutClasses.join(", ")} took no part in training and test: it gives them other classes.`,
    );
  return limits;
}

function dataLimits({ lineage }: RunRecord, surveys: readonly SurveyRecord[]): Limit[] {
  const hashes = new Set(lineage.files.map(({ sha256 }) => sha256));
  const used = surveys.filter((survey) => filesOfSurvey(survey).some(({ sha256 }) => hashes.has(sha256)));
  const limits: Limit[] = [];
  for (const { fileName, quality } of used) {
    const { mutedShare = 0, tracesWithNonFinite, deadTraces, traces } = quality;
    if (mutedShare > 0)
      limits.push({
        code: "muted",
        text: `${percent(mutedShare)} of the samples of ${fileName} are muted: windows that are all muted are neither trained on nor scored.`,
      });
    if (tracesWithNonFinite > 0)
      limits.push({
        code: "non-finite",
        text: `${tracesWithNonFinite} of ${traces} traces of ${fileName} hold NaN or infinity: their windows are not scored.`,
      });
    if (deadTraces > 0)
      limits.push({
        code: "dead-traces",
        text: `${deadTraces} of ${traces} traces of ${fileName} are dead.`,
      });
  }
  return limits;
}

/**
 * @param surveys of the workspace; those that the run was not made from are passed over
 * @param texts the owner's own, where there are any
 */
export function modelCardOf(
  run: RunRecord,
  surveys: readonly SurveyRecord[],
  texts: Pick<VersionState, "intendedUse" | "limits"> = {},
): ModelCard {
  const { evaluation, lineage } = run;
  const { split } = lineage;
  const filesOf = (part: "train" | "test"): ModelCard["training"]["files"] =>
    lineage.files
      .filter(({ role }) => role === part || role === "train and test")
      .map(({ fileName, sha256 }) => ({ fileName, sha256 }));
  const { accuracy, macroF1, balancedAccuracy, baselines } = evaluation;
  return {
    intendedUse: texts.intendedUse
      ? { text: texts.intendedUse, by: "owner" }
      : { text: derivedUse(run), by: "records" },
    family: run.family,
    parameters: run.parameters,
    classes: run.classes,
    input: run.input,
    features: lineage.features.length,
    labels: { rule: lineage.labelSet.rule, files: lineage.labelSet.sources },
    split: split.kind,
    bufferTraces: split.kind === "lines" ? split.bufferTraces : 0,
    training: {
      files: filesOf("train"),
      lines: split.kind === "lines" ? split.train : [],
      examples: run.examples.train,
    },
    test: {
      files: filesOf("test"),
      lines: split.kind === "lines" ? split.test : [],
      examples: evaluation.examples,
    },
    scores: {
      model: { accuracy, macroF1, balancedAccuracy },
      majority: baselines.majority,
      timeOnly: baselines.timeOnly,
    },
    perClass: evaluation.perClass,
    limits: [...scoreLimits(run), ...inputLimits(run), ...dataLimits(run, surveys)],
    ...(texts.limits ? { ownerLimits: texts.limits } : {}),
    seed: lineage.seed,
    classWeight: lineage.classWeight,
    codeVersion: lineage.codeVersion,
  };
}
