import { readBundle, writeBundle } from "../bundle/contract.ts";
import { GeophoneError, InputError } from "../errors.ts";
import { scoresFromConfusion } from "../evaluation/contract.ts";
import { featureSetKind, featureTableFromColumns } from "../features/contract.ts";
import { labelDraftKind, labelEditKind, labelSetKind, labelsFromTable } from "../labels/contract.ts";
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
import {
  columnOf,
  sha256Hex,
  stableJson,
  type ColumnTable,
  type RecordKind,
  type Workspace,
} from "../workspace/contract.ts";
import { requireArtefacts } from "./artefacts.ts";
import type { StepPorts } from "./context.ts";
import { bundleOfRun } from "./export-bundle.ts";
import { importedBundleKind } from "./imported-bundle.ts";
import { bronzePath } from "./ingest-survey.ts";
import { LabelDraft } from "./label-draft.ts";
import { loadScorer } from "./load-scorer.ts";
import { predictionKind, readPrediction } from "./prediction-record.ts";
import { readTestedWindows, testedWindowsPath } from "./tested-windows.ts";

export interface WorkspaceProblem {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly message: string;
  /** Of the file in the workspace. */
  readonly path: string;
}

export interface WorkspaceState {
  readonly checked: number;
  readonly problems: readonly WorkspaceProblem[];
  readonly unclaimed: readonly WorkspaceProblem[];
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

/**
 * A table is what was written, by its hash; one whose record is older than hashes must decode.
 * @throws InputError `table-missing`, `table-damaged`
 */
async function requireTable(
  workspace: Workspace,
  {
    path,
    rows,
    sha256,
  }: { readonly path: string; readonly rows: number; readonly sha256?: string | undefined },
  decode: (table: ColumnTable) => unknown,
): Promise<void> {
  if (sha256 === undefined) {
    const table = await workspace.getTable(path);
    decode(table);
    requireRows(path, table.rows, rows);
    return;
  }
  // Of no column: whether it is there, and its rows.
  const { rows: found } = await workspace.getTable(path, []);
  requireRows(path, found, rows);
  const bytes = await workspace.getFile(path);
  if (bytes && (await sha256Hex(bytes)) === sha256) return;
  throw new InputError(
    "table-damaged",
    `${path} is not what was written: its SHA-256 is another than its record says`,
    { place: { file: path }, advice: "Delete it and compute it again, or restore it from a copy." },
  );
}

async function reproduceRun(workspace: Workspace, run: RunRecord): Promise<void> {
  await readBundle(await writeBundle(await bundleOfRun(workspace, run)), scoreWindows);
}

/** The scores that a run's record claims follow from the windows that it kept. @throws InputError `evaluation-mismatch` */
async function reproduceScores(workspace: Workspace, run: RunRecord): Promise<void> {
  await requireArtefacts(workspace, run, (path) => path === testedWindowsPath(run));
  const { rows, truth, predicted } = await readTestedWindows(workspace, run);
  const confusion = run.classes.map(() => run.classes.map(() => 0));
  for (let row = 0; row < rows; row++) confusion[truth[row]!]![predicted[row]!]!++;
  const { accuracy, macroF1, balancedAccuracy } = run.evaluation;
  const claimed = stableJson({ confusion: run.evaluation.confusion, accuracy, macroF1, balancedAccuracy });
  if (stableJson({ confusion, ...scoresFromConfusion(confusion) }) === claimed) return;
  const path = `records/${runKind.name}/${runKind.idOf(run)}.json`;
  throw new InputError("evaluation-mismatch", `${path} claims scores that its tested windows do not give`, {
    place: { file: path },
    advice: "Believe none of its scores; restore it from a copy, or train again.",
  });
}

/** Which files of a workspace records name; the records themselves are claimed by their kinds. */
class Claims {
  private readonly paths = new Set<string>();
  private readonly folders: string[] = [];

  add(path: string): void {
    this.paths.add(path);
  }

  addFolder(folder: string): void {
    this.folders.push(`${folder}/`);
  }

  addRecords({ name }: { readonly name: string }): void {
    this.folders.push(`records/${name}/`);
  }

