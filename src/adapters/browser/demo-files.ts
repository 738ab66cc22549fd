import { demoDefaults, writeDemoSurvey } from "../../pipeline/demo/contract.ts";
import type { StepPorts } from "../../pipeline/steps/context.ts";
import { replaceOpfsFile, type OpfsSink } from "./opfs.ts";

const files = { survey: "demo.sgy", labels: "demo.labels.sgy", labelTable: "demo.labels.csv" } as const;
/** The command's default, so that both houses make the same bytes. */
const seed = 7;

/** Generates the demo survey into this browser's own storage: it is there after a reload, and nothing is fetched. */
export async function makeDemoFiles(
  ports: Pick<StepPorts, "onProgress" | "signal">,
): Promise<{ survey: string; labels: string }> {
  const options = { ...demoDefaults, seed };
  const opened: OpfsSink[] = [];
  const open = async (name: string): Promise<OpfsSink> => {
    const sink = await replaceOpfsFile("generated", name);
    opened.push(sink);
    return sink;
  };
  try {
    await writeDemoSurvey(
      options,
      {
        survey: await open(files.survey),
        labels: await open(files.labels),
        labelTable: await open(files.labelTable),
      },
      (done) => ports.onProgress?.({ step: "demo", detail: "inlines", done, total: options.inlines }),
      ports.signal,
    );
    for (const sink of opened) await sink.finish();
  } catch (error) {
    for (const sink of opened) await sink.abort();
    throw error;
  }
  return { survey: files.survey, labels: files.labelTable };
}
