import { z } from "zod";
import { InputError } from "../errors.ts";
import { columnOf, type ColumnTable } from "../workspace/contract.ts";
import type { MergedLabels } from "./contract.ts";

const namesSchema = z.array(z.string());

/** One row per interval: `inline, crossline, start_ms, end_ms, class_index, source_index`; the names are metadata, as JSON. */
export function labelsToTable({ classes, sources, intervals }: MergedLabels): ColumnTable {
  return {
    rows: intervals.inline.length,
    columns: [
      { name: "inline", type: "int32", values: intervals.inline },
      { name: "crossline", type: "int32", values: intervals.crossline },
      { name: "start_ms", type: "float", values: intervals.startMs },
      { name: "end_ms", type: "float", values: intervals.endMs },
      { name: "class_index", type: "int32", values: intervals.classIndex },
      { name: "source_index", type: "int32", values: intervals.sourceIndex },
    ],
    metadata: { classes: JSON.stringify(classes), sources: JSON.stringify(sources) },
  };
}

/**
 * The labels that `labelsToTable` wrote.
 * @throws InputError `label-table-damaged`, and as `columnOf`
 */
export function labelsFromTable(table: ColumnTable): MergedLabels {
  const classes = namesIn(table, "classes");
  const sources = namesIn(table, "sources");
  const intervals = {
    inline: columnOf(table, "inline", "int32"),
    crossline: columnOf(table, "crossline", "int32"),
    startMs: columnOf(table, "start_ms", "float"),
    endMs: columnOf(table, "end_ms", "float"),
    classIndex: columnOf(table, "class_index", "int32"),
    sourceIndex: columnOf(table, "source_index", "int32"),
  };
  if (
    !intervals.classIndex.every((index) => index >= 0 && index < classes.length) ||
    !intervals.sourceIndex.every((index) => index >= 0 && index < sources.length)
  )
    throw damaged("an interval of it belongs to a class or a file that it does not name");
  return { classes, sources, intervals };
}

function namesIn(table: ColumnTable, key: string): string[] {
  try {
    return namesSchema.parse(JSON.parse(table.metadata[key] ?? ""));
  } catch (cause) {
    throw damaged(`its metadata does not name the ${key}`, cause);
  }
}

function damaged(what: string, cause?: unknown): InputError {
  return new InputError("label-table-damaged", `the stored label set cannot be used: ${what}`, {
    cause,
    advice: "Import the label files again.",
  });
}
