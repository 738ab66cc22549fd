import { InputError } from "../errors.ts";
import type { PointMapping, PointsPreview, PreviewColumn, SurveyExtent } from "./contract.ts";
import { guessMapping } from "./guess-mapping.ts";
import { isUndefinedValue, numberIn } from "./undefined-values.ts";
import { readTableHead, textRows } from "./text-table.ts";

const sampleRows = 8;

/** What is counted of a column as its rows go by. */
class ColumnCount {
  numbers = 0;
  texts = 0;
  undefined = 0;
  min = Infinity;
  max = -Infinity;
  isWhole = true;
  readonly undefinedValues = new Set<number>();

  see(field: string): void {
    const value = numberIn(field);
    if (value === undefined) {
      this.texts++;
      return;
    }
    this.numbers++;
    if (isUndefinedValue(value)) {
      this.undefined++;
      this.undefinedValues.add(value);
      return;
    }
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    this.isWhole &&= Number.isInteger(value);
  }

  column(name: string | undefined): PreviewColumn {
    const { numbers, texts, min, max, isWhole } = this;
    const isKnown = numbers > this.undefined;
    return {
      ...(name === undefined ? {} : { name }),
      numbers,
      texts,
      undefined: this.undefined,
      min: isKnown ? min : NaN,
      max: isKnown ? max : NaN,
      isWhole: isKnown && isWhole,
    };
  }
}

/**
 * Looks through a table of points or of a horizon (OpendTect ASCII, XYZ, `.pts`): its columns with their ranges, its first
 * rows, and what the columns are thought to be, by their names, by the numbers of the surveys, else by their order.
 * @param surveys which it may be about
 * @throws InputError `label-points-empty` where no line holds a number
 */
export function previewPoints(
  fileName: string,
  text: string,
  surveys: readonly SurveyExtent[],
): PointsPreview {
  const head = readTableHead(text);
  const counts: ColumnCount[] = [];
  const sample: PointsPreview["sample"][number][] = [];
  let rows = 0;
  for (const row of textRows(text, head)) {
    rows++;
    if (sample.length < sampleRows) sample.push(row);
    row.fields.forEach((field, column) => {
      (counts[column] ??= new ColumnCount()).see(field);
    });
  }
  if (rows === 0) throw emptyTable(fileName);
  const columns = counts.map((count, index) => count.column(head.names[index]));
  const guess = guessMapping(columns, surveys);
  const mapping: PointMapping | undefined = guess && {
    ...guess,
    undefinedValues: [...counts[guess.z]!.undefinedValues].filter((value) => Math.abs(value) < 1e29),
  };
  return {
    fileName,
    delimiter: head.delimiter,
    columns,
    rows,
    sample,
    ...(mapping ? { mapping } : {}),
  };
}

/** The error of a table without rows. */
export const emptyTable = (fileName: string): InputError =>
  new InputError("label-points-empty", `${fileName} holds no row of numbers`, {
    place: { file: fileName },
    advice:
      "Points and horizons are rows of inline, crossline and Z, or of X, Y and Z, apart by blanks, tabs, commas or semicolons; lines that begin with # or ! are remarks.",
  });
