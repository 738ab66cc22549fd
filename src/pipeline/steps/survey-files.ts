import { InputError } from "../errors.ts";
import { openSegy, type SegyFile } from "../segy/contract.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { OpenedSource, StepPorts } from "./context.ts";

/** `f3-inline-310.sgy` → `f3-inline-310`. */
export function surveyNameOf(fileName: string): string {
  return fileName.replace(/\.(sgy|segy|seg)$/i, "");
}

/**
 * Opens the SEG-Y that a survey record points at and hands it to `work`.
 * @throws InputError `survey-file-changed` when size or trace count are not those of the record
 */
export async function withSurveyFile<T>(
  ports: Pick<StepPorts, "openSource">,
  survey: SurveyRecord,
  work: (segy: SegyFile, source: OpenedSource) => Promise<T>,
): Promise<T> {
  const source = await ports.openSource(survey.location);
  try {
    if (source.sizeBytes !== survey.bytes)
      throw new InputError(
        "survey-file-changed",
        `${survey.fileName} has ${source.sizeBytes} bytes now; it had ${survey.bytes} when it was ingested`,
        {
          place: { file: survey.location },
          advice: "Put the original file back, or ingest the changed file under another name.",
        },
      );
    const segy = await openSegy(source, {
      lineBytes: { inline: survey.inlineByte, crossline: survey.crosslineByte },
    });
    return await work(segy, source);
  } finally {
    await source.close();
  }
}

/** Number of traces whose samples make up about 8 MiB: the unit in which files are read. */
export function tracesPerBlock(samplesPerTrace: number): number {
  return Math.max(1, Math.floor((8 << 20) / (4 * samplesPerTrace)));
}
