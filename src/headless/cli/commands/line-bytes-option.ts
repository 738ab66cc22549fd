import { Option, type Command } from "commander";
import { wholeNumber } from "../command.ts";
import type { LineBytes } from "../../../pipeline/segy/contract.ts";

export interface LineBytesOptions {
  readonly inlineByte: number;
  readonly crosslineByte: number;
}

/** `--inline-byte`, `--crossline-byte`: where the line numbers are, counted from 1 as the standard does. */
export const withLineBytes = (command: Command): Command =>
  command
    .addOption(
      new Option("--inline-byte <byte>", "trace header byte of the inline number, from 1")
        .default(189)
        .argParser(wholeNumber(1)),
    )
    .addOption(
      new Option("--crossline-byte <byte>", "trace header byte of the crossline number, from 1")
        .default(193)
        .argParser(wholeNumber(1)),
    );

export const lineBytesOf = (options: LineBytesOptions): LineBytes => ({
  inline: options.inlineByte,
  crossline: options.crosslineByte,
});
