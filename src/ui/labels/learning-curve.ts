import type { OverviewModel } from "../../services/contract.ts";

export interface LearningPoint {
  readonly version: number;
  /** Windows trained on. */
  readonly windows: number;
  readonly macroF1: number;
  readonly timeOnly: number;
}

export interface LearningCurve {
  readonly lines: readonly string[];
  readonly family: string;
  /** By windows trained on; versions of as many in their order. */
  readonly points: readonly LearningPoint[];
  /** Whether all were tested on as many windows of each class: else the labels of the test lines have changed too. */
  readonly sameTest: boolean;
}

/**
 * What more labels bought: versions of the newest one's family that were tested on its lines. Undefined where that says
 * nothing: a random split, or one version.
 */
export function learningCurveOf(models: readonly OverviewModel[]): LearningCurve | undefined {
  const newest = models.at(-1);
  const linesOf = ({ run }: OverviewModel): string | undefined =>
    run.lineage.split.kind === "lines" ? [...run.lineage.split.test].sort().join("\n") : undefined;
  const lines = newest && linesOf(newest);
  if (lines === undefined) return undefined;
  const alike = models.filter((model) => model.run.family === newest!.run.family && linesOf(model) === lines);
  if (alike.length < 2) return undefined;
  const supportOf = ({ run }: OverviewModel): string =>
    JSON.stringify(run.evaluation.perClass.map(({ name, support }) => [name, support]));
  return {
    lines: lines.split("\n"),
    family: newest!.run.family,
    points: alike
      .map(({ version, run }) => ({
        version: version.version,
        windows: run.examples.train,
        macroF1: run.evaluation.macroF1,
        timeOnly: run.evaluation.baselines.timeOnly.macroF1,
      }))
      .sort((a, b) => a.windows - b.windows || a.version - b.version),
    sameTest: new Set(alike.map(supportOf)).size === 1,
  };
}
