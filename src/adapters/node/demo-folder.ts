import { stat } from "node:fs/promises";
import path from "node:path";
import { demoDefaults, writeDemoSurvey } from "../../pipeline/demo/contract.ts";
import type { StepPorts } from "../../pipeline/steps/context.ts";
import { createFileSink } from "./file-byte-sink.ts";

export interface DemoFile {
  readonly name: string;
  readonly what: string;
  readonly bytes: number;
}

const demoFiles = [
  { name: "demo.sgy", what: "the survey: SEG-Y, IBM float" },
  { name: "demo.labels.sgy", what: "its true labels: SEG-Y of class numbers" },
  { name: "demo.labels.csv", what: "the same labels as intervals" },
] as const;

/** Writes the demo survey into a folder: all of its files, or none. */
export async function writeDemoFolder(
  folder: string,
  seed: number,
  ports: Pick<StepPorts, "onProgress" | "signal">,
): Promise<DemoFile[]> {
  const options = { ...demoDefaults, seed };
  const opened: Awaited<ReturnType<typeof createFileSink>>[] = [];
  try {
    for (const { name } of demoFiles) opened.push(await createFileSink(path.join(folder, name)));
    const [survey, labels, labelTable] = opened;
    await writeDemoSurvey(
      options,
      { survey: survey!, labels: labels!, labelTable: labelTable! },
      (done) => ports.onProgress?.({ step: "demo", detail: "inlines", done, total: options.inlines }),
      ports.signal,
    );
    for (const sink of opened) await sink.commit();
  } catch (error) {
    for (const sink of opened) await sink.abort();
    throw error;
  }
  return Promise.all(
    demoFiles.map(async ({ name, what }) => ({
      name,
      what,
      bytes: (await stat(path.join(folder, name))).size,
    })),
  );
}
