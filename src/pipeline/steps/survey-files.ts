import { InputError } from "../errors.ts";
import { joinSegyParts, openSegy, type ByteSource, type SegyFile } from "../segy/contract.ts";
import { filesOfSurvey } from "../files-of-survey.ts";
import { readingOf, surveyKind, type SurveyFile, type SurveyRecord } from "../survey-record.ts";
import { createSha256, type Workspace } from "../workspace/contract.ts";
import type { OpenedSource, StepPorts } from "./context.ts";
import { OpenParts } from "./open-parts.ts";

/** `f3-inline-310.sgy` → `f3-inline-310`. */
export function surveyNameOf(fileName: string): string {
  return fileName.replace(/\.(sgy|segy|seg)$/i, "");
}

/** @throws InputError `survey-unknown` */
export async function requireSurvey(workspace: Workspace, name: string): Promise<SurveyRecord> {
  const survey = await workspace.getRecord(surveyKind, name);
  if (survey) return survey;
  throw new InputError("survey-unknown", `there is no survey ${name} in this workspace`, {
    advice: "Add its SEG-Y file first.",
  });
}

const hashBlockBytes = 4 << 20;

/** SHA-256 of a file, read once from start to end in blocks. */
export async function hashSource(source: ByteSource, signal?: AbortSignal): Promise<string> {
  const hash = createSha256();
  for (let offset = 0; offset < source.sizeBytes; offset += hashBlockBytes) {
    signal?.throwIfAborted();
    hash.update(await source.read(offset, Math.min(hashBlockBytes, source.sizeBytes - offset), signal));
  }
  return hash.hex();
}

/** A file that looks untouched is taken for the one that was ingested; any other must have its hash. */
async function requireSameFile(
  survey: SurveyRecord,
  file: SurveyFile,
  source: OpenedSource,
  signal?: AbortSignal,
): Promise<void> {
  if (source.sizeBytes === file.bytes) {
    if (source.modifiedMs === file.modifiedMs) return;
    if ((await hashSource(source, signal)) === file.sha256) return;
  }
  throw new InputError(
    "survey-file-changed",
    `${file.location} is no longer the file that was ingested as ${survey.parts ? "part of " : ""}${survey.name}`,
    {
      place: { file: file.location },
      advice:
        "Put the original file back, or ingest the changed file into another workspace or under another name.",
    },
  );
}

/** Locations mean something on one machine only: an archive from another brings none that can be opened here. */
async function openSurveySource(
  ports: Pick<StepPorts, "openSource">,
  survey: SurveyRecord,
  { fileName, location }: SurveyFile,
): Promise<OpenedSource> {
  try {
    return await ports.openSource(location);
  } catch (error) {
    if (!(error instanceof InputError && error.code === "file-missing")) throw error;
    const what = survey.parts ? `${fileName}, one of the ${survey.parts.length} files of` : "the SEG-Y of";
    throw new InputError(
      "file-missing",
      `${what} ${survey.name}${survey.parts ? "," : ""} is not at ${location}`,
      {
        place: { file: location },
        cause: error,
        advice: `Ingest ${survey.parts ? `all files of ${survey.name}` : fileName} again from where ${survey.parts ? "they are" : "it is"} now: it is known by its content, and nothing is computed anew.`,
      },
    );
  }
}

/**
 * Opens the SEG-Y that a survey record points at, or its files as one, and hands it to `work`. The only way from a record to
 * samples. Of several files those are opened whose traces are asked for.
 * @throws InputError `survey-file-changed`, `file-missing`
 */
export async function withSurveyFile<T>(
  ports: Pick<StepPorts, "openSource" | "signal">,
  survey: SurveyRecord,
  work: (segy: SegyFile) => Promise<T>,
): Promise<T> {
  const files = new OpenParts(filesOfSurvey(survey), async (file) => {
    const source = await openSurveySource(ports, survey, file);
    try {
      await requireSameFile(survey, file, source, ports.signal);
      return { source, segy: await openSegy(source, { reading: readingOf(survey) }) };
    } catch (error) {
      await source.close();
      throw error;
    }
  });
  try {
    return await files.use(0, (first) => {
      if (!survey.parts) return work(first);
      return work(
        joinSegyParts({
          name: survey.fileName,
          first,
          reading: survey.reading ?? {},
          warnings: survey.warnings,
          parts: survey.parts.map(({ fileName, bytes, traces }, part) => ({
            file: fileName,
            bytes,
            traces,
            use: (read) => files.use(part, read),
          })),
        }),
      );
    });
  } finally {
    await files.close();
  }
}

/** Number of traces whose samples make up about 8 MiB: the unit in which files are read. */
export function tracesPerBlock(samplesPerTrace: number): number {
  return Math.max(1, Math.floor((8 << 20) / (4 * samplesPerTrace)));
}
