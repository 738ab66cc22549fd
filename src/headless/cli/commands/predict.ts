import path from "node:path";
import { Command } from "commander";
import { createFileSink } from "../../../adapters/node/file-byte-sink.ts";
import { readWholeFile } from "../../../adapters/node/whole-file.ts";
import { InputError } from "../../../pipeline/errors.ts";
import { readBundle } from "../../../pipeline/bundle/contract.ts";
import { scoreWindows } from "../../../pipeline/serving/contract.ts";
import { predictFiles } from "../../../pipeline/steps/predict-files.ts";
import type { PredictionFormat } from "../../../pipeline/steps/write-predictions.ts";
import { runCommand, withJson } from "../command.ts";
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

interface PredictOptions extends ReadingOptions, TrustOptions {
  readonly bundle: string;
  readonly out: string;
  readonly join?: string;
  readonly json?: boolean;
}

export const predictCommand = (): Command =>
  withJson(
    withReading(
      withJoin(
        withTrust(
          new Command("predict")
            .description("score SEG-Y files with a bundle")
            .argument("<file...>", "SEG-Y files; one only, or one survey, where the output is SEG-Y")
            .requiredOption("--bundle <zip>", "the bundle to score with")
            .requiredOption("--out <file>", "where to write: .csv, .parquet or .sgy"),
        ),
      ),
    ),
  ).action((files: string[], options: PredictOptions) =>
    runCommand(options.json ?? false, async (ports) => {
      const format = formatOf(options.out);
      const trust = await trustFrom(options);
      const bundle = await readBundle(await readWholeFile(options.bundle), scoreWindows, trust);
      const sink = await createFileSink(path.resolve(options.out));
      try {
        const { examples, unscored, classCounts } = await predictFiles(
          ports,
          bundle,
          {
            locations:
              options.join === undefined ? files.map((file) => path.resolve(file)) : await segyFilesOf(files),
            join: options.join,
            reading: await readingFrom(options),
          },
          format,
          sink,
        );
        await sink.commit();
        printResult(options.json ?? false, { file: options.out, examples, unscored, classCounts }, () => [
          `${options.out}  ${formatCount(examples)} examples${unscored > 0 ? `, ${formatCount(unscored)} not scored (NaN or infinity in the window)` : ""}`,
          ...Object.entries(classCounts).map(([name, count]) => `  ${name}  ${formatCount(count)}`),
        ]);
      } catch (error) {
        await sink.abort();
        throw error;
      }
    }),
  );
