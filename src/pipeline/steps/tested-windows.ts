import { float32Matrix, type Float32Matrix, type Float64Matrix } from "../../quantities/matrix.ts";
import { InputError } from "../errors.ts";
import type { Artefact, RunRecord } from "../registry/contract.ts";
import { columnOf, type ColumnTable, type Workspace } from "../workspace/contract.ts";
import type { Examples } from "./load-examples.ts";

/** The windows that a run was tested on, with its answers: columns of length `rows`, in the order of the test rows. */
export interface TestedWindows {
  readonly rows: number;
  /** Survey names. */
  readonly survey: readonly string[];
  readonly traceIndex: Int32Array;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly startSample: Int32Array;
  readonly startMs: Float32Array;
  /** Indices into the run's classes. */
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** `[rows, classes]` */
  readonly probabilities: Float32Matrix;
}

export const testedWindowsPath = ({ artefacts }: Pick<RunRecord, "artefacts">): string =>
  `${artefacts}/tested.parquet`;

/** Keeps what each test row is and what the model said to it, at `<artefacts>/tested.parquet`. */
export async function writeTestedWindows(
  workspace: Workspace,
  artefacts: string,
  tested: {
    readonly examples: Examples;
    /** Rows of `examples` that the test took. */
    readonly rows: Int32Array;
    readonly truth: Int32Array;
    readonly predicted: Int32Array;
    /** `[test rows, classes]` */
    readonly probabilities: Float64Matrix;
  },
): Promise<Artefact> {
  const { examples, rows, truth, predicted, probabilities } = tested;
  const { columns, data } = probabilities;
  const take = (values: Int32Array): Int32Array => rows.map((row) => values[row]!);
  const path = testedWindowsPath({ artefacts });
  const sha256 = await workspace.putTable(path, {
    rows: rows.length,
    columns: [
      {
        name: "survey",
        type: "string",
        values: Array.from(rows, (row) => examples.surveys[examples.surveyIndex[row]!]!.name),
      },
      { name: "trace_index", type: "int32", values: take(examples.traceIndex) },
      { name: "inline", type: "int32", values: take(examples.inline) },
      { name: "crossline", type: "int32", values: take(examples.crossline) },
      { name: "start_sample", type: "int32", values: take(examples.startSample) },
      {
        name: "start_ms",
        type: "float",
        values: Float32Array.from(rows, (row) => examples.startMs[row]!),
      },
      { name: "truth", type: "int32", values: truth },
      { name: "predicted", type: "int32", values: predicted },
      ...Array.from({ length: columns }, (_, c) => ({
        name: `p_${c}`,
        type: "float" as const,
        values: Float32Array.from({ length: rows.length }, (__, row) => data[row * columns + c]!),
      })),
    ],
    metadata: {},
  });
  return { path, sha256 };
}

function fromTable(table: ColumnTable, classes: number): TestedWindows {
  const { rows } = table;
  const probabilities = float32Matrix(rows, classes);
  for (let c = 0; c < classes; c++) {
    const values = columnOf(table, `p_${c}`, "float");
    for (let row = 0; row < rows; row++) probabilities.data[row * classes + c] = values[row]!;
  }
  return {
    rows,
    survey: columnOf(table, "survey", "string"),
    traceIndex: columnOf(table, "trace_index", "int32"),
    inline: columnOf(table, "inline", "int32"),
    crossline: columnOf(table, "crossline", "int32"),
    startSample: columnOf(table, "start_sample", "int32"),
    startMs: columnOf(table, "start_ms", "float"),
    truth: columnOf(table, "truth", "int32"),
    predicted: columnOf(table, "predicted", "int32"),
    probabilities,
  };
}

/** @throws InputError `artefacts-damaged` where they are missing (runs of older versions kept none), damaged, or not the run's */
export async function readTestedWindows(
  workspace: Workspace,
  run: Pick<RunRecord, "artefacts" | "classes" | "examples">,
): Promise<TestedWindows> {
  const path = testedWindowsPath(run);
  const damaged = (what: string, cause?: unknown): InputError =>
    new InputError("artefacts-damaged", `${path} ${what}`, {
      place: { file: path },
      cause,
      advice: "Train the model again.",
    });
  if (!(await workspace.hasFile(path))) throw damaged("is missing");
  let tested: TestedWindows;
  try {
    tested = fromTable(await workspace.getTable(path), run.classes.length);
  } catch (error) {
    throw damaged("is damaged", error);
  }
  const isClass = (index: number): boolean => index >= 0 && index < run.classes.length;
  if (tested.rows !== run.examples.test)
    throw damaged(`holds ${tested.rows} windows, the run tested ${run.examples.test}`);
  if (!tested.truth.every(isClass) || !tested.predicted.every(isClass))
    throw damaged("names classes that the run does not know");
  return tested;
}
