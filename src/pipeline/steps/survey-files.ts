import { InputError } from "../errors.ts";
import { openSegy, type ByteSource, type SegyFile } from "../segy/contract.ts";
import { readingOf, type SurveyRecord } from "../survey-record.ts";
import { createSha256 } from "../workspace/contract.ts";
import type { OpenedSource, StepPorts } from "./context.ts";

/** `f3-inline-310.sgy` → `f3-inline-310`. */
export function surveyNameOf(fileName: string): string {
  return fileName.replace(/\.(sgy|segy|seg)$/i, "");
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
  source: OpenedSource,
  signal?: AbortSignal,
): Promise<void> {
  if (source.sizeBytes === survey.bytes) {
    if (source.modifiedMs === survey.modifiedMs) return;
    if ((await hashSource(source, signal)) === survey.sha256) return;
  }
  throw new InputError(
    "survey-file-changed",
    `${survey.location} is no longer the file that was ingested as ${survey.name}`,
    {
      place: { file: survey.location },
      advice:
        "Put the original file back, or ingest the changed file into another workspace or under another name.",
    },
  );
}

/** Locations mean something on one machine only: an archive from another brings none that can be opened here. */
async function openSurveySource(
  ports: Pick<StepPorts, "openSource">,
  survey: SurveyRecord,
): Promise<OpenedSource> {
  try {
    return await ports.openSource(survey.location);
  } catch (error) {
    if (!(error instanceof InputError && error.code === "file-missing")) throw error;
    throw new InputError("file-missing", `the SEG-Y of ${survey.name} is not at ${survey.location}`, {
      place: { file: survey.location },
      cause: error,
      advice: `Ingest ${survey.fileName} again from where it is now: it is known by its content, and nothing is computed anew.`,
    });
  }
}

/**
 * Opens the SEG-Y that a survey record points at and hands it to `work`.
 * @throws InputError `survey-file-changed`, `file-missing`
 */
export async function withSurveyFile<T>(
  ports: Pick<StepPorts, "openSource" | "signal">,
  survey: SurveyRecord,
  work: (segy: SegyFile, source: OpenedSource) => Promise<T>,
): Promise<T> {
  const source = await openSurveySource(ports, survey);
  try {
    await requireSameFile(survey, source, ports.signal);
    const segy = await openSegy(source, { reading: readingOf(survey) });
    return await work(segy, source);
  } finally {
    await source.close();
  }
}

/** Number of traces whose samples make up about 8 MiB: the unit in which files are read. */
export function tracesPerBlock(samplesPerTrace: number): number {
  return Math.max(1, Math.floor((8 << 20) / (4 * samplesPerTrace)));
}
