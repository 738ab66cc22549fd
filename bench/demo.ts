import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../e2e/support/data.ts";

const run = promisify(execFile);
const cli = path.join(projectRoot, "dist/node/geophone.js");

async function seconds(args: readonly string[]): Promise<number> {
  const started = performance.now();
  await run(process.execPath, [cli, ...args]);
  return (performance.now() - started) / 1000;
}

/** The whole job on the demo survey, every trace, as a newcomer meets it: the bound is 60 s on 2 cores. There is no peer. */
export async function demoBench(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-bench-"));
  try {
    const survey = path.join(folder, "survey");
    const made = await seconds(["demo", survey]);
    const job = (name: string, model: string): Promise<number> =>
      seconds([
        "run",
        path.join(survey, "demo.sgy"),
        "--labels",
        path.join(survey, "demo.labels.csv"),
        "--workspace",
        path.join(folder, name),
        "--model",
        model,
        "--with-time",
      ]);
    process.stdout.write(
      `demo ${made.toFixed(1)} s; run with boosting ${(await job("a", "boosting")).toFixed(1)} s, with softmax ${(await job("b", "softmax")).toFixed(1)} s\n`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
