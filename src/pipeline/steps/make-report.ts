import { modelVersionKind, runKind, type RunRecord } from "../registry/contract.ts";
import { renderReport, type SectionPicture } from "../reports/contract.ts";
import { surveyKind } from "../survey-record.ts";
import type { WorkspacePorts } from "./context.ts";
import { picturesOfRun } from "./report-pictures.ts";

/** What the workspace holds, as one self-contained HTML page; sections are drawn of the newest model's test lines. */
export async function makeReport(ports: WorkspacePorts): Promise<string> {
  const { workspace } = ports;
  const surveys = await workspace.listRecords(surveyKind);
  const versions = await workspace.listRecords(modelVersionKind);
  const runs: { version: number; run: RunRecord }[] = [];
  for (const { version, runId } of versions) {
    const run = await workspace.getRecord(runKind, runId);
    if (run) runs.push({ version, run });
  }
  const newest = runs.at(-1);
  const pictures: readonly SectionPicture[] = newest ? await picturesOfRun(ports, newest.run, surveys) : [];
  return renderReport({
    surveys,
    runs,
    pictures,
    workspace: workspace.description,
    madeAt: ports.now(),
    codeVersion: ports.codeVersion,
  });
}
