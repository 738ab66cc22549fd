import { readBundle, writeBundle } from "../bundle/contract.ts";
import { GeophoneError, InputError } from "../errors.ts";
import { featureSetKind, featureTableFromColumns } from "../features/contract.ts";
import { labelSetKind, labelsFromTable } from "../labels/contract.ts";
import {
  eventProblems,
  modelVersionKind,
  registryEventKind,
  runKind,
  type RunRecord,
} from "../registry/contract.ts";
import { scoreWindows } from "../serving/contract.ts";
import { profileKind } from "../reading-profile.ts";
import { surveyKind } from "../survey-record.ts";
import { columnOf, type RecordKind, type Workspace } from "../workspace/contract.ts";
import type { StepPorts } from "./context.ts";
import { bundleOfRun } from "./export-bundle.ts";
import { readFeaturePart } from "./feature-parts.ts";
import { importedBundleKind } from "./import-bundle.ts";
import { bronzePath } from "./ingest-survey.ts";
import { loadScorer, predictionKind, readPrediction } from "./predict-survey.ts";
import { readTestedWindows, testedWindowsPath } from "./tested-windows.ts";

export interface WorkspaceProblem {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly message: string;
  /** Of the file in the workspace. */
  readonly path: string;
}

/** One thing to check: what it is about, and work that throws where it is wrong. */
interface Check {
  readonly path: string;
  readonly run: () => Promise<unknown>;
}

function requireRows(path: string, found: number, expected: number): void {
  if (found !== expected)
    throw new InputError("table-damaged", `${path} holds ${found} rows, its record says ${expected}`, {
      place: { file: path },
    });
}

async function reproduceRun(workspace: Workspace, run: RunRecord): Promise<void> {
  await readBundle(await writeBundle(await bundleOfRun(workspace, run)), scoreWindows);
}

/** What each record promises, one check a file. */
async function checksOf(workspace: Workspace, damaged: (problem: InputError) => void): Promise<Check[]> {
  const recordsOf = async <T>(kind: RecordKind<T>): Promise<readonly T[]> => {
    const { records, damaged: problems } = await workspace.inspectRecords(kind);
    problems.forEach(damaged);
    return records;
  };
  const checks: Check[] = [];
  const add = (path: string, run: Check["run"]): void => void checks.push({ path, run });

  await recordsOf(profileKind);
  for (const survey of await recordsOf(surveyKind)) {
    const path = bronzePath(survey.name);
    add(path, async () => {
      const table = await workspace.getTable(path);
      columnOf(table, "inline", "int32");
      columnOf(table, "crossline", "int32");
      requireRows(path, table.rows, survey.traces);
    });
  }
  for (const { tables } of await recordsOf(featureSetKind))
    for (const entry of tables) {
      entry.parts.forEach(({ path }, part) => {
        add(path, async () => featureTableFromColumns(await readFeaturePart(workspace, entry, part)));
      });
      add(entry.parts[0]?.path ?? entry.survey, async () => {
        const rows = entry.parts.reduce((sum, part) => sum + part.rows, 0);
        requireRows(entry.survey, rows, entry.rows);
      });
    }
  for (const { path, intervals } of await recordsOf(labelSetKind))
    add(path, async () => {
      const table = await workspace.getTable(path);
      labelsFromTable(table);
      requireRows(path, table.rows, intervals);
    });
  const runs = await recordsOf(runKind);
  for (const run of runs) {
    add(run.artefacts, () => reproduceRun(workspace, run));
    const tested = testedWindowsPath(run);
    // Runs of older versions kept none.
    if (run.losses.length > 0 || (await workspace.hasFile(tested)))
      add(tested, () => readTestedWindows(workspace, run));
  }
  const versions = await recordsOf(modelVersionKind);
  for (const version of versions)
    add(`records/${modelVersionKind.name}/${modelVersionKind.idOf(version)}.json`, async () => {
      if (runs.some(({ id }) => id === version.runId)) return;
      throw new InputError(
        "run-missing",
        `model version ${version.version} is of run ${version.runId}, which is not there`,
      );
    });
  const events = await recordsOf(registryEventKind);
  const wrong = eventProblems(versions, events);
  const throwAt = (path: string): void => {
    const problem = wrong.find((known) => known.path === path);
    if (problem) throw new InputError(problem.code, problem.message, { place: { file: path } });
  };
  const eventPaths = events.map(
    (event) => `records/${registryEventKind.name}/${registryEventKind.idOf(event)}.json`,
  );
  for (const path of new Set([...eventPaths, ...wrong.map((problem) => problem.path)]))
    add(path, async () => {
      throwAt(path);
    });
  for (const { id, path } of await recordsOf(importedBundleKind))
    add(path, () => loadScorer(workspace, { kind: "bundle", id }));
  for (const record of await recordsOf(predictionKind))
    add(record.path, () => readPrediction(workspace, record));
  return checks;
}

/**
 * Whether a workspace is whole: every record reads, every file that a record names is there, decodes and has the rows that it
 * should, and every model gives its golden windows the answers that it gave where it was trained. Changes nothing.
 * @returns the number of records' promises that were looked at, and what was found wrong
 */
export async function verifyWorkspace(
  workspace: Workspace,
  ports: Pick<StepPorts, "onProgress" | "signal" | "yieldControl"> = {},
): Promise<{ readonly checked: number; readonly problems: readonly WorkspaceProblem[] }> {
  const problems: WorkspaceProblem[] = [];
  const tell = (error: unknown, path: string): void => {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof GeophoneError ? error.code : "unreadable";
    const file = error instanceof GeophoneError ? error.place.file : undefined;
    problems.push({ code, message, path: file ?? path });
  };
  let damaged = 0;
  const checks = await checksOf(workspace, (error) => {
    damaged++;
    tell(error, "records");
  });
  for (const [done, { path, run }] of checks.entries()) {
    ports.signal?.throwIfAborted();
    ports.onProgress?.({ step: "verify", detail: path, done, total: checks.length });
    try {
      await run();
    } catch (error) {
      tell(error, path);
    }
    await ports.yieldControl?.();
  }
  return { checked: checks.length + damaged, problems };
}
