import { InvalidArgumentError, Option, type Command } from "commander";
import {
  sampleFormats,
  type ByteOrder,
  type CoordinateBytes,
  type HorizontalUnit,
  type SampleFormatCode,
  type SegyPolarity,
  type SegyReading,
  type VerticalUnit,
} from "../../../pipeline/segy/contract.ts";
import { oneOf, wholeNumber } from "../command.ts";
import { profileFrom } from "../profiles.ts";

export interface ReadingOptions {
  readonly profile?: string;
  readonly inlineByte?: number;
  readonly crosslineByte?: number;
  readonly format?: SampleFormatCode;
  readonly byteOrder?: ByteOrder;
  readonly samples?: number;
  readonly intervalUs?: number;
  readonly delayMs?: number;
  readonly coordinateBytes?: CoordinateBytes;
  readonly cdpByte?: number;
  readonly offsetByte?: number;
  readonly coordinateScalar?: number;
  readonly textEncoding?: SegyReading["textEncoding"];
  readonly verticalUnit?: VerticalUnit;
  readonly horizontalUnit?: HorizontalUnit;
  readonly crs?: string;
  readonly polarity?: SegyPolarity;
  readonly reverse?: boolean;
}

const standardLineBytes = { inline: 189, crossline: 193 };
const formats = sampleFormats.map(({ code }) => code);

/** `73,77` */
function coordinateBytes(text: string): CoordinateBytes {
  const [x, y, ...more] = text.split(",").map(wholeNumber(1));
  if (x === undefined || y === undefined || more.length > 0)
    throw new InvalidArgumentError("two bytes are expected, X,Y.");
  return { x, y };
}

/** What a person may say of a SEG-Y where its headers are wrong or silent. Bytes are counted from 1. */
export const withReading = (command: Command, prefix: "" | "source-" = ""): Command =>
  command
    .option(
      "--profile <name>",
      "read as this profile of the workspace says, or a file that geophone profiles export wrote; options come before it",
    )
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
        `--${prefix}format <code>`,
        "sample format code where the header's is wrong (1 IBM float, 5 IEEE float …)",
      ).argParser((text) => formats.find((code) => String(code) === oneOf(...formats.map(String))(text))),
    )
    .addOption(
      new Option(`--${prefix}byte-order <order>`, "byte order where the file's is not recognised").argParser(
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
    )
    .addOption(
      new Option(
        "--coordinate-bytes <x,y>",
        "trace header bytes of CDP X and Y, from 1 (standard: 181,185)",
      ).argParser(coordinateBytes),
    )
    .addOption(
      new Option("--cdp-byte <byte>", "trace header byte of the CDP number, from 1 (standard: 21)").argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option("--offset-byte <byte>", "trace header byte of the offset, from 1 (standard: 37)").argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option(
        "--coordinate-scalar <scalar>",
        "scalar of all coordinates, as a header says it: 10 multiplies, -100 divides",
      ).argParser(wholeNumber(-32_768)),
    )
    .addOption(
      new Option("--text-encoding <encoding>", "encoding of the textual header").argParser(
        oneOf("ebcdic", "ascii"),
      ),
    )
    .addOption(
      new Option(
        "--vertical-unit <unit>",
        "ms for time, m or ft for depth: what interval and delay are in",
      ).argParser(oneOf("ms", "m", "ft")),
    )
    .addOption(new Option("--horizontal-unit <unit>", "unit of X and Y").argParser(oneOf("m", "ft")))
    .addOption(new Option("--crs <name>", "coordinate reference system of X and Y, in words"))
    .addOption(
      new Option("--polarity <convention>", "SEG's polarity convention, as the file holds it").argParser(
        oneOf("seg-normal", "seg-reverse"),
      ),
    )
    .addOption(new Option("--reverse", "read every sample with its sign reversed"));

/** What the options say by themselves; undefined where they say nothing. */
function spokenReading(options: ReadingOptions): SegyReading | undefined {
  const { inlineByte, crosslineByte, format, byteOrder, samples, intervalUs, delayMs } = options;
  const { coordinateBytes: xy, cdpByte, offsetByte, coordinateScalar, textEncoding } = options;
  const { verticalUnit, horizontalUnit, crs, polarity, reverse } = options;
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
    ...(xy === undefined ? {} : { coordinateBytes: xy }),
    ...(cdpByte === undefined ? {} : { cdpByte }),
    ...(offsetByte === undefined ? {} : { offsetByte }),
    ...(coordinateScalar === undefined ? {} : { coordinateScalar }),
    ...(textEncoding === undefined ? {} : { textEncoding }),
    ...(verticalUnit === undefined ? {} : { verticalUnit }),
    ...(horizontalUnit === undefined ? {} : { horizontalUnit }),
    ...(crs === undefined ? {} : { coordinateSystem: crs }),
    ...(polarity === undefined ? {} : { polarity }),
    ...(reverse ? { reversed: true } : {}),
  };
  return Object.keys(reading).length > 0 ? reading : undefined;
}

/** The options' words, and before them the profile's. Undefined where nothing was said: a known file is read as before. */
export async function readingFrom(
  options: ReadingOptions & { readonly workspace?: string },
): Promise<SegyReading | undefined> {
  const said = spokenReading(options);
  const profile = await profileFrom(options);
  return profile ? { ...profile.reading, ...said } : said;
}
