import type { ByteSink } from "../segy/contract.ts";
import type { WorkspacePorts } from "./context.ts";
import type { PartRequest } from "./part-request.ts";
import { requireSurvey, withSurveyFile } from "./survey-files.ts";
import { writePart, type WrittenPart } from "./write-part.ts";

/** As `writePart`, of a survey of the workspace, read as it was ingested. @throws InputError `survey-unknown` */
export async function savePart(
  ports: WorkspacePorts,
  name: string,
  request: PartRequest,
  sink: ByteSink,
): Promise<WrittenPart> {
  const survey = await requireSurvey(ports.workspace, name);
  return withSurveyFile(ports, survey, (segy) => writePart(ports, segy, request, survey.sha256, sink));
}
