import { InputError } from "../errors.ts";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import {
  featureSetKind,
  featureTableFromColumns,
  unitOf,
  type FeatureSetRecord,
  type FeatureTable,
  type FeatureTableEntry,
} from "../features/contract.ts";
import {
  LabelIndex,
  labelRows,
  labelSetKind,
  labelsFromTable,
  UNLABELLED,
  type LabelSetRecord,
} from "../labels/contract.ts";
import { isOnLine, type LineSelection } from "../lines.ts";
import { readingIdentity, type SurveyRecord } from "../survey-record.ts";
import { columnOf, stableJson, type Workspace } from "../workspace/contract.ts";
import { forEachFeaturePart, readFeaturePart } from "./feature-parts.ts";
import { takeRows } from "./standardisation.ts";

/** Labelled examples of some surveys, concatenated in the order of `surveys`; rows of a survey stay in file order. */
export interface Examples {
  readonly surveys: readonly SurveyRecord[];
  readonly rows: number;
  readonly surveyIndex: Int32Array;
  readonly traceIndex: Int32Array;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly startSample: Int32Array;
  readonly startMs: Float32Array;
  /** `[rows, 8]` */
  readonly eight: Float32Matrix;
  /** Class indices of the label set. */
  readonly labels: Int32Array;
  readonly dropped: { readonly unlabelled: number; readonly nonFinite: number; readonly leftOut: number };
}

/** Newest by the time it was made. */
const newest = <T extends { readonly createdAt: string }>(records: readonly T[]): T | undefined =>
  records.reduce<T | undefined>(
    (best, record) => (best && best.createdAt > record.createdAt ? best : record),
    undefined,
  );

/** @throws InputError `no-features`, `no-labels` */
export async function latestInputs(
  workspace: Workspace,
): Promise<{ readonly featureSet: FeatureSetRecord; readonly labelSet: LabelSetRecord }> {
  const featureSet = newest(await workspace.listRecords(featureSetKind));
  if (!featureSet)
    throw new InputError("no-features", "this workspace has no features yet", {
      advice: "Run geophone features first.",
    });
  const labelSet = newest(await workspace.listRecords(labelSetKind));
  if (!labelSet)
    throw new InputError("no-labels", "this workspace has no labels yet", {
      advice: "Run geophone labels import first.",
    });
  return { featureSet, labelSet };
}

function isFiniteRow({ data, columns }: Float32Matrix, row: number): boolean {
  for (let i = row * columns; i < (row + 1) * columns; i++) if (!Number.isFinite(data[i])) return false;
  return true;
}

/** The features of a survey as it is read now. @throws InputError `features-missing` */
export function featureEntryOf(featureSet: FeatureSetRecord, survey: SurveyRecord): FeatureTableEntry {
  const entry = featureSet.tables.find((table) => table.survey === survey.name);
  const readAs = stableJson(readingIdentity(survey));
  if (entry?.surveySha256 !== survey.sha256 || (entry.readAs ?? readAs) !== readAs)
    throw new InputError("features-missing", `the features do not cover ${survey.fileName}`, {
      advice:
        "It was ingested, or is read in another way, since they were computed: run geophone features again.",
    });
  return entry;
}

/** Where the traces of a table are, in file order, and the rows of each part that lie on the lines. */
interface TablePositions {
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly wanted: readonly Int32Array[];
}

async function readPositions(
  workspace: Workspace,
  entry: FeatureTableEntry,
  lines: readonly LineSelection[],
): Promise<TablePositions> {
  // A trace's windows follow each other, so there are no more positions than rows, and mostly far fewer.
  const inlines: number[] = [];
  const crosslines: number[] = [];
  const wanted: Int32Array[] = [];
  await forEachFeaturePart(workspace, entry, ["inline", "crossline"], (table) => {
    const inline = columnOf(table, "inline", "int32");
    const crossline = columnOf(table, "crossline", "int32");
    const onLines = new Int32Array(table.rows);
    let count = 0;
    for (let row = 0; row < table.rows; row++) {
      if (inlines.at(-1) !== inline[row] || crosslines.at(-1) !== crossline[row]) {
        inlines.push(inline[row]!);
        crosslines.push(crossline[row]!);
      }
      if (lines.some((line) => isOnLine(line, inline[row]!, crossline[row]!))) onLines[count++] = row;
    }
    wanted.push(onLines.slice(0, count));
  });
  return { inline: Int32Array.from(inlines), crossline: Int32Array.from(crosslines), wanted };
}

