import { unitOf } from "../features/contract.ts";
import { stableJson } from "../workspace/contract.ts";
import type { RunRecord } from "./contract.ts";

/** A version with its run, to be held beside another. */
export interface ComparedVersion {
  readonly version: number;
  readonly run: RunRecord;
}

/** One thing that is not the same in both; null where one has no such thing. */
export interface Difference {
  readonly name: string;
  readonly a: string | number | null;
  readonly b: string | number | null;
}

/** A score of both versions, each beside the chance of its own test. */
export interface ComparedScore {
  readonly name: "macro-F1" | "accuracy" | "balanced accuracy";
  readonly a: ScoreBesideChance;
  readonly b: ScoreBesideChance;
}
export interface ScoreBesideChance {
  readonly model: number;
  readonly majority: number;
  readonly timeOnly: number;
}

type ClassScores = RunRecord["evaluation"]["perClass"][number];
export interface ComparedClass {
  readonly name: string;
  /** null where the version does not know the class. */
  readonly a: ClassScores | null;
  readonly b: ClassScores | null;
}

export interface VersionComparison {
  readonly a: number;
  readonly b: number;
  /** Family and what it was trained with. */
  readonly parameters: readonly Difference[];
  /** Files, labels, windows, features, split, seed. */
  readonly data: readonly Difference[];
  readonly scores: readonly ComparedScore[];
  readonly perClass: readonly ComparedClass[];
  /** Whether both were tested on the very same windows with the same labels. */
  readonly sameTestRows: boolean;
  /** In plain words; empty where the scores can be held against each other. */
  readonly warnings: readonly string[];
}

type Facts = Readonly<Record<string, string | number>>;

function differences(a: Facts, b: Facts): Difference[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .map((name) => ({ name, a: a[name] ?? null, b: b[name] ?? null }))
    .filter((difference) => difference.a !== difference.b);
}

const parameterFacts = ({ family, parameters, backend, lineage }: RunRecord): Facts => ({
  family,
  ...parameters,
  "class weight": lineage.classWeight,
  backend,
});

const listed = (names: readonly string[]): string =>
  names.length === 0 ? "none" : [...names].sort().join(", ");

function dataFacts({ lineage, input, classes, examples }: RunRecord): Facts {
  const { split, featureSet, labelSet } = lineage;
  const unit = unitOf(input);
  const file = (
    role: string,
    { fileName, sha256 }: { fileName: string; sha256: string },
  ): [string, string] => [`${role} ${fileName}`, sha256];
  return {
    ...Object.fromEntries(
      lineage.files.map((entry) => [`file ${entry.fileName}`, `${entry.sha256} (${entry.role})`]),
    ),
    ...Object.fromEntries(labelSet.sources.map((entry) => file("label file", entry))),
    "label set": labelSet.id,
    "label rule": labelSet.rule,
    classes: classes.join(", "),
    "classes left out": listed(lineage.withoutClasses),
    window: `${input.extent === "trace" ? "whole trace" : "window"}, ${input.samples} samples at ${input.intervalMs} ${unit}`,
    "window step": `${featureSet.window.stepSamples} samples`,
    "every n-th trace": featureSet.every,
    "feature set": featureSet.id,
    split: split.kind === "lines" ? "by lines" : "random (inflated)",
    ...(split.kind === "lines"
      ? {
          "training lines": listed(split.train),
          "test lines": listed(split.test),
          "buffer traces": split.bufferTraces,
        }
      : { "split seed": split.seed }),
    "training windows": examples.train,
    "test windows": examples.test,
    seed: lineage.seed,
    "code version": lineage.codeVersion,
  };
}

function scoresOf(
  { evaluation }: RunRecord,
  of: "macroF1" | "accuracy" | "balancedAccuracy",
): ScoreBesideChance {
  const { majority, timeOnly } = evaluation.baselines;
  return { model: evaluation[of], majority: majority[of], timeOnly: timeOnly[of] };
}

/** Columns that one has and the other has not: forty names that are the same would hide them. */
function featureDifferences(a: RunRecord, b: RunRecord): Difference[] {
  const only = (one: RunRecord, other: RunRecord): string =>
    listed(one.lineage.features.filter((name) => !other.lineage.features.includes(name)));
  const [onlyA, onlyB] = [only(a, b), only(b, a)];
  return onlyA === onlyB ? [] : [{ name: "features of one alone", a: onlyA, b: onlyB }];
}

/** What settles which windows are tested, as far as the records tell. */
function testIdentity({ lineage, evaluation }: RunRecord): string {
  const { split, featureSet, labelSet } = lineage;
  return stableJson({
    files: lineage.files.filter(({ role }) => role !== "train").map(({ sha256 }) => sha256),
    featureSet: featureSet.id,
    labelSet: labelSet.id,
    withoutClasses: [...lineage.withoutClasses].sort(),
    split: split.kind === "lines" ? [...split.test].sort() : split,
    examples: evaluation.examples,
    support: evaluation.perClass.map(({ name, support }) => [name, support]),
  });
}

/**
 * Two versions beside each other: what differs, and what they scored.
 * @param tested hashes of the windows that each was tested on, where those were kept; else the records decide
 */
export function compareVersions(
  a: ComparedVersion,
  b: ComparedVersion,
  tested?: { readonly a: string; readonly b: string },
): VersionComparison {
  const sameTestRows = tested ? tested.a === tested.b : testIdentity(a.run) === testIdentity(b.run);
  const warnings: string[] = [];
  if (!sameTestRows)
    warnings.push(
      `The two were not tested on the same windows (${a.run.evaluation.examples} and ${b.run.evaluation.examples}): a difference between their scores says nothing about which is better.`,
    );
  for (const { version, run } of [a, b])
    if (run.evaluation.inflated)
      warnings.push(`The scores of version ${version} are inflated (random split).`);
  const names = [...new Set([...a.run.classes, ...b.run.classes])];
  const classOf = ({ evaluation }: RunRecord, name: string): ClassScores | null =>
    evaluation.perClass.find((known) => known.name === name) ?? null;
  const compared = (
    name: ComparedScore["name"],
    of: "macroF1" | "accuracy" | "balancedAccuracy",
  ): ComparedScore => ({ name, a: scoresOf(a.run, of), b: scoresOf(b.run, of) });
  return {
    a: a.version,
    b: b.version,
    parameters: differences(parameterFacts(a.run), parameterFacts(b.run)),
    data: [...differences(dataFacts(a.run), dataFacts(b.run)), ...featureDifferences(a.run, b.run)],
    scores: [
      compared("macro-F1", "macroF1"),
      compared("accuracy", "accuracy"),
      compared("balanced accuracy", "balancedAccuracy"),
    ],
    perClass: names.map((name) => ({ name, a: classOf(a.run, name), b: classOf(b.run, name) })),
    sameTestRows,
    warnings,
  };
}
