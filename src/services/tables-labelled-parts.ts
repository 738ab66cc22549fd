import {
  featureTableColumns,
  featureTableFromColumns,
  type FeatureSetRecord,
  type FeatureTable,
} from "../pipeline/features/contract.ts";
import {
  LabelIndex,
  labelRows,
  labelsFromTable,
  UNLABELLED,
  type LabelSetRecord,
} from "../pipeline/labels/contract.ts";
import { forEachFeaturePart, readFeaturePart } from "../pipeline/steps/feature-parts.ts";
import { columnOf, type Workspace } from "../pipeline/workspace/contract.ts";

/** A part of a feature table with the class of each row; −1 where it has none. */
export interface LabelledPart {
  readonly table: FeatureTable;
  /** Indices into the label set's classes. */
  readonly labels: Int32Array;
  /** Of the whole feature set, counting surveys in their order. */
  readonly firstRow: number;
}

/** Windows with a NaN or infinite sample are NaN in all eight; an energy can also be infinite by itself. */
export function isFiniteRow({ features }: FeatureTable, row: number): boolean {
  const { columns, data } = features;
  for (let at = row * columns; at < (row + 1) * columns; at++) if (!Number.isFinite(data[at])) return false;
  return true;
}

/** The features of all surveys, part by part, with their labels; memory holds one part and the positions of one survey. */
export async function* labelledParts(
  workspace: Workspace,
  featureSet: FeatureSetRecord,
  labelSet: LabelSetRecord | undefined,
): AsyncGenerator<LabelledPart> {
  const index =
    labelSet && new LabelIndex(labelsFromTable(await workspace.getTable(labelSet.path)), labelSet.classes);
  let firstRow = 0;
  for (const entry of featureSet.tables) {
    const surveyLabels = index?.forSurvey(await tracePositions(workspace, entry));
    for (let part = 0; part < entry.parts.length; part++) {
      const table = await readTable(workspace, entry, part);
      const labels = surveyLabels
        ? labelRows(surveyLabels, table, featureSet.window)
        : new Int32Array(table.rows).fill(UNLABELLED);
      yield { table, labels, firstRow };
      firstRow += table.rows;
    }
  }
}

/** Without the columns that say the same in each row, but of tables that say it nowhere else. */
async function readTable(
  workspace: Workspace,
  entry: FeatureSetRecord["tables"][number],
  part: number,
): Promise<FeatureTable> {
  const table = await readFeaturePart(workspace, entry, part, featureTableColumns);
  const isTold = "survey" in table.metadata && "length_ms" in table.metadata;
  return featureTableFromColumns(isTold ? table : await readFeaturePart(workspace, entry, part));
}

/** Positions of a survey's traces in file order; windows of one trace follow each other and give one position. */
async function tracePositions(
  workspace: Workspace,
  entry: FeatureSetRecord["tables"][number],
): Promise<Parameters<LabelIndex["forSurvey"]>[0]> {
  const inlines: number[] = [];
  const crosslines: number[] = [];
  await forEachFeaturePart(workspace, entry, ["inline", "crossline"], (table) => {
    const inline = columnOf(table, "inline", "int32");
    const crossline = columnOf(table, "crossline", "int32");
    for (let row = 0; row < table.rows; row++)
      if (inlines.at(-1) !== inline[row] || crosslines.at(-1) !== crossline[row]) {
        inlines.push(inline[row]!);
        crosslines.push(crossline[row]!);
      }
  });
  return { name: entry.survey, count: inlines.length, inline: inlines, crossline: crosslines };
}
