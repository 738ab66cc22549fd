import type { SqlColumn, SqlRows, SqlType } from "../adapters/browser/duckdb-contract.ts";
import { featureNames } from "../pipeline/features/feature-names.ts";
import { featureSetKind, type FeatureSetRecord } from "../pipeline/features/contract.ts";
import { labelSetKind, labelsFromTable, type LabelSetRecord } from "../pipeline/labels/contract.ts";
import { runKind, type RunRecord } from "../pipeline/registry/contract.ts";
import { bronzePath } from "../pipeline/steps/ingest-survey.ts";
import { readTestedWindows } from "../pipeline/steps/tested-windows.ts";
import { surveyKind, type SurveyRecord } from "../pipeline/survey-record.ts";
import type { ColumnTable, TableColumn, Workspace } from "../pipeline/workspace/contract.ts";
import { surveyVersion } from "./section-version.ts";
import { labelledParts } from "./tables-labelled-parts.ts";

/** A table that can be asked in SQL: what it is, and its rows when they are wanted. */
export interface TableSource {
  readonly name: string;
  readonly about: string;
  /** Changes with the records that it is made from. */
  readonly fingerprint: string;
  readonly rows: number;
  readonly columns: readonly (readonly [name: string, type: SqlType, about?: string])[];
  /** Of many columns: only those that a query names are loaded. */
  readonly isWide?: true;
  /** @param columns of a wide table; all where they are left out */
  parts(columns?: readonly string[]): AsyncIterable<SqlRows>;
}

/** The records that tables are made from; the newest of each kind, and all surveys. */
export interface TableRecords {
  readonly surveys: readonly SurveyRecord[];
  readonly featureSet: FeatureSetRecord | undefined;
  readonly labelSet: LabelSetRecord | undefined;
  readonly run: RunRecord | undefined;
}

export async function readTableRecords(workspace: Workspace): Promise<TableRecords> {
  const [surveys, featureSets, labelSets, runs] = await Promise.all([
    workspace.listRecords(surveyKind),
    workspace.listRecords(featureSetKind),
    workspace.listRecords(labelSetKind),
    workspace.listRecords(runKind),
  ]);
  return {
    surveys,
    featureSet: newest(featureSets, ({ createdAt }) => createdAt),
    labelSet: newest(labelSets, ({ createdAt }) => createdAt),
    run: newest(runs, ({ startedAt }) => startedAt),
  };
}

/** Of equally old ones the last, as training takes them. */
function newest<T>(records: readonly T[], madeAt: (record: T) => string): T | undefined {
  return records.reduce<T | undefined>(
    (best, record) => (best && madeAt(best) > madeAt(record) ? best : record),
    undefined,
  );
}

/** What the workspace has tables for now. */
export function tableSources(workspace: Workspace, records: TableRecords): TableSource[] {
  const { surveys, featureSet, labelSet, run } = records;
  const sources: TableSource[] = [];
  if (surveys.length > 0) sources.push(tracesSource(workspace, surveys));
  if (featureSet) sources.push(featuresSource(workspace, featureSet, labelSet));
  if (labelSet) sources.push(labelsSource(workspace, labelSet));
  if (run) sources.push(testedSource(workspace, run));
  return sources;
}

const place = [
  ["inline", "number"],
  ["crossline", "number"],
] as const;

function tracesSource(workspace: Workspace, surveys: readonly SurveyRecord[]): TableSource {
  return {
    name: "traces",
    about: "one row per trace of every survey: header and quality",
    fingerprint: JSON.stringify(surveys.map(surveyVersion)),
    rows: surveys.reduce((sum, { traces }) => sum + traces, 0),
    columns: [
      ["survey", "text"],
      ["trace_index", "number", "from 0, in file order"],
      ...place,
      ["cdp_x", "number"],
      ["cdp_y", "number"],
      ["dead", "number", "1 for a dead trace"],
      ["non_finite_samples", "number"],
      ["rms", "number", "amplitude"],
      ["muted_start_samples", "number", "zeros before the first live sample"],
      ["muted_end_samples", "number", "zeros after the last live sample"],
    ],
    async *parts() {
      for (const { name } of surveys) {
        const table = await workspace.getTable(bronzePath(name));
        yield {
          rows: table.rows,
          columns: [oneText("survey", name, table.rows), ...withMutes(numbersOf(table), table.rows)],
        };
      }
    },
  };
}

/** Surveys that were taken in before mutes were looked for have no such columns: theirs are missing. */
function withMutes(columns: readonly SqlColumn[], rows: number): SqlColumn[] {
  const names = new Set(columns.map(({ name }) => name));
  const missing = ["muted_start_samples", "muted_end_samples"].filter((name) => !names.has(name));
  return [
    ...columns,
    ...missing.map((name): SqlColumn => ({
      name,
      type: "int32",
      values: new Int32Array(rows).fill(-1),
      missing: -1,
    })),
  ];
}

