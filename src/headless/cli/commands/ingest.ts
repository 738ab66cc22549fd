import { Command } from "commander";
import { orientationOf } from "../../../pipeline/lines.ts";
import { ingestJoined, ingestSurvey } from "../../../pipeline/steps/ingest-survey.ts";
import type { SurveyRecord } from "../../../pipeline/survey-record.ts";
import path from "node:path";
import { runCommand, withJson } from "../command.ts";
import { formatCount, formatRange } from "../format.ts";
import { workspacePorts } from "../node-ports.ts";
import { printResult } from "../output.ts";
import { segyFilesOf, withJoin } from "../segy-files.ts";
import { readingFrom, withReading, type ReadingOptions } from "./reading-options.ts";

export function surveyLines(survey: SurveyRecord, alreadyThere: boolean): string[] {
  const { quality } = survey;
  return [
    `${survey.name}  ${survey.parts ? `${formatCount(survey.parts.length)} files, ` : ""}${orientationOf(survey)}, ${formatCount(survey.traces)} traces × ${survey.samplesPerTrace} samples, inlines ${formatRange(survey.inlines)}, crosslines ${formatRange(survey.crosslines)}${alreadyThere ? " (already there)" : ""}`,
    ...(quality.deadTraces > 0 ? [`  warning  ${formatCount(quality.deadTraces)} dead traces`] : []),
    ...(quality.mutedTraces
      ? [
          `  muted    ${formatCount(quality.mutedTraces)} traces begin or end with zeros, ${(100 * (quality.mutedShare ?? 0)).toFixed(1)} % of all samples`,
        ]
      : []),
    ...(quality.tracesWithNonFinite > 0
      ? [`  warning  ${formatCount(quality.tracesWithNonFinite)} traces hold NaN or infinity`]
      : []),
    ...survey.warnings.map(({ code, message }) => `  warning  ${message} [${code}]`),
  ];
}

export const ingestCommand = (): Command =>
  withJson(
    withReading(
      withJoin(
        new Command("ingest")
          .description(
            "take SEG-Y files into a workspace: headers, geometry, quality, hashes; samples stay in the files",
          )
          .argument("<file...>", "SEG-Y files")
          .requiredOption("--workspace <dir>", "the workspace folder; made where it is not there"),
      ),
    ),
  ).action(
    (files: string[], options: ReadingOptions & { workspace: string; join?: string; json?: boolean }) =>
      runCommand(options.json ?? false, async (stepPorts) => {
        const ports = await workspacePorts(stepPorts, options.workspace, true);
        const surveys: Awaited<ReturnType<typeof ingestSurvey>>[] = [];
        const { join: name } = options;
        const reading = await readingFrom(options);
        if (name !== undefined)
          surveys.push(await ingestJoined(ports, { name, locations: await segyFilesOf(files) }, reading));
        else for (const file of files) surveys.push(await ingestSurvey(ports, path.resolve(file), reading));
        printResult(
          options.json ?? false,
          { surveys: surveys.map(({ survey, alreadyThere }) => ({ ...survey, alreadyThere })) },
          () => surveys.flatMap(({ survey, alreadyThere }) => surveyLines(survey, alreadyThere)),
        );
      }),
  );
