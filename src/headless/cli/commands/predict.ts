import path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { createFileSink } from "../../../adapters/node/file-byte-sink.ts";
import { readWholeFile } from "../../../adapters/node/whole-file.ts";
import { InputError } from "../../../pipeline/errors.ts";
import { sampleFormats, type SampleFormatCode, type SegyReading } from "../../../pipeline/segy/contract.ts";
import { readBundle, type ReadBundleOptions } from "../../../pipeline/bundle/contract.ts";
import { scoreWindows } from "../../../pipeline/serving/contract.ts";
import type { StepPorts } from "../../../pipeline/steps/context.ts";
import { predictFiles } from "../../../pipeline/steps/predict-files.ts";
import type { PredictionFormat } from "../../../pipeline/steps/write-predictions.ts";
import { runBatch } from "../batch/batch-command.ts";
import { runCommand, wholeNumber, withJson } from "../command.ts";
import { formatCount } from "../format.ts";
import { printResult } from "../output.ts";
import { segyFilesOf, withJoin } from "../segy-files.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";
import { trustFrom, withTrust, type TrustOptions } from "./trust-options.ts";

function formatOf(out: string): PredictionFormat {
  switch (path.extname(out).toLowerCase()) {
    case ".csv":
      return "csv";
    case ".parquet":
      return "parquet";
    case ".sgy":
    case ".segy":
      return "segy";
    default:
      throw new InputError("output-format-unknown", `cannot tell from ${path.basename(out)} what to write`, {
        advice: "Let the name end in .csv, .parquet or .sgy.",
      });
  }
}

const outputFormats: readonly PredictionFormat[] = ["csv", "parquet", "segy"];

/** `--format` twice over: how samples are read, and what is written to a folder. */
interface Formats {
  readonly source?: SampleFormatCode;
  readonly output?: PredictionFormat;
}

function formats(text: string, before: Formats = {}): Formats {
  const output = outputFormats.find((known) => known === text.toLowerCase());
  if (output) return { ...before, output };
  const source = sampleFormats.find(({ code }) => String(code) === text)?.code;
  if (source !== undefined) return { ...before, source };
  throw new InvalidArgumentError(`${outputFormats.join(", ")} or a sample format code is expected.`);
}

interface PredictOptions extends Omit<ReadingOptions, "format">, TrustOptions {
  readonly bundle: string;
  readonly out?: string;
  readonly outDir?: string;
  readonly format?: Formats;
  readonly processes?: number;
  readonly resume?: boolean;
  readonly join?: string;
  readonly json?: boolean;
}

/** @throws InputError `output-expected`, `option-needs-out-dir`, `option-needs-out` */
function requireOneWay({ out, outDir, format, processes, resume, join }: PredictOptions): void {
  if ((out === undefined) === (outDir === undefined))
    throw new InputError("output-expected", "it is not clear where to write", {
      advice: "Say --out FILE for one table or file, or --out-dir DIR for a file each.",
    });
  const ofFolders = [
    format?.output === undefined ? undefined : `--format ${format.output}`,
    processes === undefined ? undefined : "--processes",
    resume === undefined ? undefined : resume ? "--resume" : "--no-resume",
  ].find((option) => option !== undefined);
  if (out !== undefined && ofFolders !== undefined)
    throw new InputError("option-needs-out-dir", `${ofFolders} goes with --out-dir`, {
      advice: "The name after --out says what is written: .csv, .parquet or .sgy.",
    });
  if (outDir !== undefined && join !== undefined)
    throw new InputError("option-needs-out", "files that are joined to one survey have one output", {
      advice: "Say --out FILE instead of --out-dir.",
    });
}

const predictOptions = (command: Command): Command =>
  command
    .description("score SEG-Y files with a bundle, into one file, or each into a file of its own")
    .argument(
      "<file...>",
      "SEG-Y files; with --out-dir or --join also folders; one only, or one survey, for --out x.sgy",
    )
    .requiredOption("--bundle <zip>", "the bundle to score with")
    .option("--out <file>", "where to write: .csv, .parquet or .sgy")
    .option(
      "--out-dir <dir>",
      "write a file for each input here, and predictions.json, which tells what is done",
    )
    .addOption(
      new Option(
        "--processes <n>",
        "scoring processes, with --out-dir (default: the cores but one)",
      ).argParser(wholeNumber(1)),
    )
    .option("--resume", "keep what an earlier run left whole in --out-dir, and score the rest (the default)")
    .option("--no-resume", "score all anew");

export function predictCommand(): Command {
  const command = withJson(withReading(withJoin(withTrust(predictOptions(new Command("predict"))))));
  const format = command.options.find(({ long }) => long === "--format");
  if (format) {
    format.description = `what to write to --out-dir: ${outputFormats.join(", ")} (default: csv); or, as a number, ${format.description}`;
    format.argParser(formats);
  }
  return command.action((files: string[], options: PredictOptions) =>
    runCommand(options.json ?? false, async (ports) => {
      requireOneWay(options);
      const { bundle, out, outDir, format: said, processes, resume, join, json = false } = options;
      const trust = await trustFrom(options);
      const reading = await readingFrom({ ...options, format: said?.source });
      if (outDir !== undefined)
        await runBatch(ports, files, {
          bundle,
          trust,
          outDir,
          format: said?.output ?? "csv",
          processes,
          resume: resume ?? true,
          reading,
          json,
        });
      else if (out !== undefined)
        await predictInto(ports, files, { bundle, trust, out, join, reading, json });
    }),
  );
}

interface IntoOneFile {
  readonly bundle: string;
  readonly trust: ReadBundleOptions;
  readonly out: string;
  readonly join?: string;
  readonly reading?: SegyReading;
  readonly json: boolean;
}

async function predictInto(ports: StepPorts, files: readonly string[], options: IntoOneFile): Promise<void> {
  const { out, join, reading, json, trust } = options;
  const format = formatOf(out);
  const bundle = await readBundle(await readWholeFile(options.bundle), scoreWindows, trust);
  const sink = await createFileSink(path.resolve(out));
  try {
    const locations = join === undefined ? files.map((file) => path.resolve(file)) : await segyFilesOf(files);
    const summary = await predictFiles(ports, bundle, { locations, join, reading }, format, sink);
    await sink.commit();
    const { examples, unscored, classCounts } = summary;
    printResult(json, { file: out, examples, unscored, classCounts }, () => [
      `${out}  ${formatCount(examples)} examples${unscored > 0 ? `, ${formatCount(unscored)} not scored (NaN or infinity in the window)` : ""}`,
      ...Object.entries(classCounts).map(([name, count]) => `  ${name}  ${formatCount(count)}`),
    ]);
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
