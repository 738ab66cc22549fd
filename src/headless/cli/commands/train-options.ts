import { Option, type Command } from "commander";
import { InputError } from "../../../pipeline/errors.ts";
import { parseModelParameters, type ModelFamily } from "../../../pipeline/models/contract.ts";
import type { TrainRequest } from "../../../pipeline/steps/train-request.ts";
import { commaList, keyValue, oneOf, wholeNumber } from "../command.ts";

export interface TrainOptions {
  readonly model: ModelFamily;
  readonly train?: string[];
  readonly test?: string[];
  readonly split: "lines" | "random";
  readonly bufferTraces: number;
  readonly withTime?: boolean;
  readonly withoutClasses?: string[];
  readonly classWeight: "none" | "balanced";
  readonly set?: Record<string, string>;
  readonly seed: number;
}

/** Bins next to a crossing with a test line whose traces are too alike to be trained on. */
const defaultBufferTraces = 40;

export const withTrainOptions = (command: Command, defaultModel?: ModelFamily): Command =>
  command
    .addOption(
      new Option("--model <family>", "softmax or boosting")
        .argParser(oneOf("softmax", "boosting"))
        .default(defaultModel)
        .makeOptionMandatory(defaultModel === undefined),
    )
    .addOption(new Option("--train <lines>", "lines to train on, comma-separated").argParser(commaList))
    .addOption(new Option("--test <lines>", "lines to test on, comma-separated").argParser(commaList))
    .addOption(
      new Option("--split <kind>", "whole lines, or the old 64/16/20 random split, whose scores are inflated")
        .argParser(oneOf("lines", "random"))
        .default("lines"),
    )
    .addOption(
      new Option(
        "--buffer-traces <n>",
        "training traces nearer than this to a crossing with a test line are left out",
      )
        .argParser(wholeNumber(0))
        .default(defaultBufferTraces),
    )
    .option("--with-time", "let the model see the window's time (a position: it knows depth)")
    .addOption(
      new Option(
        "--without-classes <names>",
        "classes whose windows take no part, comma-separated",
      ).argParser(commaList),
    )
    .addOption(
      new Option("--class-weight <kind>", "none or balanced")
        .argParser(oneOf("none", "balanced"))
        .default("none"),
    )
    .addOption(new Option("--set <key=value...>", "a parameter of the model").argParser(keyValue))
    .addOption(new Option("--seed <n>", "seed of everything random").argParser(wholeNumber(0)).default(42))
    .addHelpText("after", () => `\nParameters for --set, with their defaults:\n${parameterHelp()}`);

/** "boosting: iterations=100, learningRate=0.1 …", for --help. */
function parameterHelp(): string {
  const lines = (["boosting", "softmax"] as const).map((family) => {
    const defaults = Object.entries(parseModelParameters(family, {}).parameters);
    return `  ${family}: ${defaults.map(([name, value]) => `${name}=${value}`).join(", ")}`;
  });
  return lines.join("\n");
}

/** @throws InputError `lines-missing`, `lines-not-wanted`, and what the parameters raise */
export function trainRequestOf(options: TrainOptions): TrainRequest {
  const { train, test, seed } = options;
  const common = {
    specification: parseModelParameters(options.model, options.set ?? {}),
    withTime: options.withTime ?? false,
    withoutClasses: options.withoutClasses ?? [],
    classWeight: options.classWeight,
    seed,
  };
  if (options.split === "random") {
    if (train ?? test)
      throw new InputError("lines-not-wanted", "a random split takes no --train and no --test", {
        advice: "Leave them out, or split by lines: the honest way.",
      });
    return {
      ...common,
      split: { kind: "random", seed, trainShare: 0.64, validationShare: 0.16, testShare: 0.2 },
    };
  }
  if (!train || !test)
    throw new InputError("lines-missing", `--${train ? "test" : "train"} is missing`, {
      advice: "Name lines to train on and other lines to test on.",
    });
  return { ...common, split: { kind: "lines", train, test, bufferTraces: options.bufferTraces } };
}
