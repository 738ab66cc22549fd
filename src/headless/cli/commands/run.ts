import path from "node:path";
import { Command } from "commander";
import { writeWholeFile } from "../../../adapters/node/whole-file.ts";
import { InputError } from "../../../pipeline/errors.ts";
import { runPipeline } from "../../../pipeline/run-pipeline.ts";
import { runCommand, withJson } from "../command.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { segyFilesOf, withJoin } from "../segy-files.ts";
import { featureRequestOf, withFeatureOptions, type FeatureOptions } from "./feature-options.ts";
import { surveyLines } from "./ingest.ts";
import { classNamesOption } from "./labels/import.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";
import { trainRequestOf, withTrainOptions, type TrainOptions } from "./train-options.ts";
import { trainJson, trainLines } from "./train.ts";

type RunOptions = FeatureOptions &
  TrainOptions &
  ReadingOptions & {
    readonly workspace: string;
    readonly join?: string;
    readonly labels: string[];
    readonly classNames?: string[];
    readonly json?: boolean;
  };

export const runPipelineCommand = (): Command =>
  withJson(
    withTrainOptions(
      withFeatureOptions(
        withReading(
          withJoin(
            new Command("run")
              .description("all of it in order: ingest, labels, features, train, bundle, report")
              .argument("<file...>", "SEG-Y files")
              .requiredOption("--labels <file...>", "label SEG-Y or CSV")
              .addOption(classNamesOption())
              .requiredOption("--workspace <dir>", "the workspace folder; made where it is not there"),
          ),
        ),
      ),
      "boosting",
    ).addHelpText(
      "after",
      "\nWithout --train and --test, lines are held out by a simple rule, and the choice is printed.",
    ),
  ).action((files: string[], options: RunOptions) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      if (options.split === "lines" && (options.train === undefined) !== (options.test === undefined))
        throw new InputError("lines-missing", `--${options.train ? "test" : "train"} is missing`, {
          advice: "Give both --train and --test, or neither.",
        });
      const ports = await workspacePorts(stepPorts, options.workspace, true);
      const result = await runPipeline(ports, {
        surveys:
          options.join === undefined ? files.map((file) => path.resolve(file)) : await segyFilesOf(files),
        join: options.join,
        labels: options.labels.map((file) => path.resolve(file)),
        classNames: options.classNames,
        reading: await readingFrom(options),
        features: featureRequestOf(options),
        trainRequest: (suggest) =>
          trainRequestOf(
            options.split === "random" || options.train ? options : { ...options, ...suggest() },
          ),
      });
      const bundle = path.join(options.workspace, "bundle.zip");
      const report = path.join(options.workspace, "report.html");
      await writeWholeFile(bundle, result.bundle.bytes);
      await writeWholeFile(report, new TextEncoder().encode(result.report));
      const { split } = result.trained.run.lineage;
      printResult(
        options.json ?? false,
        {
          ...trainJson(result.trained),
          surveys: result.surveys.map(({ survey }) => survey.name),
          labelSet: result.labelSet.id,
          featureSet: result.featureSet.id,
          split,
          bundle: { file: bundle, bytes: result.bundle.bytes.length, sha256: result.bundle.sha256 },
          report,
        },
        () => [
          ...result.surveys.flatMap(({ survey, alreadyThere }) => surveyLines(survey, alreadyThere)),
          ...(split.kind === "lines"
            ? [`train on ${split.train.join(", ")}; test on ${split.test.join(", ")}`]
            : []),
          ...trainLines(result.trained),
          `bundle  ${bundle}`,
          `report  ${report}`,
        ],
      );
    }),
  );
