import { Command } from "commander";
import { trainModel, type TrainResult } from "../../../pipeline/steps/train-model.ts";
import { runCommand, withJson } from "../command.ts";
import { formatCount } from "../format.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { evaluationLines } from "./evaluation-lines.ts";
import { trainRequestOf, withTrainOptions, type TrainOptions } from "./train-options.ts";

export function trainJson({ version, run, warnings }: TrainResult): object {
  return {
    modelVersion: version.version,
    runId: run.id,
    backend: run.backend,
    fitSeconds: run.fitSeconds,
    examples: run.examples,
    metrics: run.evaluation,
    warnings,
  };
}

export function trainLines({ version, run, warnings }: TrainResult): string[] {
  const { examples } = run;
  return [
    `model version ${version.version}: ${run.family} on ${formatCount(examples.train)} examples in ${run.fitSeconds.toFixed(2)} s (${run.backend})`,
    ...(examples.buffer > 0
      ? [`  ${formatCount(examples.buffer)} examples near a test line were left out`]
      : []),
    ...warnings.map((warning) => `  warning  ${warning}`),
    ...evaluationLines(run.evaluation),
  ];
}

export const trainCommand = (): Command =>
  withJson(
    withTrainOptions(
      new Command("train")
        .description("train on some lines, test on others, register the model")
        .requiredOption("--workspace <dir>", "the workspace folder"),
    ),
  ).action((options: TrainOptions & { workspace: string; json?: boolean }) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const request = trainRequestOf(options);
      const ports = await workspacePorts(stepPorts, options.workspace, false);
      const result = await trainModel(ports, request);
      printResult(options.json ?? false, trainJson(result), () => trainLines(result));
    }),
  );
