import { Command } from "commander";
import { listLabelSets } from "../../../../pipeline/steps/find-label-set.ts";
import { runCommand, withJson } from "../../command.ts";
import { formatCount } from "../../format.ts";
import { workspacePorts } from "../../node-ports.ts";
import { printResult } from "../../output.ts";

export const listCommand = (): Command =>
  withJson(
    new Command("list")
      .description("the label sets of a workspace, the oldest first")
      .requiredOption("--workspace <dir>", "the workspace folder"),
  ).action((options: { workspace: string; json?: boolean }) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const { workspace } = await workspacePorts(stepPorts, options.workspace, false);
      const sets = await listLabelSets(workspace);
      printResult(options.json ?? false, sets, () =>
        sets.length === 0
          ? ["no labels yet"]
          : sets.flatMap(({ id, createdAt, classes, intervals, author, note, parent, sources }) => [
              `${id}  ${createdAt}  ${formatCount(intervals)} intervals of ${classes.join(", ")}`,
              ...(author || note ? [`  ${[author, note].filter(Boolean).join(": ")}`] : []),
              ...(parent ? [`  made from ${parent}`] : []),
              ...sources.map(
                ({ fileName, kind, intervals: own }) =>
                  `  ${fileName}  ${kind}, ${formatCount(own)} intervals`,
              ),
            ]),
      );
    }),
  );
