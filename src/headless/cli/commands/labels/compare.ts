import { Command } from "commander";
import { agreementOfLabelSets, diffLabelSets } from "../../../../pipeline/steps/compare-label-sets.ts";
import { findLabelSet } from "../../../../pipeline/steps/find-label-set.ts";
import { runCommand, withJson } from "../../command.ts";
import { formatCount, formatScore } from "../../format.ts";
import { workspacePorts } from "../../node-ports.ts";
import { printResult } from "../../output.ts";

interface CompareOptions {
  readonly workspace: string;
  readonly json?: boolean;
}

const twoSets = (name: string, description: string): Command =>
  withJson(
    new Command(name)
      .description(description)
      .argument("<set>", "a label set: its id, the beginning of it, or latest")
      .argument("<other>", "another")
      .requiredOption("--workspace <dir>", "the workspace folder"),
  );

const named = (name: string): string => name || "no label";

export const diffCommand = (): Command =>
  twoSets("diff", "what changed from one label set to another").action(
    (first: string, second: string, options: CompareOptions) =>
      runCommand(options.json ?? false, async (stepPorts) => {
        const ports = await workspacePorts(stepPorts, options.workspace, false);
        const [from, to] = [
          await findLabelSet(ports.workspace, first),
          await findLabelSet(ports.workspace, second),
        ];
        const difference = await diffLabelSets(ports, from.id, to.id);
        const { changes, traces, verticalUnit } = difference;
        printResult(options.json ?? false, difference, () =>
          changes.length === 0
            ? [`${from.id} and ${to.id} say the same on all traces of this workspace`]
            : [
                `${from.id} to ${to.id}: ${formatCount(traces)} traces differ`,
                ...changes.map(
                  (change) =>
                    `  ${named(change.from)} to ${named(change.to)}: ${formatCount(change.traces)} traces, ${formatCount(Math.round(change.totalMs))} ${verticalUnit}`,
                ),
              ],
        );
      }),
  );

const kappaInWords = (kappa: number | null): string => (kappa === null ? "–" : formatScore(kappa));

export const agreementCommand = (): Command =>
  twoSets("agreement", "how far two label sets agree: Cohen's kappa on samples that both label").action(
    (first: string, second: string, options: CompareOptions) =>
      runCommand(options.json ?? false, async (stepPorts) => {
        const ports = await workspacePorts(stepPorts, options.workspace, false);
        const [a, b] = [
          await findLabelSet(ports.workspace, first),
          await findLabelSet(ports.workspace, second),
        ];
        const agreement = await agreementOfLabelSets(ports, a.id, b.id);
        const { samples, onlyA, onlyB, agreed, kappa, perClass, perLine } = agreement;
        printResult(options.json ?? false, agreement, () => [
          `kappa ${kappaInWords(kappa)}; ${agreed === null ? "no sample is labelled by both" : `the same class on ${(100 * agreed).toFixed(1)} % of ${formatCount(samples)} samples that both label`}`,
          `  only ${a.id}: ${formatCount(onlyA)} samples; only ${b.id}: ${formatCount(onlyB)}`,
          ...perClass.map(
            ({ name, inA, inB, inBoth, kappa: own }) =>
              `  ${name}: kappa ${kappaInWords(own)}, ${formatCount(inA)} and ${formatCount(inB)} samples, ${formatCount(inBoth)} in both`,
          ),
          ...perLine.map(
            ({ survey, inline, kappa: own, samples: both }) =>
              `  ${survey}${inline === undefined ? "" : ` inline ${inline}`}: kappa ${kappaInWords(own)} on ${formatCount(both)} samples`,
          ),
        ]);
      }),
  );
