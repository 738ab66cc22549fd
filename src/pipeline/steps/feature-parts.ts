import { InputError } from "../errors.ts";
import type { FeatureTableEntry } from "../features/contract.ts";
import { pathSegment, type ColumnTable, type Workspace } from "../workspace/contract.ts";

/** A table is cut into parts of at most so many rows, so that memory does not grow with the survey. */
const largestPartRows = 100_000;

/** Traces of one part: whole traces only, one at least. Follows from the window alone, so that parts are found again. */
export function tracesPerPart(windowsPerTrace: number): number {
  return Math.max(1, Math.floor(largestPartRows / Math.max(1, windowsPerTrace)));
}

/** Where one part of a survey's features is kept. */
export function featurePartPath(contentId: string, survey: string, part: number): string {
  return `silver/${contentId}/${pathSegment(survey)}/part-${String(part).padStart(5, "0")}.parquet`;
}

/**
 * Reads a survey's features part by part, in file order; memory holds one part.
 * @param columns which to decode; absent: all
 * @param work gets a part's table, its number and the row of the whole table that it begins with
 * @throws InputError `table-missing`, `table-damaged`
 */
export async function forEachFeaturePart(
  workspace: Workspace,
  entry: FeatureTableEntry,
  columns: readonly string[] | undefined,
  work: (table: ColumnTable, part: number, firstRow: number) => void | Promise<void>,
): Promise<void> {
  let firstRow = 0;
  for (let part = 0; part < entry.parts.length; part++) {
    const { rows } = entry.parts[part]!;
    await work(await readFeaturePart(workspace, entry, part, columns), part, firstRow);
    firstRow += rows;
  }
}

/** One part. @throws InputError `table-missing`, `table-damaged` */
export async function readFeaturePart(
  workspace: Workspace,
  entry: FeatureTableEntry,
  part: number,
  columns?: readonly string[],
): Promise<ColumnTable> {
  const { path, rows } = entry.parts[part]!;
  const table = await workspace.getTable(path, columns);
  if (table.rows !== rows)
    throw new InputError("table-damaged", `${path} holds ${table.rows} rows, ${rows} were written`, {
      place: { file: path },
      advice: "Delete it and compute the features again.",
    });
  return table;
}
