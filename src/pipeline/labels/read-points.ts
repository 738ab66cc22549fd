import type { VerticalUnit } from "../../quantities/units.ts";
import { InputError } from "../errors.ts";
import type { PlacedPoints, PointMapping } from "./contract.ts";
import { emptyTable } from "./preview-points.ts";
import { readTableHead, textRows } from "./text-table.ts";
import { isHuge, numberIn } from "./undefined-values.ts";

/** Where X and Y lie; undefined: on no trace. */
export type FindTrace = (
  x: number,
  y: number,
) => { readonly inline: number; readonly crossline: number } | undefined;

const metresPerFoot = 0.3048;
const largestInt32 = 2 ** 31 - 1;

/** What Z is multiplied with to be in the vertical unit of the survey; undefined where time meets depth. */
function factorTo(unit: VerticalUnit, { unit: from, upward }: PointMapping): number | undefined {
  const sign = upward ? -1 : 1;
  if (unit === "ms") return from === "ms" ? sign : from === "s" ? 1000 * sign : undefined;
  if (from !== "m" && from !== "ft") return undefined;
  return from === unit ? sign : from === "ft" ? metresPerFoot * sign : sign / metresPerFoot;
}

/**
 * Reads points as a mapping says: rows whose Z says nothing is known are counted, and so are those off all traces.
 * @param unit vertical unit of what is labelled
 * @param findTrace by X and Y, where the mapping goes by them
 * @throws InputError `label-points-row-invalid` (file and line are in its place), `label-points-empty`,
 * `label-points-mapping` where columns are missing from the mapping, `label-points-outside` where no row is on any trace,
 * `label-unit-differs`
 */
export function readPoints(
  fileName: string,
  text: string,
  mapping: PointMapping,
  unit: VerticalUnit,
  findTrace: FindTrace,
): PlacedPoints {
  const factor = factorTo(unit, mapping);
  if (factor === undefined)
    throw new InputError(
      "label-unit-differs",
      `${fileName} has Z in ${mapping.unit}; what it is for is in ${unit}`,
      { place: { file: fileName }, advice: "Time and depth are not turned into each other here: convert Z." },
    );
  const byLines = mapping.inline !== undefined && mapping.crossline !== undefined;
  const first = byLines ? mapping.inline : mapping.x;
  const second = byLines ? mapping.crossline : mapping.y;
  if (first === undefined || second === undefined)
    throw new InputError(
      "label-points-mapping",
      `${fileName}: no columns are named that tell where its points are`,
      { place: { file: fileName }, advice: "Name the columns of inline and crossline, or of X and Y." },
    );
  const classes = new Map<string, number>();
  const found = {
    inline: [] as number[],
    crossline: [] as number[],
    atMs: [] as number[],
    classIndex: [] as number[],
    line: [] as number[],
  };
  let rows = 0;
  let undefinedRows = 0;
  let outsideRows = 0;
  const nothing = new Set(mapping.undefinedValues);

  for (const { line, fields } of textRows(text, readTableHead(text))) {
    rows++;
    const invalid = (what: string): InputError =>
      new InputError("label-points-row-invalid", `${fileName}, line ${line}: ${what}`, {
        place: { file: fileName, line },
        advice:
          "Each row holds the same columns, numbers with a decimal point; begin remarks with # or !, or choose other columns.",
      });
    const number = (column: number, what: string): number => {
      const field = fields[column];
      if (field === undefined || field === "")
        throw invalid(`${what} is missing: column ${column + 1} of ${fields.length}`);
      const value = numberIn(field);
      if (value === undefined) throw invalid(`${what} "${field}" is not a number`);
      return value;
    };
    const z = number(mapping.z, "Z");
    const a = number(first, byLines ? "inline" : "X");
    const b = number(second, byLines ? "crossline" : "Y");
    if (isHuge(z) || isHuge(a) || isHuge(b) || nothing.has(z)) {
      undefinedRows++;
      continue;
    }
    if (byLines && (Math.abs(a) > largestInt32 || Math.abs(b) > largestInt32))
      throw invalid(`inline ${a}, crossline ${b} are no line numbers`);
    const trace = byLines ? { inline: Math.round(a), crossline: Math.round(b) } : findTrace(a, b);
    if (!trace) {
      outsideRows++;
      continue;
    }
    if (mapping.class !== undefined) {
      const name = fields[mapping.class] ?? "";
      if (name === "") throw invalid("its class is missing");
      if (!classes.has(name)) classes.set(name, classes.size);
      found.classIndex.push(classes.get(name)!);
    }
    found.inline.push(trace.inline);
    found.crossline.push(trace.crossline);
    // `-0` would be another number than 0.
    found.atMs.push(z * factor + 0);
    found.line.push(line);
  }

  if (rows === 0) throw emptyTable(fileName);
  if (rows === undefinedRows)
    throw new InputError(
      "label-points-empty",
      `${fileName}: all ${rows} rows say that nothing is known there`,
      {
        place: { file: fileName },
        advice: "Check which column is Z, and which of its values mean that nothing is known.",
      },
    );
  if (found.line.length === 0)
    throw new InputError(
      "label-points-outside",
      `none of the ${rows - undefinedRows} points of ${fileName} lies on a trace of a survey here`,
      {
        place: { file: fileName },
        advice:
          "Check which columns are X and Y, and whether the coordinates are of the same system as the survey's.",
      },
    );
  return {
    fileName,
    inline: Int32Array.from(found.inline),
    crossline: Int32Array.from(found.crossline),
    atMs: Float64Array.from(found.atMs),
    ...(mapping.class === undefined ? {} : { classIndex: Int32Array.from(found.classIndex) }),
    classes: [...classes.keys()],
    line: Int32Array.from(found.line),
    undefinedRows,
    outsideRows,
    verticalUnit: unit,
  };
}
