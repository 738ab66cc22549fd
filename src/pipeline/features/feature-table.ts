import { ArrayRoom } from "../../quantities/array-room.ts";
import { float32Matrix, type Float32Matrix } from "../../quantities/matrix.ts";
import { frequencyUnits, verticalUnits } from "../../quantities/units.ts";
import { columnOf, type ColumnTable, type TableColumn } from "../workspace/contract.ts";
import type { FeatureTable } from "./contract.ts";
import { featureNames, type FeatureName } from "./feature-names.ts";

/** Scores on an embedding for looking at data: not a feature, since it was fitted. */
export interface ExploratoryScores {
  /** `[rows, components]` */
  readonly scores: Float32Matrix;
  /** Lines the embedding was fitted on. */
  readonly fittedOn: readonly string[];
}

/** A crossing count of a window with non-finite samples: int32 knows no NaN, and the other seven columns say it. */
const unknownCrossings = -1;

/** A column of a matrix by itself. */
function floatColumn(
  { data, columns, rows }: Float32Matrix,
  column: number,
  name: string,
  room: ArrayRoom,
): TableColumn {
  const values = room.floats(name, rows);
  for (let row = 0, at = column; row < rows; row++, at += columns) values[row] = data[at]!;
  return { name, type: "float", values };
}

function featureColumn(features: Float32Matrix, name: FeatureName, room: ArrayRoom): TableColumn {
  const column = featureNames.indexOf(name);
  if (name !== "zero_crossings") return floatColumn(features, column, name, room);
  const { data, columns, rows } = features;
  const values = room.ints(name, rows);
  for (let row = 0, at = column; row < rows; row++, at += columns)
    values[row] = Number.isNaN(data[at]!) ? unknownCrossings : data[at]!;
  return { name, type: "int32", values };
}

function exploratoryColumns({ scores }: ExploratoryScores, room: ArrayRoom): TableColumn[] {
  return Array.from({ length: scores.columns }, (_, component) =>
    floatColumn(scores, component, `exploratory_embedding_${String(component + 1).padStart(2, "0")}`, room),
  );
}

/**
 * Columns `survey, trace_index, inline, crossline, start_ms, length_ms`, the eight features, `start_sample`, and where given
 * `exploratory_embedding_01 …`, marked in the metadata. Windows with non-finite samples: NaN, and −1 zero crossings.
 * @param room for the columns that are not the table's own arrays; the next call with it writes over them
 * @throws RangeError when the exploratory scores have another number of rows
 */
export function featureTableToColumns(
  table: FeatureTable,
  exploratory?: ExploratoryScores,
  room = new ArrayRoom(),
): ColumnTable {
  const { rows } = table;
  if (exploratory && exploratory.scores.rows !== rows)
    throw new RangeError(`${exploratory.scores.rows} exploratory scores for ${rows} feature rows`);
  return {
    rows,
    columns: [
      { name: "survey", type: "string", values: new Array<string>(rows).fill(table.survey) },
      { name: "trace_index", type: "int32", values: table.traceIndex },
      { name: "inline", type: "int32", values: table.inline },
      { name: "crossline", type: "int32", values: table.crossline },
      { name: "start_ms", type: "float", values: table.startMs },
      { name: "length_ms", type: "float", values: room.floats("length_ms", rows).fill(table.lengthMs) },
      ...featureNames.map((name) => featureColumn(table.features, name, room)),
      { name: "start_sample", type: "int32", values: table.startSample },
      ...(exploratory ? exploratoryColumns(exploratory, room) : []),
    ],
    metadata: {
      // Of start_ms and length_ms, whatever their names say, and of the dominant frequency.
      vertical_unit: table.verticalUnit,
      dominant_frequency_unit: frequencyUnits[table.verticalUnit],
      // Also here: a table may have no rows, and a float column may round the length.
      survey: table.survey,
      length_ms: String(table.lengthMs),
      ...(exploratory && {
        exploratory_embedding: `fitted on ${exploratory.fittedOn.join(",")}; for looking only, never used in a score`,
      }),
    },
  };
}

/** One feature of a table of which at least its column was read, `[rows]`. @throws InputError as `columnOf` */
export function featureValues(columns: ColumnTable, name: FeatureName): Float32Array {
  if (name !== "zero_crossings") return columnOf(columns, name, "float");
  return Float32Array.from(columnOf(columns, name, "int32"), (crossings) =>
    crossings === unknownCrossings ? NaN : crossings,
  );
}

/** What `featureTableFromColumns` takes of a table whose metadata say its survey and the length of its windows. */
export const featureTableColumns: readonly string[] = [
  ...["trace_index", "inline", "crossline", "start_sample", "start_ms"],
  ...featureNames,
];

/**
 * The table that `featureTableToColumns` wrote; exploratory columns are left behind.
 * @throws InputError as `columnOf`, when a column is missing or of another type
 */
export function featureTableFromColumns(columns: ColumnTable): FeatureTable {
  const { rows, metadata } = columns;
  const features = float32Matrix(rows, featureNames.length);
  for (const [offset, name] of featureNames.entries()) {
    const values = featureValues(columns, name);
    for (let row = 0; row < rows; row++) features.data[row * featureNames.length + offset] = values[row]!;
  }
  return {
    survey: metadata["survey"] ?? columnOf(columns, "survey", "string")[0] ?? "",
    rows,
    traceIndex: columnOf(columns, "trace_index", "int32"),
    inline: columnOf(columns, "inline", "int32"),
    crossline: columnOf(columns, "crossline", "int32"),
    startSample: columnOf(columns, "start_sample", "int32"),
    startMs: columnOf(columns, "start_ms", "float"),
    lengthMs: Number(metadata["length_ms"] ?? columnOf(columns, "length_ms", "float")[0] ?? 0),
    verticalUnit: verticalUnits.find((unit) => unit === metadata["vertical_unit"]) ?? "ms",
    features,
  };
}
