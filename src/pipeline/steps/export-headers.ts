import { writeHeaderTable, type ByteSink, type HeaderTableFormat } from "../segy/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import { requireSurvey, withSurveyFile } from "./survey-files.ts";

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
  const survey = await requireSurvey(ports.workspace, name);
  await withSurveyFile(ports, survey, async (segy) =>
    writeHeaderTable(segy, await segy.headerFields(), format, sink, {
      ...ports,
      onProgress: (done) =>
        ports.onProgress?.({ step: "headers", detail: name, done, total: segy.layout.traces }),
    }),
  );
}
