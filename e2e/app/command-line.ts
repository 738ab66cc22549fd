import path from "node:path";
import { z } from "zod";
import { geophone, geophoneJson } from "../support/cli.ts";

const scores = z.object({ accuracy: z.number(), macroF1: z.number(), balancedAccuracy: z.number() });
const evaluation = scores.extend({
  confusion: z.array(z.array(z.number())),
  examples: z.number(),
  baselines: z.object({ timeOnly: scores, majority: scores.extend({ className: z.string() }) }),
});
export type JudgedScores = z.infer<typeof evaluation>;

/** What the command says of a bundle, wherever it was made. */
export async function evaluationInBundle(bundle: string): Promise<JudgedScores> {
  const checked = await geophoneJson(z.object({ evaluation }), ["bundle", "check", bundle]);
  return checked.evaluation;
}

/** Numbers that two houses should agree on, in one row. */
export const numbersOf = ({ accuracy, macroF1, balancedAccuracy, baselines }: JudgedScores): number[] => [
  accuracy,
  macroF1,
  balancedAccuracy,
  baselines.timeOnly.accuracy,
  baselines.timeOnly.macroF1,
  baselines.majority.accuracy,
  baselines.majority.macroF1,
];

export const largestDifference = (a: JudgedScores, b: JudgedScores): number =>
  Math.max(...numbersOf(a).map((value, i) => Math.abs(value - numbersOf(b)[i]!)));

/** Runs the command and expects it to succeed. */
export async function must(args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await geophone(args);
  if (exitCode !== 0) throw new Error(`geophone ${args.join(" ")}: ${stderr}`);
}

export async function predictWith(bundle: string, survey: string, out: string): Promise<string> {
  await must(["predict", "--bundle", bundle, survey, "--out", out]);
  return out;
}

export const inFolder =
  (folder: string) =>
  (name: string): string =>
    path.join(folder, name);
