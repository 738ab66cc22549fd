import { InputError } from "../errors.ts";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import {
  featureSetKind,
  featureTableFromColumns,
  type FeatureSetRecord,
  type FeatureTable,
} from "../features/contract.ts";
import {
  labelExamples,
  LabelIndex,
  labelSetKind,
  labelsFromTable,
  UNLABELLED,
  type LabelSetRecord,
} from "../labels/contract.ts";
import { isOnLine, type LineSelection } from "../lines.ts";
import type { SurveyRecord } from "../survey-record.ts";
import type { Workspace } from "../workspace/contract.ts";

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

async function loadTable(
  workspace: Workspace,
  featureSet: FeatureSetRecord,
  survey: SurveyRecord,
): Promise<FeatureTable> {
  const entry = featureSet.tables.find((table) => table.survey === survey.name);
  if (entry?.surveySha256 !== survey.sha256)
    throw new InputError("features-missing", `the newest features do not cover ${survey.fileName}`, {
      advice: "It was ingested after they were computed: run geophone features again.",
    });
  return featureTableFromColumns(await workspace.getTable(entry.path));
}

/**
 * The labelled examples on the given lines. A window that holds NaN or infinity, or has no label, is left out and counted.
 * @throws InputError `features-missing`, `class-unknown`
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
  const parts: { table: FeatureTable; kept: number[]; labels: Int32Array; surveyIndex: number }[] = [];
  const dropped = { unlabelled: 0, nonFinite: 0, leftOut: 0 };
  const unknown = withoutClasses.find((name) => !labelSet.classes.includes(name));
  if (unknown !== undefined)
    throw new InputError("class-unknown", `the labels hold no class "${unknown}"`, {
      advice: `The classes are ${labelSet.classes.join(", ")}.`,
    });
  for (const [surveyIndex, survey] of surveys.entries()) {
    const table = await loadTable(workspace, featureSet, survey);
    const labels = labelExamples(index, { ...table, surveyName: survey.name }, featureSet.window);
    const wanted = lines.filter((line) => line.survey.name === survey.name);
    const kept: number[] = [];
    for (let row = 0; row < table.rows; row++) {
      if (!wanted.some((line) => isOnLine(line, table.inline[row]!, table.crossline[row]!))) continue;
      if (labels[row] === UNLABELLED) dropped.unlabelled++;
      else if (withoutClasses.includes(labelSet.classes[labels[row]!]!)) dropped.leftOut++;
      else if (!isFiniteRow(table.features, row)) dropped.nonFinite++;
      else kept.push(row);
    }
    parts.push({ table, kept, labels, surveyIndex });
  }

  const rows = parts.reduce((sum, { kept }) => sum + kept.length, 0);
  const examples = {
    surveys,
    rows,
    dropped,
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
  for (const { table, kept, labels, surveyIndex } of parts)
    for (const row of kept) {
      examples.surveyIndex[at] = surveyIndex;
      examples.traceIndex[at] = table.traceIndex[row]!;
      examples.inline[at] = table.inline[row]!;
      examples.crossline[at] = table.crossline[row]!;
      examples.startSample[at] = table.startSample[row]!;
      examples.startMs[at] = table.startMs[row]!;
      examples.eight.data.set(table.features.data.subarray(row * 8, (row + 1) * 8), at * 8);
      examples.labels[at] = labels[row]!;
      at++;
    }
  return examples;
}
