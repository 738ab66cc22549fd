import type { OverviewSurvey } from "../../services/contract.ts";
import { storedHandle } from "../../adapters/browser/file-handles.ts";
import { filesOfSurvey } from "../../pipeline/files-of-survey.ts";
import { takeFiles } from "./incoming.ts";

/** Asks the browser for files that it remembers; the person says yes once, and nothing is chosen anew. */
export async function reconnectSurveys(surveys: readonly OverviewSurvey[]): Promise<void> {
  const offered = [];
  for (const survey of surveys)
    for (const { fileName, location } of filesOfSurvey(survey)) {
      if (survey.reach !== "asks" || !survey.away.includes(fileName)) continue;
      const handle = await storedHandle(location);
      if (!handle || (await handle.requestPermission({ mode: "read" })) !== "granted") continue;
      offered.push({ handle, file: await handle.getFile() });
    }
  await takeFiles(offered);
}
