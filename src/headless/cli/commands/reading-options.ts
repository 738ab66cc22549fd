import { Option, type Command } from "commander";
import type { SampleFormatCode, SegyReading } from "../../../pipeline/segy/contract.ts";
import { oneOf, wholeNumber } from "../command.ts";

export interface ReadingOptions {
  readonly inlineByte?: number;
  readonly crosslineByte?: number;
  readonly format?: SampleFormatCode;
  readonly samples?: number;
  readonly intervalUs?: number;
  readonly delayMs?: number;
}

const standardLineBytes = { inline: 189, crossline: 193 };
const formats: Readonly<Record<"1" | "3" | "5" | "8", SampleFormatCode>> = { 1: 1, 3: 3, 5: 5, 8: 8 };

/** What a person may say of a SEG-Y where its headers are wrong: line bytes (counted from 1), format, samples, interval, delay. */
export const withReading = (command: Command): Command =>
  command
    .addOption(
      new Option(
        "--inline-byte <byte>",
        "trace header byte of the inline number, from 1 (standard: 189)",
      ).argParser(wholeNumber(1)),
    )
    .addOption(
      new Option(
        "--crossline-byte <byte>",
        "trace header byte of the crossline number, from 1 (standard: 193)",
      ).argParser(wholeNumber(1)),
    )
    .addOption(
      new Option("--format <code>", "sample format where the header's is wrong: 1, 3, 5 or 8").argParser(
        (text) => formats[oneOf("1", "3", "5", "8")(text)],
      ),
    )
    .addOption(
      new Option("--samples <n>", "samples a trace where the header's is wrong").argParser(wholeNumber(1)),
    )
    .addOption(
      new Option("--interval-us <us>", "sample interval in µs where the header's is wrong").argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option("--delay-ms <ms>", "time of the first sample where the header's is wrong").argParser(
        wholeNumber(-32_768),
      ),
    );

/** Undefined where nothing was said: a file that a workspace knows is then read as before. */
export function readingFrom(options: ReadingOptions): SegyReading | undefined {
  const { inlineByte, crosslineByte, format, samples, intervalUs, delayMs } = options;
  const reading: SegyReading = {
    ...(inlineByte !== undefined || crosslineByte !== undefined
      ? {
          lineBytes: {
            inline: inlineByte ?? standardLineBytes.inline,
            crossline: crosslineByte ?? standardLineBytes.crossline,
          },
        }
      : {}),
    ...(format === undefined ? {} : { formatCode: format }),
    ...(samples === undefined ? {} : { samplesPerTrace: samples }),
    ...(intervalUs === undefined ? {} : { intervalMicroseconds: intervalUs }),
    ...(delayMs === undefined ? {} : { delayMs }),
  };
  return Object.keys(reading).length > 0 ? reading : undefined;
}
