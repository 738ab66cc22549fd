import { Command } from "commander";
import { computeFeatures } from "../../../pipeline/steps/compute-features.ts";
import { runCommand, withJson } from "../command.ts";
import { formatCount } from "../format.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { featureRequestOf, withFeatureOptions, type FeatureOptions } from "./feature-options.ts";

export const featuresCommand = (): Command =>
  withJson(
    withFeatureOptions(
      new Command("features")
        .description("compute the eight features of every window of every survey in a workspace")
        .requiredOption("--workspace <dir>", "the workspace folder"),
    ),
  ).action((options: FeatureOptions & { workspace: string; json?: boolean }) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const ports = await workspacePorts(stepPorts, options.workspace, false);
      const { featureSet, computed, reused } = await computeFeatures(ports, featureRequestOf(options));
      const { window } = featureSet;
      printResult(options.json ?? false, { ...featureSet, computed, reused }, () => [
        `feature set ${featureSet.id}: ${window.extent === "trace" ? "whole traces" : `windows of ${window.lengthSamples} samples every ${window.stepSamples}`}, every ${featureSet.every}. trace`,
        ...featureSet.tables.map(
          ({ survey, rows, parts }) =>
            `  ${survey}  ${formatCount(rows)} examples  ${parts[0]!.path}${parts.length > 1 ? ` and ${parts.length - 1} more` : ""}`,
        ),
        `  ${computed} computed, ${reused} taken as they were`,
      ]);
    }),
  );
