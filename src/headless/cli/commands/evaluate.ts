import path from "node:path";
import { Command, Option } from "commander";
import { evaluateModel } from "../../../pipeline/steps/evaluate-model.ts";
import { runCommand, wholeNumber, withJson } from "../command.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { evaluationLines } from "./evaluation-lines.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";

interface EvaluateOptions extends ReadingOptions {
  readonly workspace: string;
  readonly model: string;
  readonly survey: string[];
  readonly labels: string[];
  readonly every: number;
  readonly json?: boolean;
}

export const evaluateCommand = (): Command =>
  withJson(
    withReading(
      new Command("evaluate")
        .description("score a registered model on labelled SEG-Y files, beside chance")
        .requiredOption("--workspace <dir>", "the workspace folder")
        .requiredOption("--model <version>", "a version number, latest, production, staging or an alias")
        .requiredOption("--survey <file...>", "SEG-Y files")
        .requiredOption("--labels <file...>", "their labels: SEG-Y or CSV")
        .addOption(
          new Option("--every <n>", "traces 0, n, 2n … of each line").default(1).argParser(wholeNumber(1)),
        ),
    ),
  ).action((options: EvaluateOptions) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const ports = await workspacePorts(stepPorts, options.workspace, false);
      const evaluation = await evaluateModel(ports, {
        model: options.model,
        surveys: options.survey.map((file) => path.resolve(file)),
        labels: options.labels.map((file) => path.resolve(file)),
        every: options.every,
        reading: await readingFrom(options),
      });
      printResult(options.json ?? false, evaluation, () => evaluationLines(evaluation));
    }),
  );
