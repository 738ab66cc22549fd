import type { Evaluation } from "../../../pipeline/evaluation/contract.ts";
import { formatCount, formatScore } from "../format.ts";

/** A score never stands alone: majority and time only are in the same table. */
export function evaluationLines(evaluation: Evaluation): string[] {
  const { majority, timeOnly } = evaluation.baselines;
  const row = (name: string, model: number, chance: number, depth: number): string =>
    `  ${name.padEnd(19)}${formatScore(model).padStart(9)}${formatScore(chance).padStart(12)}${formatScore(depth).padStart(12)}`;
  const width = Math.max(5, ...evaluation.perClass.map(({ name }) => name.length));
  return [
    ...(evaluation.inflated ? ["  INFLATED: a random split trains on the neighbours of what it tests"] : []),
    `  ${formatCount(evaluation.examples).padEnd(8)} tested    this model    majority   time only`,
    row("accuracy", evaluation.accuracy, majority.accuracy, timeOnly.accuracy),
    row("macro-F1", evaluation.macroF1, majority.macroF1, timeOnly.macroF1),
    row(
      "balanced accuracy",
      evaluation.balancedAccuracy,
      majority.balancedAccuracy,
      timeOnly.balancedAccuracy,
    ),
    `  ${"class".padEnd(width)}  precision  recall     F1   windows`,
    ...evaluation.perClass.map(
      ({ name, precision, recall, f1, support }) =>
        `  ${name.padEnd(width)}  ${formatScore(precision).padStart(9)}  ${formatScore(recall).padStart(6)}  ${formatScore(f1).padStart(5)}  ${formatCount(support).padStart(8)}`,
    ),
  ];
}
