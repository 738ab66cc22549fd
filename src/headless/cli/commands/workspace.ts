import path from "node:path";
import { Command } from "commander";
import { createFileSink } from "../../../adapters/node/file-byte-sink.ts";
import { openFileSource } from "../../../adapters/node/file-byte-source.ts";
import { openFolderStorage } from "../../../adapters/node/folder-storage.ts";
import { JobError } from "../../../pipeline/errors.ts";
import { verifyWorkspace } from "../../../pipeline/steps/verify-workspace.ts";
import { exportArchive, importArchive } from "../../../pipeline/workspace/contract.ts";
import { runCommand, withJson } from "../command.ts";
import { formatBytes, formatCount } from "../format.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";

const exportCommand = (): Command =>
  withJson(
    new Command("export")
      .description(
        "write a whole workspace as one zip for another machine; the SEG-Y files stay where they are",
      )
      .requiredOption("--workspace <dir>", "the workspace folder")
      .requiredOption("--out <zip>", "where to write it"),
  ).action((options: { workspace: string; out: string; json?: boolean }) =>
    runCommand(options.json ?? false, async (ports) => {
      // Opened for its checks: a folder that is no workspace is told as such.
      await workspacePorts(ports, options.workspace, false);
      const storage = await openFolderStorage(path.resolve(options.workspace));
      const sink = await createFileSink(path.resolve(options.out));
      try {
        const { files, bytes } = await exportArchive(storage, sink, ports);
        await sink.commit();
        printResult(options.json ?? false, { file: options.out, files, bytes }, () => [
          `${options.out}  ${formatBytes(bytes)}, ${formatCount(files)} files`,
        ]);
      } catch (error) {
        await sink.abort();
        throw error;
      }
    }),
  );

const importCommand = (): Command =>
  withJson(
    new Command("import")
      .description("take a workspace from an archive into a new or empty folder; every byte is checked first")
      .argument("<zip>", "an archive")
      .requiredOption("--workspace <dir>", "the workspace folder; made where it is not there"),
  ).action((zip: string, options: { workspace: string; json?: boolean }) =>
    runCommand(options.json ?? false, async (ports) => {
      const source = await openFileSource(zip);
      try {
        const storage = await openFolderStorage(path.resolve(options.workspace));
        const { files, bytes } = await importArchive(storage, source, ports);
        printResult(options.json ?? false, { workspace: options.workspace, files, bytes }, () => [
          `${options.workspace}  ${formatBytes(bytes)}, ${formatCount(files)} files`,
          "  ingest the SEG-Y files again from where they are on this machine: they are known by their content",
        ]);
      } finally {
        await source.close();
      }
    }),
  );

const verifyCommand = (): Command =>
  withJson(
    new Command("verify")
      .description("check a workspace: every record, every table, every model's golden windows")
      .requiredOption("--workspace <dir>", "the workspace folder"),
  ).action((options: { workspace: string; json?: boolean }) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const ports = await workspacePorts(stepPorts, options.workspace, false);
      const { checked, problems } = await verifyWorkspace(ports.workspace, ports);
      printResult(options.json ?? false, { checked, problems }, () => [
        ...problems.map(({ code, message, path: where }) => `  ${where}  ${message} [${code}]`),
        `${options.workspace}: ${formatCount(checked)} checked, ${problems.length === 0 ? "all whole" : `${problems.length} not as they should be`}`,
      ]);
      if (problems.length > 0)
        throw new JobError(
          "workspace-problems",
          `${problems.length} of ${checked} things are not as they should be`,
          {
            place: { file: options.workspace },
            advice: "Run the step that makes what is damaged again, or restore it from a copy.",
          },
        );
    }),
  );

export const workspaceCommand = (): Command =>
  new Command("workspace")
    .description("a workspace as one file, and whether it is whole")
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addCommand(verifyCommand());
