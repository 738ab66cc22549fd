import { resolveLine } from "../lines.ts";
import { splitAtRandom, splitByLines, type SplitDefinition, type SplitRows } from "../split/contract.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { Examples } from "./load-examples.ts";

/** Parallel lines closer than this many bins see much the same rock. */
const closeParallelBins = 40;

/** Rows by their part, and what a person should know of the choice. */
export function splitExamples(
  definition: SplitDefinition,
  examples: Examples,
  surveys: readonly SurveyRecord[],
): { readonly rows: SplitRows; readonly warnings: readonly string[] } {
  if (definition.kind === "random")
    return {
      rows: splitAtRandom(examples.labels, definition.seed),
      warnings: ["a random split puts neighbouring windows on both sides: its scores are inflated"],
    };
  const rows = splitByLines(
    examples,
    {
      surveys: examples.surveys,
      train: definition.train.map((name) => resolveLine(name, surveys)),
      test: definition.test.map((name) => resolveLine(name, surveys)),
    },
    definition.bufferTraces,
  );
  const { nearestParallel: nearest } = rows;
  const warnings =
    nearest && nearest.distance < closeParallelBins
      ? [
          `training line ${nearest.train} runs ${nearest.distance} bins beside test line ${nearest.test}: the score knows the neighbourhood`,
        ]
      : [];
  return { rows, warnings };
}
