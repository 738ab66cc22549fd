import { InputError } from "../errors.ts";
import { writeHeaderTable, type ByteSink, type HeaderTableFormat } from "../segy/contract.ts";
import { surveyKind } from "../survey-record.ts";
import type { WorkspacePorts } from "./context.ts";
import { withSurveyFile } from "./survey-files.ts";

/**
 * Writes all trace headers of a survey as a table, read from its files.
 * @throws InputError `survey-unknown`, `survey-file-changed`, `file-missing`
 */
export async function exportHeaders(
  ports: WorkspacePorts,
  name: string,
  format: HeaderTableFormat,
  sink: ByteSink,
): Promise<void> {
  const survey = await ports.workspace.getRecord(surveyKind, name);
  if (!survey)
    throw new InputError("survey-unknown", `there is no survey ${name} in this workspace`, {
      advice: "Add its SEG-Y file first.",
    });
  await withSurveyFile(ports, survey, async (segy) =>
    writeHeaderTable(segy, await segy.headerFields(), format, sink, {
      ...ports,
      onProgress: (done) =>
        ports.onProgress?.({ step: "headers", detail: name, done, total: segy.layout.traces }),
    }),
  );
}
