import { Option, type Command } from "commander";
import {
  sampleFormats,
  type ByteOrder,
  type SampleFormatCode,
  type SegyReading,
} from "../../../pipeline/segy/contract.ts";
import { oneOf, wholeNumber } from "../command.ts";

export interface ReadingOptions {
  readonly inlineByte?: number;
  readonly crosslineByte?: number;
  readonly format?: SampleFormatCode;
  readonly byteOrder?: ByteOrder;
  readonly samples?: number;
  readonly intervalUs?: number;
  readonly delayMs?: number;
}

const standardLineBytes = { inline: 189, crossline: 193 };
const formats = sampleFormats.map(({ code }) => code);

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
      new Option(
        "--format <code>",
        "sample format code where the header's is wrong (1 IBM float, 5 IEEE float …)",
      ).argParser((text) => formats.find((code) => String(code) === oneOf(...formats.map(String))(text))),
    )
    .addOption(
      new Option("--byte-order <order>", "byte order where the file's is not recognised").argParser(
        oneOf("big", "little", "pairwise"),
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
  const { inlineByte, crosslineByte, format, byteOrder, samples, intervalUs, delayMs } = options;
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
    ...(byteOrder === undefined ? {} : { byteOrder }),
    ...(samples === undefined ? {} : { samplesPerTrace: samples }),
    ...(intervalUs === undefined ? {} : { intervalMicroseconds: intervalUs }),
    ...(delayMs === undefined ? {} : { delayMs }),
  };
  return Object.keys(reading).length > 0 ? reading : undefined;
}
