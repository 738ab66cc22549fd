import { bronzePath } from "../pipeline/steps/ingest-survey.ts";
import type { SurveyRecord } from "../pipeline/survey-record.ts";
import { columnOf, type Workspace } from "../pipeline/workspace/contract.ts";

/** Trace positions of one survey, in file order. */
export interface Positions {
  readonly count: number;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
}

export async function readPositions(workspace: Workspace, survey: SurveyRecord): Promise<Positions> {
  const table = await workspace.getTable(bronzePath(survey.name), ["inline", "crossline", "cdp_x", "cdp_y"]);
  return {
    count: table.rows,
    inline: columnOf(table, "inline", "int32"),
    crossline: columnOf(table, "crossline", "int32"),
    cdpX: columnOf(table, "cdp_x", "double"),
    cdpY: columnOf(table, "cdp_y", "double"),
  };
}

export const bytesPerPosition = 24;
