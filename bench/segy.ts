import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { projectRoot, yardstick } from "../e2e/support/data.ts";
import { besidePlainRead } from "./segy-browser.ts";
import { besideSegyio, onePass } from "./segy-headless.ts";

const run = promisify(execFile);
const traces = 600_515;
const formats = [
  { code: 1, name: "IBM", least: 1.5 },
  { code: 3, name: "int16", least: 1 },
  { code: 5, name: "IEEE", least: 1 },
] as const;

/** Reading 600,515 × 462 samples: beside segyio headless, beside a plain read in Chromium. One file at a time lies on disk. */
export async function segyBench(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-bench-"));
  try {
    for (const { code, name, least } of formats) {
      const file = path.join(folder, `survey-${code}.sgy`);
      const python = path.join(projectRoot, ".venv-light/bin/python");
      await run(python, [yardstick, "make-survey", file, String(traces), "--format", String(code)]);
      await besideSegyio(file, name, 3, least);
      if (code === 1) {
        await onePass(file);
        await besidePlainRead(file);
      }
      await rm(file);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
