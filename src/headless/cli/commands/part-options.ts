import { InvalidArgumentError, Option, type Command } from "commander";
import path from "node:path";
import { createFileSink } from "../../../adapters/node/file-byte-sink.ts";
import { requireOtherFile } from "../../../adapters/node/require-other-file.ts";
import type { Range } from "../../../pipeline/sampling/contract.ts";
import {
  openSegy,
  revisions,
  sampleFormats,
  type ByteOrder,
  type Revision,
  type SampleFormatCode,
} from "../../../pipeline/segy/contract.ts";
import type { StepPorts } from "../../../pipeline/steps/context.ts";
import type { PartRequest, PartSummary } from "../../../pipeline/steps/part-request.ts";
import { hashSource } from "../../../pipeline/steps/survey-files.ts";
import { writePart } from "../../../pipeline/steps/write-part.ts";
import { oneOf } from "../command.ts";
import { formatCount } from "../format.ts";
import { printResult } from "../output.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";

/** How a part is cut out and written: the options that `sample` and `convert` share. */
export interface PartOptions extends Omit<ReadingOptions, "format" | "byteOrder"> {
  readonly out: string;
  readonly inlines?: Range;
  readonly crosslines?: Range;
  readonly cdps?: Range;
  readonly window?: Range;
  readonly format?: SampleFormatCode;
  readonly byteOrder?: ByteOrder;
  readonly revision?: Revision;
  readonly scale?: "auto" | "none";
  readonly impute?: boolean;
  readonly sourceFormat?: SampleFormatCode;
  readonly sourceByteOrder?: ByteOrder;
  readonly json?: boolean;
}

/** `100-200`, `-50-50`, or one number for both ends. */
function range(text: string): Range {
  const found = /^(-?\d+(?:\.\d+)?)(?:-(-?\d+(?:\.\d+)?))?$/.exec(text.trim());
  if (!found) throw new InvalidArgumentError("a range such as 100-200 is expected.");
  const least = Number(found[1]);
  const most = found[2] === undefined ? least : Number(found[2]);
  if (most < least) throw new InvalidArgumentError("the lower end of a range comes first.");
  return [least, most];
}

/** What people call the formats; whole numbers are called as they are. */
const formatNames: ReadonlyMap<string, SampleFormatCode> = new Map([
  ["ibm", 1],
  ["ieee", 5],
  ["double", 6],
  ...sampleFormats
    .filter(({ name }) => /^u?int\d+$/.test(name))
    .map(({ code, name }) => [name, code] as const),
]);

function format(text: string): SampleFormatCode {
  const code = formatNames.get(text.toLowerCase());
  if (code === undefined)
    throw new InvalidArgumentError(`one of ${[...formatNames.keys()].join(", ")} is expected.`);
  return code;
}

const revision = (text: string): Revision =>
  revisions.find((known) => String(known) === oneOf(...revisions.map(String))(text))!;

export const withPart = (command: Command): Command =>
  withReading(
    command
      .requiredOption("--out <file>", "where to write the SEG-Y; never the file that is read")
      .addOption(new Option("--inlines <a-b>", "only these inlines, both ends included").argParser(range))
      .addOption(new Option("--crosslines <a-b>", "only these crosslines").argParser(range))
      .addOption(new Option("--cdps <a-b>", "only these CDP ensembles").argParser(range))
      .addOption(
        new Option(
          "--window <a-b>",
          "only samples from one time (or depth) to another, ms (m, ft)",
        ).argParser(range),
      )
      .addOption(
        new Option(
          "--format <name>",
          `sample format to write: ${[...formatNames.keys()].join(", ")}`,
        ).argParser(format),
      )
      .addOption(
        new Option("--byte-order <order>", "byte order to write: big, little, pairwise").argParser(
          oneOf("big", "little", "pairwise"),
        ),
      )
      .addOption(
        new Option("--revision <n>", `SEG-Y revision to write: ${revisions.join(", ")}`).argParser(revision),
      )
      .addOption(
        new Option(
          "--scale <how>",
          "where whole numbers are to hold other ones: auto (times a power of two, in the trace weighting factor) or none (rounded)",
        ).argParser(oneOf("auto", "none")),
      )
      .option(
        "--impute",
        "fill missing line numbers and coordinates, dead traces and NaN from the two nearest traces; marked and listed beside the file",
      ),
    "source-",
  );

function requestFrom(options: PartOptions): PartRequest {
  const {
    inlines,
    crosslines,
    cdps,
    window,
    format: formatCode,
    byteOrder,
    revision: asked,
    scale,
    impute,
  } = options;
  return {
    ranges: {
      ...(inlines ? { inlines } : {}),
      ...(crosslines ? { crosslines } : {}),
      ...(cdps ? { cdps } : {}),
    },
    ...(window ? { window } : {}),
    ...(formatCode === undefined ? {} : { formatCode }),
    ...(byteOrder === undefined ? {} : { byteOrder }),
    ...(asked === undefined ? {} : { revision: asked }),
    ...(scale === undefined ? {} : { scale }),
    ...(impute ? { impute } : {}),
  };
}

/** Writes the part, and the list of what was imputed beside it; nothing is there before both are whole. */
export async function runPart(
  ports: StepPorts,
  file: string,
  options: PartOptions,
  sampling?: PartRequest["sampling"],
): Promise<void> {
  const out = path.resolve(options.out);
  const list = `${out}.imputed.csv`;
  await requireOtherFile(out, file);
  const source = await ports.openSource(file);
  try {
    const reading = await readingFrom({
      ...options,
      format: options.sourceFormat,
      byteOrder: options.sourceByteOrder,
    });
    const segy = await openSegy(source, { reading });
    const sha256 = await hashSource(source, ports.signal);
    const sink = await createFileSink(out);
    try {
      const { summary, imputed } = await writePart(
        ports,
        segy,
        { ...requestFrom(options), ...(sampling ? { sampling } : {}) },
        sha256,
        sink,
      );
      if (imputed) await writeList(list, imputed);
      await sink.commit();
      printResult(
        options.json ?? false,
        { file: options.out, ...summary, ...(imputed ? { imputedList: `${options.out}.imputed.csv` } : {}) },
        () => linesOf(options.out, summary),
      );
    } catch (error) {
      await sink.abort();
      throw error;
    }
  } finally {
    await source.close();
  }
}

async function writeList(list: string, rows: Iterable<string>): Promise<void> {
  const sink = await createFileSink(list);
  try {
    for (const row of rows) await sink.write(new TextEncoder().encode(row));
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

function linesOf(out: string, summary: PartSummary): string[] {
  const { source, traces, samplesPerTrace, imputed, scale } = summary;
  return [
    `${out}  ${formatCount(traces)} of ${formatCount(source.traces)} traces, ${samplesPerTrace} samples, ${summary.format.name}, ${summary.byteOrder}-endian, revision ${summary.revision}`,
    ...(scale && scale.bits !== 0
      ? [`  scaled      times 2^${scale.bits}; rounding changed samples by ${scale.error} at most`]
      : []),
    ...(imputed
      ? [
          `  imputed     ${imputed.inline} inline, ${imputed.crossline} crossline, ${imputed.coordinates} coordinates, ${imputed.deadTraces} dead and ${imputed.brokenTraces} broken traces; listed in ${out}.imputed.csv`,
          ...(imputed.left > 0
            ? [`  left        ${imputed.left} dead or broken traces: none of the 16 nearest is alive`]
            : []),
        ]
      : []),
  ];
}
