import { applyEdit } from "./apply-edit.ts";
import type { EditableLabels, SourcedIntervals, Strokes } from "./contract.ts";

/** Intervals of one source and class, as strokes. */
function strokesOf(intervals: SourcedIntervals, source: number, classIndex: number): Strokes {
  const strokes: Strokes = { inline: [], crossline: [], startMs: [], endMs: [] };
  intervals.inline.forEach((inline, row) => {
    if (intervals.sourceIndex[row] !== source || intervals.classIndex[row] !== classIndex) return;
    strokes.inline.push(inline);
    strokes.crossline.push(intervals.crossline[row]!);
    strokes.startMs.push(intervals.startMs[row]!);
    strokes.endMs.push(intervals.endMs[row]!);
  });
  return strokes;
}

/** Labels without those of some sources; the sources stay, empty. */
function without({ intervals, ...rest }: EditableLabels, names: readonly string[]): EditableLabels {
  const gone = new Set(names.map((name) => rest.sources.indexOf(name)));
  const isKept = (_: number, row: number): boolean => !gone.has(intervals.sourceIndex[row]!);
  return {
    ...rest,
    intervals: {
      inline: intervals.inline.filter(isKept),
      crossline: intervals.crossline.filter(isKept),
      startMs: intervals.startMs.filter(isKept),
      endMs: intervals.endMs.filter(isKept),
      classIndex: intervals.classIndex.filter(isKept),
      sourceIndex: intervals.sourceIndex.filter(isKept),
    },
  };
}

/**
 * Labels with others laid over them, as if they had been painted: where those say something, it counts for every line. A
 * source that both have is taken from those that are added alone; new classes go to the end of the scheme.
 */
export function addLabels(labels: EditableLabels, added: EditableLabels): EditableLabels {
  let all = without(labels, added.sources);
  for (const { name, colour } of added.scheme)
    if (!all.scheme.some((known) => known.name === name))
      all = applyEdit(all, { kind: "add-class", name, colour }).labels;
  added.sources.forEach((survey, source) => {
    added.scheme.forEach(({ name }, classIndex) => {
      const strokes = strokesOf(added.intervals, source, classIndex);
      if (strokes.inline.length === 0) return;
      all = applyEdit(all, { kind: "paint", tool: "brush", class: name, survey, strokes }).labels;
    });
  });
  return all;
}
