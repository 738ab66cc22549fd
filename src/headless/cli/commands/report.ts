import { Command } from "commander";
import { writeWholeFile } from "../../../adapters/node/whole-file.ts";
import { makeReport } from "../../../pipeline/steps/make-report.ts";
import { runCommand, withJson } from "../command.ts";
import { formatBytes } from "../format.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";

export const reportCommand = (): Command =>
  withJson(
    new Command("report")
      .description("write what the workspace holds as one printable HTML file")
      .requiredOption("--workspace <dir>", "the workspace folder")
      .requiredOption("--out <html>", "where to write it"),
  ).action((options: { workspace: string; out: string; json?: boolean }) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const ports = await workspacePorts(stepPorts, options.workspace, false);
      const html = new TextEncoder().encode(await makeReport(ports));
      await writeWholeFile(options.out, html);
      printResult(options.json ?? false, { file: options.out, bytes: html.length }, () => [
        `${options.out}  ${formatBytes(html.length)}`,
      ]);
    }),
  );
