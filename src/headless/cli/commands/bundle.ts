import { Command } from "commander";
import { readWholeFile, writeWholeFile } from "../../../adapters/node/whole-file.ts";
import { readBundle } from "../../../pipeline/bundle/contract.ts";
import { scoreWindows } from "../../../pipeline/serving/contract.ts";
import { exportBundle } from "../../../pipeline/steps/export-bundle.ts";
import { runCommand, withJson } from "../command.ts";
import { formatBytes } from "../format.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { evaluationLines } from "./evaluation-lines.ts";

const exportCommand = (): Command =>
  withJson(
    new Command("export")
      .description("write a model version and all that scoring needs as one zip")
      .requiredOption("--workspace <dir>", "the workspace folder")
      .requiredOption("--model <version>", "a version number, or latest")
      .requiredOption("--out <zip>", "where to write it"),
  ).action((options: { workspace: string; model: string; out: string; json?: boolean }) =>
    runCommand(options.json ?? false, async (stepPorts) => {
      const ports = await workspacePorts(stepPorts, options.workspace, false);
      const { bytes, sha256, version } = await exportBundle(ports, options.model);
      await writeWholeFile(options.out, bytes);
      printResult(
        options.json ?? false,
        { file: options.out, bytes: bytes.length, sha256, modelVersion: version },
        () => [`${options.out}  ${formatBytes(bytes.length)}, model version ${version}, SHA-256 ${sha256}`],
      );
    }),
  );

const checkCommand = (): Command =>
  withJson(
    new Command("check")
      .description("verify a bundle: every hash, every tensor, and the five golden windows scored anew")
      .argument("<zip>", "a bundle"),
  ).action((zip: string, options: { json?: boolean }) =>
    runCommand(options.json ?? false, async () => {
      const bundle = await readBundle(await readWholeFile(zip), scoreWindows);
      const { model, lineage, golden, evaluation } = bundle;
      printResult(
        options.json ?? false,
        {
          file: zip,
          valid: true,
          family: model.classifier.family,
          classes: model.classes,
          input: model.input,
          features: model.featureColumns.length,
          goldenWindows: golden.length,
          codeVersion: lineage.codeVersion,
          evaluation,
        },
        () => [
          `${zip} is whole: ${model.classifier.family}, classes ${model.classes.join(", ")}, ${model.featureColumns.length} features; ${golden.length} golden windows reproduced`,
          ...evaluationLines(evaluation),
        ],
      );
    }),
  );

export const bundleCommand = (): Command =>
  new Command("bundle")
    .description("models as one file for another machine")
    .addCommand(exportCommand())
    .addCommand(checkCommand());
