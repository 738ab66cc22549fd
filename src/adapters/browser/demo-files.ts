import { demoDefaults, writeDemoSurvey } from "../../pipeline/demo/contract.ts";
import type { StepPorts } from "../../pipeline/steps/context.ts";
import { createOpfsFile } from "./opfs.ts";

const files = { survey: "demo.sgy", labels: "demo.labels.sgy", labelTable: "demo.labels.csv" } as const;
/** The command's default, so that both houses make the same bytes. */
const seed = 7;

/** Generates the demo survey into this browser's own storage: it is there after a reload, and nothing is fetched. */
export async function makeDemoFiles(
  ports: Pick<StepPorts, "onProgress" | "signal">,
): Promise<{ survey: string; labels: string }> {
  const options = { ...demoDefaults, seed };
  const sinks = {
    survey: await createOpfsFile("generated", files.survey, files.survey),
    labels: await createOpfsFile("generated", files.labels, files.labels),
    labelTable: await createOpfsFile("generated", files.labelTable, files.labelTable),
  };
  try {
    await writeDemoSurvey(
      options,
      sinks,
      (done) => ports.onProgress?.({ step: "demo", detail: "inlines", done, total: options.inlines }),
      ports.signal,
    );
    for (const sink of Object.values(sinks)) await sink.finish();
  } catch (error) {
    for (const sink of Object.values(sinks)) await sink.abort();
    throw error;
  }
  return { survey: files.survey, labels: files.labelTable };
}
