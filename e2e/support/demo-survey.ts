import { cp, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { inject } from "vitest";
import { geophone } from "./cli.ts";

export interface DemoSurvey {
  readonly folder: string;
  readonly survey: string;
  readonly labelVolume: string;
  readonly labels: string;
}

const filesIn = (folder: string): DemoSurvey => ({
  folder,
  survey: path.join(folder, "demo.sgy"),
  labelVolume: path.join(folder, "demo.labels.sgy"),
  labels: path.join(folder, "demo.labels.csv"),
});

const isThere = (folder: string): Promise<boolean> =>
  stat(folder).then(
    () => true,
    () => false,
  );

/** The demo survey as the command makes it, made once a test run and for looking only: who changes files takes a copy. */
export async function demoSurvey(): Promise<DemoSurvey> {
  const folder = path.join(inject("sharedFolder"), "demo");
  if (await isThere(folder)) return filesIn(folder);
  // Two files may make it at once; one of them is first, and they are the same.
  const own = `${folder}-${process.pid}`;
  const { exitCode, stderr } = await geophone(["demo", own]);
  if (exitCode !== 0) throw new Error(`geophone demo: ${stderr}`);
  await rename(own, folder).catch(async () => {
    await rm(own, { recursive: true });
    if (!(await isThere(folder))) throw new Error(`the demo survey is not at ${folder}`);
  });
  return filesIn(folder);
}

/** As `demoSurvey`, but one's own, to change or to move. */
export async function copyDemoSurvey(to: string): Promise<DemoSurvey> {
  await cp((await demoSurvey()).folder, to, { recursive: true });
  return filesIn(to);
}
