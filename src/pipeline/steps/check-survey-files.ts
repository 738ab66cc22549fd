import { GeophoneError, InputError } from "../errors.ts";
import { filesOfSurvey } from "../files-of-survey.ts";
import { surveyKind, type SurveyFile } from "../survey-record.ts";
import type { WorkspacePorts } from "./context.ts";
import { hashSource } from "./survey-files.ts";
import type { WorkspaceProblem } from "./verify-workspace.ts";

export interface SurveyFilesState {
  readonly checked: number;
  readonly problems: readonly WorkspaceProblem[];
  /** Files that are not where they were: on another machine that is as it should be. */
  readonly outOfReach: readonly string[];
}

/** @throws InputError `survey-file-changed`, and what opening raises */
async function checkFile(ports: WorkspacePorts, file: SurveyFile, withHash: boolean): Promise<void> {
  const source = await ports.openSource(file.location);
  try {
    const same =
      source.sizeBytes === file.bytes &&
      (!withHash || (await hashSource(source, ports.signal)) === file.sha256);
    if (same) return;
    throw new InputError("survey-file-changed", `${file.location} is no longer the file that was ingested`, {
      place: { file: file.location },
    });
  } finally {
    await source.close();
  }
}

/**
 * Whether the SEG-Y files that records point at are those that were ingested: by size, or by every byte.
 * @param withHash reads every file to its end
 */
export async function checkSurveyFiles(ports: WorkspacePorts, withHash: boolean): Promise<SurveyFilesState> {
  const { records } = await ports.workspace.inspectRecords(surveyKind);
  const files = records.flatMap((survey) => filesOfSurvey(survey));
  const problems: WorkspaceProblem[] = [];
  const outOfReach: string[] = [];
  for (const [done, file] of files.entries()) {
    ports.onProgress?.({ step: "survey files", detail: file.fileName, done, total: files.length });
    try {
      await checkFile(ports, file, withHash);
    } catch (error) {
      if (!(error instanceof GeophoneError)) throw error;
      if (error.code === "file-missing") outOfReach.push(file.location);
      else problems.push({ code: error.code, message: error.message, path: file.location });
    }
  }
  return { checked: files.length, problems, outOfReach };
}
