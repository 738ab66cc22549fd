import { lineStep, orientationOf, type LineSelection } from "../lines.ts";

export type Axis = "inline" | "crossline";

/** A line with a number: inline 128, crossline 322. */
export interface NumberedLine {
  readonly axis: Axis;
  readonly number: number;
}

/** The line a selection is; undefined for a whole volume or traces without a grid. */
export function numberedLine({ survey, within }: LineSelection): NumberedLine | undefined {
  if (within) return within;
  const orientation = orientationOf(survey);
  if (orientation === "inline") return { axis: "inline", number: survey.inlines.min };
  if (orientation === "crossline") return { axis: "crossline", number: survey.crosslines.min };
  return undefined;
}

/** Whether inline and crossline say where a selection's traces are. */
export function hasGrid({ survey }: LineSelection): boolean {
  return orientationOf(survey) !== "other";
}

/** Whether traces of the selection lie on lines that cross the axis' lines: those of the other orientation, and volumes. */
export function crosses(selection: LineSelection, axis: Axis): boolean {
  return hasGrid(selection) && numberedLine(selection)?.axis !== axis;
}

/** Difference of the numbers of neighbouring bins along an axis of the selection's file. */
export function binStep({ survey }: LineSelection, axis: Axis): number {
  return lineStep(axis === "inline" ? survey.inlines : survey.crosslines);
}

/** Whether two selections name one set of traces: one file's same part, or the same line of one grid. */
export function isSameLine(a: LineSelection, b: LineSelection): boolean {
  const [lineA, lineB] = [numberedLine(a), numberedLine(b)];
  if (lineA && lineB) return lineA.axis === lineB.axis && lineA.number === lineB.number;
  return !lineA && !lineB && a.survey.name === b.survey.name;
}
