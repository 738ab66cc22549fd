import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { describe } from "vitest";
import { dataFolder, projectRoot } from "./data.ts";

export { dataFolder, f3, projectRoot, yardstick } from "./data.ts";

const run = promisify(execFile);
const strict = process.env["GEOPHONE_STRICT"] === "1";

const python = path.join(projectRoot, ".venv-light/bin/python");

/** Tests on real data: skipped with the reason where the folder is missing; under GEOPHONE_STRICT=1 they fail. */
export function describeWithData(name: string, body: () => void): void {
  if (existsSync(dataFolder) || strict) describe(name, body);
  else describe.skip(`${name} (skipped: no data at ${dataFolder}; set GEOPHONE_DATA)`, body);
}

/** As `describeWithData`, and the Python peers (segyio, SciPy, scikit-learn) must be installed too. */
export function describeWithPeers(name: string, body: () => void): void {
  if (existsSync(python) || strict) describeWithData(name, body);
  else describe.skip(`${name} (skipped: no Python peers; npm test installs them)`, body);
}

/** Tests against a Python peer alone, on generated data. */
export function describeWithPython(name: string, body: () => void): void {
  if (existsSync(python) || strict) describe(name, body);
  else describe.skip(`${name} (skipped: no Python peers; npm test installs them)`, body);
}

/** One thread a peer: tests run side by side, and OpenMP threads that wait by spinning would starve the others. */
const environment = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };

/** Runs a Python script with the light peers; returns what it printed. */
export async function runPython(script: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(python, [script, ...args], { maxBuffer: 1 << 28, env: environment });
  return stdout;
}

/** Runs Python source with the light peers; returns what it printed. */
export async function runPythonSource(source: string, args: readonly string[] = []): Promise<string> {
  const { stdout } = await run(python, ["-c", source, ...args], { maxBuffer: 1 << 28, env: environment });
  return stdout;
}
