import { geophone } from "./cli.ts";
import { f3 } from "./data.ts";

export const structureSurvey = (line: number): string => f3(`f3-structure-inline-${line}.sgy`);
export const structureLabels = (line: number): string => f3(`f3-structure-inline-${line}.labels.csv`);

async function must(args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await geophone(args);
  if (exitCode !== 0) throw new Error(`geophone ${args.join(" ")}: ${stderr}`);
}

/** A workspace of the structure lines with labels and features; `every` thins it for tests that need no score. */
export async function structureWorkspace(
  workspace: string,
  lines: readonly number[],
  every: number,
): Promise<void> {
  await must(["ingest", ...lines.map(structureSurvey), "--workspace", workspace]);
  await must(["labels", "import", ...lines.map(structureLabels), "--workspace", workspace]);
  await must([
    "features",
    "--workspace",
    workspace,
    "--window-ms",
    "256",
    "--step-ms",
    "32",
    "--every",
    String(every),
  ]);
}