  has(path: string): boolean {
    const isRecord = path.startsWith("records/");
    return (
      this.paths.has(path) ||
      ((!isRecord || path.endsWith(".json")) && this.folders.some((folder) => path.startsWith(folder)))
    );
  }
}

/** What each record promises, one check a file. */
async function checksOf(
  workspace: Workspace,
  damaged: (problem: InputError) => void,
): Promise<{ readonly checks: readonly Check[]; readonly claims: Claims }> {
  const claims = new Claims();
  const recordsOf = async <T>(kind: RecordKind<T>): Promise<readonly T[]> => {
    claims.addRecords(kind);
    const { records, damaged: problems } = await workspace.inspectRecords(kind);
    problems.forEach(damaged);
    return records;
  };
  const checks: Check[] = [];
  const add = (path: string, run: Check["run"]): void => {
    claims.add(path);
    checks.push({ path, run });
  };

  await recordsOf(profileKind);
  for (const survey of await recordsOf(surveyKind)) {
    const path = bronzePath(survey.name);
    add(path, () =>
      requireTable(workspace, { path, rows: survey.traces, sha256: survey.bronzeSha256 }, (table) => {
        columnOf(table, "inline", "int32");
        columnOf(table, "crossline", "int32");
      }),
    );
  }
  for (const { tables } of await recordsOf(featureSetKind))
    for (const entry of tables) {
      for (const part of entry.parts)
        add(part.path, () => requireTable(workspace, part, featureTableFromColumns));
      add(entry.parts[0]?.path ?? entry.survey, async () => {
        const rows = entry.parts.reduce((sum, part) => sum + part.rows, 0);
        requireRows(entry.survey, rows, entry.rows);
      });
    }
  for (const { path, intervals: rows, tableSha256: sha256 } of await recordsOf(labelSetKind))
    add(path, () => requireTable(workspace, { path, rows, sha256 }, labelsFromTable));
  await recordsOf(labelEditKind);
  for (const draft of await recordsOf(labelDraftKind))
    add(`records/${labelDraftKind.name}/${labelDraftKind.idOf(draft)}.json`, () =>
      LabelDraft.open({ workspace, now: () => draft.createdAt }, draft.id),
    );
  const runs = await recordsOf(runKind);
  for (const run of runs) {
    if (run.files) for (const { path } of run.files) claims.add(path);
    else claims.addFolder(run.artefacts);
    add(run.artefacts, () => reproduceRun(workspace, run));
    const tested = testedWindowsPath(run);
    // Runs of older versions kept none.
    if (run.losses.length > 0 || (await workspace.hasFile(tested)))
      add(tested, () => reproduceScores(workspace, run));
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
  for (const path of [...new Set([...eventPaths, ...wrong.map((problem) => problem.path)])].sort())
    add(path, async () => {
      throwAt(path);
    });
  for (const { id, path } of await recordsOf(importedBundleKind))
    add(path, () => loadScorer(workspace, { kind: "bundle", id }));
  for (const record of await recordsOf(predictionKind)) {
    const { path, examples: rows, tableSha256: sha256 } = record;
    add(path, async () => {
      await requireTable(workspace, { path, rows, sha256 }, () => undefined);
      await readPrediction(workspace, record);
    });
  }
  return { checks, claims };
}

/**
 * Whether a workspace is whole: every record reads, every file that a record names is there, decodes and has the rows that it
 * should and the bytes that were written, every model gives its golden windows the answers that it gave where it was trained,
 * and every run has the scores that its tested windows give. Changes nothing.
 * @returns the number of records' promises that were looked at; what was found wrong; and files that no record names, which
 * harm nothing: work that was broken off leaves such, or a person put them there
 */
export async function verifyWorkspace(
  workspace: Workspace,
  ports: Pick<StepPorts, "onProgress" | "signal" | "yieldControl"> = {},
): Promise<WorkspaceState> {
  const problems: WorkspaceProblem[] = [];
  const tell = (error: unknown, path: string): void => {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof GeophoneError ? error.code : "unreadable";
    const file = error instanceof GeophoneError ? error.place.file : undefined;
    problems.push({ code, message, path: file ?? path });
  };
  let damaged = 0;
  const { checks, claims } = await checksOf(workspace, (error) => {
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
  const unclaimed = (await workspace.listFiles())
    .filter((path) => !claims.has(path))
    .map((path) => ({ code: "file-unclaimed", message: `no record names ${path}`, path }));
  return { checked: checks.length + damaged, problems, unclaimed };
}
