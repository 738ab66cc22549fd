import { verticalUnits, type VerticalUnit } from "../../quantities/units.ts";
import { InputError } from "../errors.ts";
import type { ImportedLabels } from "./contract.ts";
import { csvRecords, type CsvRecord } from "./csv-records.ts";
import { decimalNumber } from "./decimal-number.ts";
import { IntervalBuilder } from "./interval-builder.ts";

type LabelColumn = "inline" | "crossline" | "start" | "end" | "class";
const headerAdvice =
  "The first line names the columns: inline,crossline,start_ms,end_ms,class, in any order (in depth start_m,end_m or start_ft,end_ft); others, such as detail, are left aside.";
const largestInt32 = 2 ** 31 - 1;

/**
 * Reads label intervals from CSV text: a header line with `inline, crossline, start_ms, end_ms, class` in any order, then one
 * interval a line; times in ms, or depths under `start_m, end_m` or `start_ft, end_ft`, end exclusive; class names without surrounding blanks, case kept.
 * Intervals of one class that overlap on one trace are joined.
 * @throws InputError `label-row-invalid` (file and line are in its place), `label-rows-overlap` where intervals of different
 * classes overlap on one trace, `labels-empty`
 */
export function parseLabelCsv(fileName: string, text: string): ImportedLabels {
  const invalid = (line: number, what: string, advice: string): InputError =>
    new InputError("label-row-invalid", `${fileName}, line ${line}: ${what}`, {
      place: { file: fileName, line },
      advice,
    });
  const builder = new IntervalBuilder();
  const classes = new Map<string, number>();
  let header: LabelHeader | undefined;

  for (const record of csvRecords(text)) {
    const { line, fields } = record;
    if (record.unclosedQuote)
      throw invalid(line, "a quote is opened and never closed", 'Close it, or write a quote inside as "".');
    if (!header) {
      header = headerOf(record, invalid);
      continue;
    }
    if (fields.slice(header.width).some((field) => field !== ""))
      throw invalid(
        line,
        `${fields.length} fields where the header names ${header.width}`,
        "Put fields that hold a comma into quotes.",
      );
    const { at, unit } = header;
    const nameOf = (column: LabelColumn): string =>
      column === "start" || column === "end" ? `${column}_${unit}` : column;
    const field = (column: LabelColumn): string => {
      const value = fields[at[column]];
      if (value === undefined)
        throw invalid(line, `column ${nameOf(column)} is missing: ${fields.length} fields`, headerAdvice);
      return value;
    };
    const number = (column: LabelColumn): number => {
      const value = decimalNumber(field(column));
      if (value === undefined)
        throw invalid(
          line,
          field(column) === ""
            ? `${nameOf(column)} is empty`
            : `${nameOf(column)} "${field(column)}" is not a number`,
          "Numbers are written with a decimal point and without units.",
        );
      return value;
    };
    const lineNumber = (column: LabelColumn): number => {
      const value = number(column);
      if (!Number.isInteger(value) || Math.abs(value) > largestInt32)
        throw invalid(line, `${column} ${value} is not a whole number of the survey`, headerAdvice);
      return value;
    };
    const inline = lineNumber("inline");
    const crossline = lineNumber("crossline");
    const start = number("start");
    const end = number("end");
    // As stored, in float32: an interval must not vanish there.
    if (!(Math.fround(end) > Math.fround(start)))
      throw invalid(
        line,
        `end_${unit} ${end} ${end < start ? "is before" : "is not after"} start_${unit} ${start}`,
        "An interval holds at least one sample; its end is exclusive.",
      );
    const name = field("class");
    if (name === "") throw invalid(line, "class is empty", "Name the class, or leave the line out.");
    if (!classes.has(name)) classes.set(name, classes.size);
    builder.add(inline, crossline, start, end, classes.get(name)!, line);
  }

  if (builder.count === 0)
    throw new InputError("labels-empty", `${fileName} holds no labels`, {
      place: { file: fileName },
      advice: headerAdvice,
    });
  const names = [...classes.keys()];
  const intervals = builder.finish((conflict) => {
    const [above, below] = [conflict.first, conflict.second].sort((a, b) => a.origin - b.origin);
    throw new InputError(
      "label-rows-overlap",
      `${fileName}, lines ${above!.origin} and ${below!.origin}: inline ${conflict.inline}, crossline ${conflict.crossline} ` +
        `is both ${names[above!.classIndex]} and ${names[below!.classIndex]} from ${conflict.fromMs} to ${conflict.toMs} ${header?.unit ?? "ms"}`,
      {
        place: { file: fileName, line: below!.origin },
        advice: "Let one of the two end where the other begins; ends are exclusive.",
      },
    );
  });
  return {
    fileName,
    kind: "csv",
    classes: names,
    intervals,
    ...(header ? { verticalUnit: header.unit } : {}),
  };
}

interface LabelHeader {
  readonly width: number;
  readonly at: Readonly<Record<LabelColumn, number>>;
  readonly unit: VerticalUnit;
}

function headerOf(
  { line, fields }: CsvRecord,
  invalid: (line: number, what: string, advice: string) => InputError,
): LabelHeader {
  const names = fields.map((name) => name.toLowerCase());
  const isNamed = (unit: VerticalUnit): boolean =>
    names.includes(`start_${unit}`) || names.includes(`end_${unit}`);
  const unit = verticalUnits.find(isNamed) ?? "ms";
  const place = (column: string): number => {
    const at = names.indexOf(column);
    if (at < 0) throw invalid(line, `column ${column} is missing from the header`, headerAdvice);
    if (names.includes(column, at + 1))
      throw invalid(line, `column ${column} is in the header twice`, headerAdvice);
    return at;
  };
  return {
    width: fields.length,
    unit,
    at: {
      inline: place("inline"),
      crossline: place("crossline"),
      start: place(`start_${unit}`),
      end: place(`end_${unit}`),
      class: place("class"),
    },
  };
}
