import { Command, Option } from "commander";
import path from "node:path";
import type { PointsPreview } from "../../../../pipeline/labels/contract.ts";
import { findLabelSet } from "../../../../pipeline/steps/find-label-set.ts";
import { importLabels, type ImportedLabelSet } from "../../../../pipeline/steps/import-labels.ts";
import { previewPointFile } from "../../../../pipeline/steps/read-point-file.ts";
import { commaList, runCommand, withJson } from "../../command.ts";
import { formatCount } from "../../format.ts";
import { workspacePorts } from "../../node-ports.ts";
import { printResult } from "../../output.ts";
import { readingFrom, withReading, type ReadingOptions } from "../reading-options.ts";
import { labelsRequestOf, withPointOptions, type PointOptions } from "./point-options.ts";

/** `--class-names normal,anomaly,boundary`: names for the numbers 0, 1, 2 of label volumes. */
export const classNamesOption = (): Option =>
  new Option(
    "--class-names <names>",
    "what the numbers 0, 1, 2 … of label volumes stand for, comma-separated",
  ).argParser(commaList);

interface ImportOptions extends ReadingOptions, PointOptions {
  readonly workspace: string;
  readonly classNames?: string[];
  readonly onto?: string;
  readonly author?: string;
  readonly note?: string;
  readonly preview?: boolean;
  readonly json?: boolean;
}

function previewLines({ fileName, delimiter, columns, rows, sample, mapping }: PointsPreview): string[] {
  const meaningOf = (column: number): string =>
    Object.entries(mapping ?? {}).find(
      ([name, place]) => ["inline", "crossline", "x", "y", "z", "class"].includes(name) && place === column,
    )?.[0] ?? "";
  return [
    `${fileName}: ${formatCount(rows)} rows, apart by ${delimiter}`,
    ...columns.map((column, index) => {
      const range = Number.isNaN(column.min) ? "words" : `${column.min} to ${column.max}`;
      const nothing = column.undefined > 0 ? `, ${formatCount(column.undefined)} undefined` : "";
      const name = column.name === undefined ? "" : ` "${column.name}"`;
      return `  column ${index + 1}${name}: ${range}${nothing}  ${meaningOf(index)}`.trimEnd();
    }),
    ...(mapping
      ? [`  Z in ${mapping.unit}${mapping.upward ? ", growing upwards" : ""}`]
      : ["  no three columns of numbers: give --columns"]),
    ...sample.map(({ line, fields }) => `  line ${line}: ${fields.join(" ")}`),
  ];
}

function importedLines({ labelSet, coverage, left, zones }: ImportedLabelSet): string[] {
  return [
    `label set ${labelSet.id}: ${labelSet.classes.join(", ")}`,
    ...coverage.map(
      ({ fileName, matchedTraces, unmatchedTraces }) =>
        `  ${fileName}  labels for ${formatCount(matchedTraces)} traces${unmatchedTraces > 0 ? `, and for ${formatCount(unmatchedTraces)} that are not in this workspace` : ""}`,
    ),
    ...left
      .filter(({ undefinedRows, outsideRows }) => undefinedRows + outsideRows > 0)
      .map(
        ({ fileName, undefinedRows, outsideRows }) =>
          `  ${fileName}  left aside ${formatCount(undefinedRows)} rows where nothing is known, ${formatCount(outsideRows)} off all traces`,
      ),
    ...zones
      .filter(({ oneOnly, crossed }) => oneOnly + crossed > 0)
      .map(
        ({ fileName, oneOnly, crossed }) =>
          `  ${fileName}  without labels: ${formatCount(oneOnly)} traces with one horizon only, ${formatCount(crossed)} where the base is not below the top`,
      ),
  ];
}

export const importCommand = (): Command =>
  withJson(
    withReading(
      withPointOptions(
        new Command("import")
          .description("read label volumes, CSV intervals, points or horizons into a new label set")
          .argument(
            "<file...>",
            "label SEG-Y; CSV: inline,crossline,start_ms,end_ms,class[,detail] (depth: start_m or start_ft); points or horizons: inline crossline Z or X Y Z",
          )
          .requiredOption("--workspace <dir>", "the workspace folder")
          .addOption(classNamesOption()),
      )
        .option("--onto <set>", "add to this label set (its id, or latest), which makes another")
        .option("--author <name>", "who made these labels")
        .option("--note <text>", "what they are")
        .option("--preview", "only tell what the files hold and how they would be read (points, horizons)"),
    ),
  ).action((files: string[], options: ImportOptions) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const ports = await workspacePorts(stepPorts, options.workspace, false);
      if (options.preview) {
        const previews: PointsPreview[] = [];
        for (const file of files) previews.push(await previewPointFile(ports, path.resolve(file)));
        printResult(options.json ?? false, previews, () => previews.flatMap(previewLines));
        return;
      }
      const onto =
        options.onto === undefined ? undefined : (await findLabelSet(ports.workspace, options.onto)).id;
      const imported = await importLabels(
        ports,
        {
          ...(await labelsRequestOf(ports, files, options)),
          ...(onto === undefined ? {} : { onto }),
          author: options.author,
          note: options.note,
        },
        { ...(await readingFrom(options)), classNames: options.classNames },
      );
      const { labelSet, ...told } = imported;
      printResult(options.json ?? false, { ...labelSet, ...told }, () => importedLines(imported));
    }),
  );
