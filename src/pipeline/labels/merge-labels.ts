import { InputError } from "../errors.ts";
import type { ImportedLabels, MergedLabels } from "./contract.ts";

const usualOrder = ["normal", "anomaly", "boundary"];

/** Normal, anomaly, boundary in this order; else numbers by value; else names by code point. */
function defaultOrder(names: readonly string[]): string[] {
  if (names.every((name) => usualOrder.includes(name)))
    return usualOrder.filter((name) => names.includes(name));
  if (names.every((name) => /^\d+$/.test(name))) return [...names].sort((a, b) => Number(a) - Number(b));
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * Puts label files together under one scheme. Files may label the same trace differently (two interpreted lines cross):
 * each interval keeps its file, and `LabelIndex` chooses by the survey that is asked about.
 * @param schemeOrder class names in the order of their indices; classes beyond those that occur are kept
 * @throws InputError `labels-missing` without files, `label-class-unknown` for a class outside `schemeOrder`
 */
export function mergeLabels(
  imports: readonly ImportedLabels[],
  schemeOrder?: readonly string[],
): MergedLabels {
  if (imports.length === 0)
    throw new InputError("labels-missing", "no label file was given", {
      advice: "Give a label CSV or a label volume in SEG-Y.",
    });
  const [only, another] = imports;
  const classes =
    schemeOrder ??
    // The numbers of a label volume have an order of their own, whatever they are called.
    (only?.kind === "volume" && !another
      ? only.classes
      : defaultOrder([...new Set(imports.flatMap((labels) => labels.classes))]));
  const total = imports.reduce((sum, { intervals }) => sum + intervals.inline.length, 0);
  const intervals = {
    inline: new Int32Array(total),
    crossline: new Int32Array(total),
    startMs: new Float32Array(total),
    endMs: new Float32Array(total),
    classIndex: new Int32Array(total),
    sourceIndex: new Int32Array(total),
  };
  let at = 0;
  for (const [source, labels] of imports.entries()) {
    const own = labels.intervals;
    const placeOf = labels.classes.map((name) => placeInScheme(name, classes, labels.fileName));
    intervals.inline.set(own.inline, at);
    intervals.crossline.set(own.crossline, at);
    intervals.startMs.set(own.startMs, at);
    intervals.endMs.set(own.endMs, at);
    intervals.classIndex.set(
      own.classIndex.map((index) => placeOf[index]!),
      at,
    );
    intervals.sourceIndex.fill(source, at, at + own.inline.length);
    at += own.inline.length;
  }
  return { classes: [...classes], sources: imports.map(({ fileName }) => fileName), intervals };
}

function placeInScheme(name: string, classes: readonly string[], fileName: string): number {
  const place = classes.indexOf(name);
  if (place < 0)
    throw new InputError("label-class-unknown", `${fileName} holds the class "${name}"`, {
      place: { file: fileName },
      advice: `The classes here are ${classes.join(", ")}.`,
    });
  return place;
}
