import path from "node:path";
import { Command, Option } from "commander";
import { importLabels } from "../../../pipeline/steps/import-labels.ts";
import { commaList, runCommand, withJson } from "../command.ts";
import { formatCount } from "../format.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";

/** `--class-names normal,anomaly,boundary`: names for the numbers 0, 1, 2 of label volumes. */
export const classNamesOption = (): Option =>
  new Option(
    "--class-names <names>",
    "what the numbers 0, 1, 2 … of label volumes stand for, comma-separated",
  ).argParser(commaList);

const importCommand = (): Command =>
  withJson(
    withReading(
      new Command("import")
        .description("read label volumes (SEG-Y of class numbers) or CSV intervals into a new label set")
        .argument(
          "<file...>",
          "label SEG-Y, or CSV: inline,crossline,start_ms,end_ms,class[,detail] (depth: start_m or start_ft)",
        )
        .requiredOption("--workspace <dir>", "the workspace folder")
        .addOption(classNamesOption()),
    ),
  ).action(
    (
      files: string[],
      options: ReadingOptions & { workspace: string; classNames?: string[]; json?: boolean },
    ) =>
      runCommand(options.json ?? false, async (stepPorts) => {
        const ports = await workspacePorts(stepPorts, options.workspace, false);
        const { labelSet, coverage } = await importLabels(
          ports,
          files.map((file) => path.resolve(file)),
          { ...(await readingFrom(options)), classNames: options.classNames },
        );
        printResult(options.json ?? false, { ...labelSet, coverage }, () => [
          `label set ${labelSet.id}: ${labelSet.classes.join(", ")}`,
          ...coverage.map(
            ({ fileName, matchedTraces, unmatchedTraces }) =>
              `  ${fileName}  labels for ${formatCount(matchedTraces)} traces${unmatchedTraces > 0 ? `, and for ${formatCount(unmatchedTraces)} that are not in this workspace` : ""}`,
          ),
        ]);
      }),
  );

export const labelsCommand = (): Command =>
  new Command("labels").description("label sets of a workspace").addCommand(importCommand());
