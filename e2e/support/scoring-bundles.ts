import path from "node:path";
import { geophone } from "./cli.ts";
import { f3 } from "./data.ts";
import { structureWorkspace } from "./structure-workspace.ts";

async function must(args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await geophone(args);
  if (exitCode !== 0) throw new Error(`geophone ${args.join(" ")}: ${stderr}`);
}

async function exported(workspace: string, file: string): Promise<string> {
  await must(["bundle", "export", "--workspace", workspace, "--model", "latest", "--out", file]);
  return file;
}

export const wholeTraceLine = (): string => f3("f3-inline-228.sgy");

/**
 * Boosting of 100 rounds on whole traces of 462 samples, which need no time: a trace of inline 128 has the facies unit that most
 * of it is in, one of five.
 * @returns the zip
 */
export async function wholeTraceBundle(folder: string): Promise<string> {
  const workspace = path.join(folder, "whole-traces");
  const lines = ["inline-128", "inline-228"];
  await must(["ingest", ...lines.map((line) => f3(`f3-${line}.sgy`)), "--workspace", workspace]);
  const labels = lines.map((line) => f3(`f3-${line}.facies.sgy`));
  await must(["labels", "import", ...labels, "--workspace", workspace]);
  await must(["features", "--workspace", workspace, "--whole-trace"]);
  const split = ["--train", "inline-128", "--test", "inline-228"];
  await must(["train", "--workspace", workspace, "--model", "boosting", ...split]);
  return exported(workspace, path.join(folder, "whole-traces.zip"));
}

export const windowLine = 160;

/** Boosting on windows of 64 samples of the structure lines, with their time. @returns the zip */
export async function windowBundle(folder: string): Promise<string> {
  const workspace = path.join(folder, "windows");
  await structureWorkspace(workspace, [310, windowLine], 8);
  const split = ["--train", "inline-310", "--test", `inline-${windowLine}`];
  await must(["train", "--workspace", workspace, "--model", "boosting", "--with-time", ...split]);
  return exported(workspace, path.join(folder, "windows.zip"));
}
