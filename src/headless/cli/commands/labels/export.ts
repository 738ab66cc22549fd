import path from "node:path";
import { Command, Option } from "commander";
import { createFileSink } from "../../../../adapters/node/file-byte-sink.ts";
import { InputError } from "../../../../pipeline/errors.ts";
import { exportLabels } from "../../../../pipeline/steps/export-labels.ts";
import { findLabelSet } from "../../../../pipeline/steps/find-label-set.ts";
import { labelFileName, type LabelExport } from "../../../../pipeline/steps/label-export.ts";
import { oneOf, runCommand, withJson } from "../../command.ts";
import { formatCount } from "../../format.ts";
import { workspacePorts } from "../../node-ports.ts";
import { printResult } from "../../output.ts";

interface ExportOptions {
  readonly workspace: string;
  readonly survey: string;
  readonly labels: string;
  readonly format: LabelExport["format"];
  readonly class?: string;
  readonly side: "top" | "base";
  readonly columns: "lines" | "coordinates";
  readonly seconds?: boolean;
  readonly header: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** @throws InputError `label-export-incomplete` */
function exportOf({ format, class: name, side, columns, seconds, header }: ExportOptions): LabelExport {
  if (format === "csv" || format === "segy") return { format };
  if (name === undefined)
    throw new InputError("label-export-incomplete", `${format} are of one class`, {
      advice: "Give --class.",
    });
  const points = { class: name, columns, ...(seconds ? { seconds } : {}) };
  return format === "points" ? { format, ...points } : { format, ...points, side, header };
}

export const exportCommand = (): Command =>
  withJson(
    new Command("export")
      .description("write the labels of one survey for other programs")
      .requiredOption("--workspace <dir>", "the workspace folder")
      .requiredOption("--survey <name>", "whose labels")
      .option("--labels <set>", "which label set, by its id or the beginning of it", "latest")
      .addOption(
        new Option(
          "--format <kind>",
          "csv (intervals), segy (label volume), points (.pts: each labelled sample), horizon (top or base of a class)",
        )
          .argParser(oneOf("csv", "segy", "points", "horizon"))
          .default("csv"),
      )
      .option("--class <name>", "of points and horizons")
      .addOption(new Option("--side <side>", "of a horizon").argParser(oneOf("top", "base")).default("top"))
      .addOption(
        new Option("--columns <kind>", "lines: inline crossline Z; coordinates: X Y Z")
          .argParser(oneOf("lines", "coordinates"))
          .default("lines"),
      )
      .option("--seconds", "Z in seconds")
      .option("--no-header", "a horizon as bare rows (XYZ), without the names of its columns")
      .option("--out <file>", "where to (default: named for the survey, in this folder)"),
  ).action((options: ExportOptions) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const ports = await workspacePorts(stepPorts, options.workspace, false);
      const as = exportOf(options);
      const { id } = await findLabelSet(ports.workspace, options.labels);
      const out = path.resolve(options.out ?? labelFileName(options.survey, as));
      const sink = await createFileSink(out);
      try {
        const written = await exportLabels(ports, { labelSet: id, survey: options.survey, as }, sink);
        await sink.commit();
        printResult(options.json ?? false, { file: out, labelSet: id, ...written }, () => [
          `${out}: ${formatCount(written.rows)} ${as.format === "csv" ? "intervals" : as.format === "segy" ? "traces" : "points"} of label set ${id}`,
          ...(written.severalIntervals
            ? [
                `  ${formatCount(written.severalIntervals)} traces have several intervals of ${options.class ?? ""}: the ${options.side === "top" ? "first" : "last"} counts`,
              ]
            : []),
          ...(written.withoutCoordinates
            ? [`  ${formatCount(written.withoutCoordinates)} points without coordinates are left out`]
            : []),
        ]);
      } catch (error) {
        await sink.abort();
        throw error;
      }
    }),
  );
