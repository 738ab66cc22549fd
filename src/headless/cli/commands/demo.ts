import path from "node:path";
import { Command, Option } from "commander";
import { writeDemoFolder } from "../../../adapters/node/demo-folder.ts";
import { runCommand, wholeNumber, withJson } from "../command.ts";
import { formatBytes } from "../format.ts";
import { printResult } from "../output.ts";

export const demoCommand = (): Command =>
  withJson(
    new Command("demo")
      .description("write the demo survey: a SEG-Y volume, its true labels as SEG-Y and as CSV")
      .argument("<out-dir>", "a folder; made where it is not there")
      .addOption(
        new Option("--seed <n>", "another seed, another geology").argParser(wholeNumber(0)).default(7),
      ),
  ).action((folder: string, options: { seed: number; json?: boolean }) =>
    runCommand(options.json ?? false, async (ports) => {
      const files = await writeDemoFolder(path.resolve(folder), options.seed, ports);
      printResult(options.json ?? false, { folder: path.resolve(folder), files }, () =>
        files.map(({ name, bytes, what }) => `${path.join(folder, name)}  ${formatBytes(bytes)}  ${what}`),
      );
    }),
  );