function featuresSource(
  workspace: Workspace,
  featureSet: FeatureSetRecord,
  labelSet: LabelSetRecord | undefined,
): TableSource {
  return {
    name: "features",
    about:
      "one row per window of the newest features, with its class in the newest labels (NULL without one)",
    fingerprint: JSON.stringify([featureSet.id, labelSet?.id ?? ""]),
    rows: featureSet.tables.reduce((sum, { rows }) => sum + rows, 0),
    columns: [
      ["survey", "text"],
      ["class", "text"],
      ["trace_index", "number"],
      ...place,
      ["start_sample", "number"],
      ["start_ms", "number", "of the window's first sample: two-way time, or depth in the survey's unit"],
      ...featureNames.map((name) => [name, "number"] as const),
    ],
    async *parts() {
      for await (const { table, labels } of labelledParts(workspace, featureSet, labelSet)) {
        const { rows, features } = table;
        yield {
          rows,
          columns: [
            oneText("survey", table.survey, rows),
            { name: "class", type: "text", codes: labels, categories: labelSet?.classes ?? [] },
            { name: "trace_index", type: "int32", values: table.traceIndex },
            { name: "inline", type: "int32", values: table.inline },
            { name: "crossline", type: "int32", values: table.crossline },
            { name: "start_sample", type: "int32", values: table.startSample },
            { name: "start_ms", type: "float", values: table.startMs },
            ...featureNames.map((name, column): SqlColumn => ({
              name,
              type: "float",
              values: Float32Array.from(
                { length: rows },
                (_, row) => features.data[row * features.columns + column]!,
              ),
            })),
          ],
        };
      }
    },
  };
}

function labelsSource(workspace: Workspace, labelSet: LabelSetRecord): TableSource {
  return {
    name: "labels",
    about: "one row per labelled stretch of a trace, from the newest labels",
    fingerprint: labelSet.id,
    rows: labelSet.intervals,
    columns: [
      ["source", "text", "label file"],
      ["class", "text"],
      ...place,
      ["start_ms", "number", "two-way time, or depth in the survey's unit; inclusive"],
      ["end_ms", "number", "two-way time, or depth in the survey's unit; exclusive"],
    ],
    async *parts() {
      const { classes, sources, intervals } = labelsFromTable(await workspace.getTable(labelSet.path));
      yield {
        rows: intervals.inline.length,
        columns: [
          { name: "source", type: "text", codes: intervals.sourceIndex, categories: sources },
          { name: "class", type: "text", codes: intervals.classIndex, categories: classes },
          { name: "inline", type: "int32", values: intervals.inline },
          { name: "crossline", type: "int32", values: intervals.crossline },
          { name: "start_ms", type: "float", values: intervals.startMs },
          { name: "end_ms", type: "float", values: intervals.endMs },
        ],
      };
    },
  };
}

function testedSource(workspace: Workspace, run: RunRecord): TableSource {
  return {
    name: "tested",
    about: "one row per test window of the newest training, with what the model said",
    fingerprint: run.id,
    rows: run.examples.test,
    columns: [
      ["survey", "text"],
      ["trace_index", "number"],
      ...place,
      ["start_sample", "number"],
      ["start_ms", "number"],
      ["truth", "text"],
      ["predicted", "text"],
      ["correct", "number", "1 where they agree"],
      ["confidence", "number", "probability of the predicted class"],
    ],
    async *parts() {
      const tested = await readTestedWindows(workspace, run);
      const { rows, truth, predicted, probabilities } = tested;
      const names = [...new Set(tested.survey)];
      const codeOf = new Map(names.map((name, code) => [name, code]));
      yield {
        rows,
        columns: [
          {
            name: "survey",
            type: "text",
            codes: Int32Array.from(tested.survey, (name) => codeOf.get(name)!),
            categories: names,
          },
          { name: "trace_index", type: "int32", values: tested.traceIndex },
          { name: "inline", type: "int32", values: tested.inline },
          { name: "crossline", type: "int32", values: tested.crossline },
          { name: "start_sample", type: "int32", values: tested.startSample },
          { name: "start_ms", type: "float", values: tested.startMs },
          { name: "truth", type: "text", codes: truth, categories: run.classes },
          { name: "predicted", type: "text", codes: predicted, categories: run.classes },
          {
            name: "correct",
            type: "int32",
            values: truth.map((name, row) => Number(name === predicted[row])),
          },
          {
            name: "confidence",
            type: "float",
            values: Float32Array.from(
              predicted,
              (c, row) => probabilities.data[row * probabilities.columns + c]!,
            ),
          },
        ],
      };
    },
  };
}

const oneText = (name: string, text: string, rows: number): SqlColumn => ({
  name,
  type: "text",
  codes: new Int32Array(rows),
  categories: [text],
});

const numbersOf = ({ columns }: ColumnTable): SqlColumn[] =>
  columns.filter(
    (column): column is Extract<TableColumn, { type: "int32" | "float" | "double" }> =>
      column.type === "int32" || column.type === "float" || column.type === "double",
  );
