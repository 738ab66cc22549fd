import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { projectRoot } from "./data.ts";

const cli = path.join(projectRoot, "dist/node/geophone.js");

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a person would. */
export function geophone(args: readonly string[], options: { cwd?: string } = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: options.cwd ?? projectRoot });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (exitCode) => {
      resolve({ exitCode, stdout, stderr });
    });
  });
}

/** Runs with `--json`, expects success, and reads what it printed by a schema. */
export async function geophoneJson<T>(schema: z.ZodType<T>, args: readonly string[]): Promise<T> {
  const { exitCode, stdout, stderr } = await geophone([...args, "--json"]);
  if (exitCode !== 0)
    throw new Error(`geophone ${args.join(" ")} ended with ${exitCode ?? "a signal"}: ${stderr}`);
  return schema.parse(JSON.parse(stdout));
}

const failureSchema = z.object({
  error: z.looseObject({ code: z.string(), message: z.string(), advice: z.string().optional() }),
});

/** Runs with `--json`, expects a failure: exit code, stable code and message. */
export async function geophoneFailure(args: readonly string[]): Promise<{
  exitCode: number | null;
  code: string;
  message: string;
  advice: string | undefined;
  fields: object;
}> {
  const { exitCode, stdout, stderr } = await geophone([...args, "--json"]);
  if (exitCode === 0)
    throw new Error(`geophone ${args.join(" ")} was expected to fail and printed ${stdout}`);
  const { error } = failureSchema.parse(JSON.parse(stderr));
  return { exitCode, code: error.code, message: error.message, advice: error.advice, fields: error };
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "geophone-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
