import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";
import { writeWholeFile } from "../../../adapters/node/whole-file.ts";
import { InputError, JobError } from "../../../pipeline/errors.ts";
import { checkSurveyFiles } from "../../../pipeline/steps/check-survey-files.ts";
import type { StepPorts } from "../../../pipeline/steps/context.ts";
import { verifyWorkspace } from "../../../pipeline/steps/verify-workspace.ts";
import { stableJson } from "../../../pipeline/workspace/contract.ts";
import { runCommand, withJson } from "../command.ts";
import { formatCount } from "../format.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { fullRun, requireMetrics, type Stage } from "../validate/full-run.ts";
import { metricsSchema } from "../validate/metrics.ts";
import recorded from "../validate/recorded-metrics.json" with { type: "json" };

interface ValidateOptions {
  readonly quick?: boolean;
  readonly full?: boolean;
  readonly workspace?: string;
  readonly files?: boolean;
  readonly record?: string;
  readonly json?: boolean;
}

/** @throws JobError `workspace-problems` */
async function validateQuick(
  stepPorts: StepPorts,
  folder: string,
  { files = false, json = false }: ValidateOptions,
): Promise<void> {
  const ports = await workspacePorts(stepPorts, folder, false);
  const start = ports.elapsedSeconds();
  const state = await verifyWorkspace(ports.workspace, ports);
  const segy = await checkSurveyFiles(ports, files);
  const problems = [...state.problems, ...segy.problems];
  const checked = state.checked + segy.checked;
  const seconds = ports.elapsedSeconds() - start;
  const { unclaimed } = state;
  const { outOfReach } = segy;
  printResult(json, { checked, problems, unclaimed, outOfReach, seconds }, () => [
    ...problems.map(({ code, message, path: where }) => `FAIL  ${where}  ${message} [${code}]`),
    ...unclaimed.map(({ code, message }) => `note  ${message} [${code}]`),
    ...outOfReach.map((location) => `note  ${location} is not in reach: not compared`),
    `${folder}: ${formatCount(checked)} checked in ${seconds.toFixed(1)} s, ${problems.length === 0 ? "all whole" : `${problems.length} not as they should be`}${files ? "" : "; SEG-Y files by their sizes alone (--files reads them)"}`,
  ]);
  if (problems.length > 0)
    throw new JobError(
      "workspace-problems",
      `${problems.length} of ${checked} things are not as they should be`,
      {
        place: { file: folder },
        advice: "Run the step that makes what is damaged again, or restore it from a copy.",
      },
    );
}

const stageLine = ({ name, seconds, faults }: Stage): string =>
  [
    `${faults.length === 0 ? "ok  " : "FAIL"}  ${name.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s`,
    ...faults.map((fault) => `        ${fault}`),
  ].join("\n");

/** @throws JobError `validation-failed` */
async function validateFull(stepPorts: StepPorts, { record, json = false }: ValidateOptions): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-validate-"));
  try {
    const { stages, metrics } = await fullRun(
      stepPorts,
      folder,
      record === undefined ? metricsSchema.parse(recorded) : undefined,
      (stage) => {
        if (!json) process.stdout.write(`${stageLine(stage)}\n`);
      },
    );
    const failed = stages.find(({ faults }) => faults.length > 0);
    if (record !== undefined)
      await writeWholeFile(
        record,
        new TextEncoder().encode(`${stableJson(requireMetrics(metrics, stages))}\n`),
      );
    const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
    printResult(json, { stages, metrics, valid: failed === undefined, seconds }, () => [
      failed
        ? `failed at ${failed.name}`
        : `${stages.length} stages ${record === undefined ? "as recorded" : `recorded in ${record}`}, ${seconds.toFixed(0)} s`,
    ]);
    if (failed)
      throw new JobError("validation-failed", `${failed.name}: ${failed.faults.join("; ")}`, {
        advice: "This installation does not repeat what was recorded: do not rely on its scores.",
      });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const validateCommand = (): Command =>
  withJson(
    new Command("validate")
      .description("check a workspace (--quick), or this installation from SEG-Y to served model (--full)")
      .option("--quick", "hashes, schemas, scores and golden windows of everything in a workspace")
      .option("--full", "every stage on the generated survey; what it measures must be what was recorded")
      .option("--workspace <dir>", "the workspace folder, for --quick")
      .option("--files", "with --quick: read the SEG-Y files too and compare their hashes")
      .option("--record <json>", "with --full: write what was measured instead of comparing it"),
  ).action((options: ValidateOptions) =>
    runCommand(options.json ?? false, async (ports) => {
      const { quick = false, full = false, workspace, files, record } = options;
      const fits = quick
        ? !full && workspace !== undefined && record === undefined
        : full && workspace === undefined && files === undefined;
      if (!fits)
        throw new InputError("validate-what", "say what to validate", {
          advice: "Either --quick --workspace DIR [--files], or --full [--record JSON].",
        });
      await (quick ? validateQuick(ports, workspace!, options) : validateFull(ports, options));
    }),
  );
