import { Command, InvalidArgumentError } from "commander";
import type { StepPorts } from "../../pipeline/steps/context.ts";
import { nodePorts } from "./node-ports.ts";
import { printFailure } from "./output.ts";
import { ProgressLine } from "./progress-line.ts";

/** Runs a command's work with ports, progress and Ctrl-C, and turns whatever it throws into one message and an exit code. */
export async function runCommand(json: boolean, work: (ports: StepPorts) => Promise<void>): Promise<void> {
  const progress = new ProgressLine();
  const cancel = new AbortController();
  const onInterrupt = (): void => {
    cancel.abort();
  };
  process.once("SIGINT", onInterrupt);
  process.once("SIGTERM", onInterrupt);
  try {
    await work(nodePorts(progress, cancel.signal));
    progress.clear();
  } catch (error) {
    progress.clear();
    process.exitCode = printFailure(json, error);
  } finally {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onInterrupt);
  }
}

/** `--json` of a command, for failures too. */
export const withJson = (command: Command): Command =>
  command.option("--json", "print the result (and any error) as JSON");

export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`a whole number of at least ${least} is expected.`);
    return value;
  };
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("a number above 0 is expected.");
  return value;
}

/** `a,b` → ["a", "b"]. */
export function commaList(text: string): string[] {
  const items = text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  if (items.length === 0) throw new InvalidArgumentError("at least one name is expected.");
  return items;
}

/** `--set key=value`, repeated or several in a row. */
export function keyValue(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("key=value is expected.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

export function oneOf<T extends string>(...choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new InvalidArgumentError(`one of ${choices.join(", ")} is expected.`);
    return found;
  };
}
