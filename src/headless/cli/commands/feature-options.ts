import { Option, type Command } from "commander";
import type { FeatureRequest } from "../../../pipeline/steps/feature-request.ts";
import { commaList, positiveNumber, wholeNumber } from "../command.ts";

export interface FeatureOptions {
  readonly windowMs: number;
  readonly stepMs: number;
  readonly wholeTrace?: boolean;
  readonly every: number;
  readonly fit?: string[];
}

export const withFeatureOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--window-ms <ms>", "length of a window, ms; in depth the survey's unit, m or ft")
        .default(256)
        .argParser(positiveNumber),
    )
    .addOption(
      new Option("--step-ms <ms>", "from one window's start to the next, in the same unit")
        .default(64)
        .argParser(positiveNumber),
    )
    .addOption(
      new Option("--whole-trace", "one example a trace instead of windows").conflicts(["windowMs", "stepMs"]),
    )
    .addOption(
      new Option("--every <n>", "traces 0, n, 2n … of each line").default(1).argParser(wholeNumber(1)),
    )
    .addOption(
      new Option(
        "--fit <lines>",
        "add an exploratory embedding fitted on these lines (comma-separated); never used in a score",
      ).argParser(commaList),
    );

export const featureRequestOf = (options: FeatureOptions): FeatureRequest => ({
  window: options.wholeTrace
    ? { extent: "trace" }
    : { extent: "window", lengthMs: options.windowMs, stepMs: options.stepMs },
  every: options.every,
  fit: options.fit ?? [],
});
