import { Command, Option } from "commander";
import {
  defaultCell,
  defaultSeed,
  samplingMethods,
  type SamplingMethod,
} from "../../../pipeline/sampling/contract.ts";
import { oneOf, positiveNumber, runCommand, wholeNumber, withJson } from "../command.ts";
import { runPart, withPart, type PartOptions } from "./part-options.ts";

interface SampleOptions extends PartOptions {
  readonly method: SamplingMethod;
  readonly count?: number;
  readonly fraction?: number;
  readonly every?: number;
  readonly cell?: number;
  readonly seed?: number;
}

export const sampleCommand = (): Command =>
  withJson(
    withPart(
      new Command("sample")
        .description(
          "write some of a file's traces as a SEG-Y: chosen at random, by cells, evenly in space, every n-th",
        )
        .argument("<file>", "a SEG-Y or Seismic Unix file")
        .addOption(
          new Option("--method <name>", "random, stratified (by cells of lines), even (in space) or every")
            .argParser(oneOf(...samplingMethods))
            .makeOptionMandatory(),
        )
        .addOption(new Option("--count <n>", "how many traces").argParser(wholeNumber(1)))
        .addOption(new Option("--fraction <f>", "how many, as a share from 0 to 1").argParser(positiveNumber))
        .addOption(
          new Option("--every <n>", "with --method every: traces 0, n, 2n …").argParser(wholeNumber(1)),
        )
        .addOption(
          new Option(
            "--cell <lines>",
            `width of a cell of --method stratified (default: ${defaultCell})`,
          ).argParser(wholeNumber(1)),
        )
        .addOption(
          new Option("--seed <n>", `the same seed, the same traces (default: ${defaultSeed})`).argParser(
            wholeNumber(0),
          ),
        ),
    ),
  ).action((file: string, options: SampleOptions) =>
    runCommand(options.json ?? false, (ports) => {
      const { method, count, fraction, every, cell, seed } = options;
      return runPart(ports, file, options, {
        method,
        ...(count === undefined ? {} : { count }),
        ...(fraction === undefined ? {} : { fraction }),
        ...(every === undefined ? {} : { every }),
        ...(cell === undefined ? {} : { cell }),
        ...(seed === undefined ? {} : { seed }),
      });
    }),
  );