/** Rows of one part that became examples. */
interface KeptRows {
  readonly table: FeatureTable;
  readonly rows: readonly number[];
  /** Of the kept rows. */
  readonly labels: readonly number[];
  readonly surveyIndex: number;
}

/**
 * The labelled examples on the given lines. A window that holds NaN or infinity, or has no label, is left out and counted.
 * Memory holds the examples and one part of a table.
 * @throws InputError `features-missing`, `class-unknown`, `label-unit-differs`
 */
export async function loadExamples(
  workspace: Workspace,
  featureSet: FeatureSetRecord,
  labelSet: LabelSetRecord,
  lines: readonly LineSelection[],
  withoutClasses: readonly string[] = [],
): Promise<Examples> {
  const surveys = [...new Map(lines.map(({ survey }) => [survey.name, survey])).values()];
  const index = new LabelIndex(labelsFromTable(await workspace.getTable(labelSet.path)), labelSet.classes);
  const kept: KeptRows[] = [];
  const [unit, labelUnit] = [unitOf(featureSet.window), labelSet.verticalUnit ?? "ms"];
  if (unit !== labelUnit)
    throw new InputError("label-unit-differs", `the features are in ${unit}, the labels in ${labelUnit}`, {
      advice: "Compute the features and import the labels again: both of one domain, time or depth.",
    });
  const dropped = { unlabelled: 0, nonFinite: 0, leftOut: 0 };
  const unknown = withoutClasses.find((name) => !labelSet.classes.includes(name));
  if (unknown !== undefined)
    throw new InputError("class-unknown", `the labels hold no class "${unknown}"`, {
      advice: `The classes are ${labelSet.classes.join(", ")}.`,
    });
  for (const [surveyIndex, survey] of surveys.entries()) {
    const entry = featureEntryOf(featureSet, survey);
    const positions = await readPositions(
      workspace,
      entry,
      lines.filter((line) => line.survey.name === survey.name),
    );
    const { inline, crossline } = positions;
    const surveyLabels = index.forSurvey({ name: survey.name, count: inline.length, inline, crossline });
    for (const [part, wanted] of positions.wanted.entries()) {
      if (wanted.length === 0) continue;
      const table = takeTableRows(
        featureTableFromColumns(await readFeaturePart(workspace, entry, part)),
        wanted,
      );
      const all = labelRows(surveyLabels, table, featureSet.window);
      const rows: number[] = [];
      const labels: number[] = [];
      for (let row = 0; row < table.rows; row++) {
        const label = all[row]!;
        if (label === UNLABELLED) dropped.unlabelled++;
        else if (withoutClasses.includes(labelSet.classes[label]!)) dropped.leftOut++;
        else if (!isFiniteRow(table.features, row)) dropped.nonFinite++;
        else {
          rows.push(row);
          labels.push(label);
        }
      }
      kept.push({ table, rows, labels, surveyIndex });
    }
  }
  return { surveys, dropped, ...concatenate(kept) };
}

function takeTableRows(table: FeatureTable, rows: Int32Array): FeatureTable {
  return {
    ...table,
    rows: rows.length,
    traceIndex: rows.map((row) => table.traceIndex[row]!),
    inline: rows.map((row) => table.inline[row]!),
    crossline: rows.map((row) => table.crossline[row]!),
    startSample: rows.map((row) => table.startSample[row]!),
    startMs: Float32Array.from(rows, (row) => table.startMs[row]!),
    features: takeRows(table.features, rows),
  };
}

function concatenate(kept: readonly KeptRows[]): Omit<Examples, "surveys" | "dropped"> {
  const rows = kept.reduce((sum, part) => sum + part.rows.length, 0);
  const examples = {
    rows,
    surveyIndex: new Int32Array(rows),
    traceIndex: new Int32Array(rows),
    inline: new Int32Array(rows),
    crossline: new Int32Array(rows),
    startSample: new Int32Array(rows),
    startMs: new Float32Array(rows),
    eight: float32Matrix(rows, 8),
    labels: new Int32Array(rows),
  };
  let at = 0;
  for (const { table, rows: own, labels, surveyIndex } of kept)
    own.forEach((row, i) => {
      examples.surveyIndex[at] = surveyIndex;
      examples.traceIndex[at] = table.traceIndex[row]!;
      examples.inline[at] = table.inline[row]!;
      examples.crossline[at] = table.crossline[row]!;
      examples.startSample[at] = table.startSample[row]!;
      examples.startMs[at] = table.startMs[row]!;
      examples.eight.data.set(table.features.data.subarray(row * 8, (row + 1) * 8), at * 8);
      examples.labels[at] = labels[i]!;
      at++;
    });
  return examples;
}
