import type { SurveyRecord } from "../survey-record.ts";
import { columnOf, type Workspace } from "../workspace/contract.ts";
import { bronzePath } from "./ingest-survey.ts";

/** Trace positions of a survey from bronze. */
export async function surveyHeaders(
  workspace: Workspace,
  survey: SurveyRecord,
): Promise<{ count: number; inline: Int32Array; crossline: Int32Array }> {
  const table = await workspace.getTable(bronzePath(survey.name), ["inline", "crossline"]);
  return {
    count: table.rows,
    inline: columnOf(table, "inline", "int32"),
    crossline: columnOf(table, "crossline", "int32"),
  };
}
