import { Command } from "commander";
import { runCommand, withJson } from "../command.ts";
import { runPart, withPart, type PartOptions } from "./part-options.ts";

export const convertCommand = (): Command =>
  withJson(
    withPart(
      new Command("convert")
        .description("write a SEG-Y in another format, byte order or revision, or a part of it")
        .argument("<file>", "a SEG-Y or Seismic Unix file"),
    ),
  ).action((file: string, options: PartOptions) =>
    runCommand(options.json ?? false, (ports) => runPart(ports, file, options)),
  );
