import { InputError } from "../errors.ts";
import type {
  EditableLabels,
  LabelEdit,
  LabelRestore,
  SchemeClass,
  SourcedIntervals,
  Strokes,
} from "./contract.ts";
import { joinTouching, subtract, type Span } from "./interval-algebra.ts";
import { IntervalColumns, type Piece } from "./interval-columns.ts";
import { normaliseStrokes, type StrokedTraces } from "./normalise-strokes.ts";
import { endOfTrace, lowerBound, piecesOf, rewriteTraces } from "./rewrite-traces.ts";

/** What an edit makes of labels, and what takes it back. */
export interface EditedLabels {
  readonly labels: EditableLabels;
  readonly inverse: LabelRestore;
}

/**
 * Does one edit. Labels on traces that it does not touch stay bit for bit, and `inverse`, applied to the result, gives back
 * the very labels that came in; the inverse of an inverse does the edit again. Work: the touched traces, and one copy of the
 * columns.
 * @throws InputError `label-class-unknown`, `label-class-exists`, `label-edit-invalid`
 */
export function applyEdit(labels: EditableLabels, edit: LabelEdit | LabelRestore): EditedLabels {
  switch (edit.kind) {
    case "paint":
      return paint(labels, edit);
    case "erase":
      return stroke(labels, edit.strokes, labels.sources, undefined);
    case "add-class":
      requireNew(labels, edit.name);
      return rescheme(labels, [...labels.scheme, schemeClass(edit.name, edit.colour)]);
    case "rename-class": {
      const place = placeOf(labels, edit.name);
      if (edit.to !== edit.name) requireNew(labels, edit.to);
      return rescheme(labels, labels.scheme.with(place, { ...labels.scheme[place]!, name: edit.to }));
    }
    case "recolour-class": {
      const place = placeOf(labels, edit.name);
      return rescheme(labels, labels.scheme.with(place, schemeClass(edit.name, edit.colour)));
    }
    case "merge-classes":
      return merge(labels, edit.names, edit.into);
    case "remove-class":
      return remove(labels, edit.name);
    case "restore":
      return restore(labels, edit);
  }
}

const schemeClass = (name: string, colour: string | undefined): SchemeClass =>
  colour === undefined ? { name } : { name, colour };

/** @throws InputError `label-class-unknown` */
function placeOf({ scheme }: EditableLabels, name: string): number {
  const place = scheme.findIndex((known) => known.name === name);
  if (place >= 0) return place;
  throw new InputError("label-class-unknown", `there is no class "${name}" in these labels`, {
    advice: `The classes here are ${scheme.map((known) => known.name).join(", ")}.`,
  });
}

/** @throws InputError `label-class-exists`, `label-edit-invalid` */
function requireNew({ scheme }: EditableLabels, name: string): void {
  if (name.trim() !== name || name === "")
    throw new InputError("label-edit-invalid", `"${name}" cannot be the name of a class`, {
      advice: "A name is a word or some, without blanks around them.",
    });
  if (scheme.some((known) => known.name === name))
    throw new InputError("label-class-exists", `there is a class "${name}" already`, {
      advice: "Choose another name, or merge the two classes.",
    });
}

const identity = (length: number): number[] => Array.from({ length }, (_, i) => i);

const nothing: Pick<LabelRestore, "traces" | "intervals"> = {
  traces: { inline: new Int32Array(0), crossline: new Int32Array(0) },
  intervals: new IntervalColumns(0).finish(),
};

/** What gives `before` back where `changed` says what was on the traces that have changed since. */
const inverseTo = (
  { scheme, sources }: EditableLabels,
  placeOf: readonly number[],
  changed: Pick<LabelRestore, "traces" | "intervals">,
): LabelRestore => ({ kind: "restore", scheme, sources, placeOf, ...changed });

/** Another scheme whose places mean what they meant before. */
function rescheme(labels: EditableLabels, scheme: readonly SchemeClass[]): EditedLabels {
  // A class that was added has no labels yet.
  const placeBefore = scheme.map((_, place) => (place < labels.scheme.length ? place : -1));
  return { labels: { ...labels, scheme }, inverse: inverseTo(labels, placeBefore, nothing) };
}

const spansOf = ({ firstSpan, startMs, endMs }: StrokedTraces, trace: number): Span[] =>
  Array.from({ length: firstSpan[trace + 1]! - firstSpan[trace]! }, (_, i) => ({
    startMs: startMs[firstSpan[trace]! + i]!,
    endMs: endMs[firstSpan[trace]! + i]!,
  }));

/** Takes strokes out of every source and, where there is a class, puts them into one. */
function stroke(
  labels: EditableLabels,
  strokes: Strokes,
  sources: readonly string[],
  into: { readonly source: number; readonly classIndex: number } | undefined,
): EditedLabels {
  const traces = normaliseStrokes(strokes);
  const { intervals, removed } = rewriteTraces(
    labels.intervals,
    sources.length,
    traces,
    (source, trace, pieces) => {
      const spans = spansOf(traces, trace);
      const left = subtract(pieces, spans);
      if (source !== into?.source) return left;
      return joinTouching([
        ...left,
        ...spans.map((span): Piece => ({ ...span, classIndex: into.classIndex })),
      ]);
    },
  );
  return {
    labels: { ...labels, sources, intervals },
    inverse: inverseTo(labels, identity(labels.scheme.length), {
      traces: { inline: traces.inline, crossline: traces.crossline },
      intervals: removed,
    }),
  };
}

function paint(labels: EditableLabels, edit: Extract<LabelEdit, { kind: "paint" }>): EditedLabels {
  const classIndex = placeOf(labels, edit.class);
  const known = labels.sources.indexOf(edit.survey);
  const sources = known >= 0 ? labels.sources : [...labels.sources, edit.survey];
  return stroke(labels, edit.strokes, sources, {
    source: known >= 0 ? known : labels.sources.length,
    classIndex,
  });
}

/** Traces that hold any of some classes. */
function tracesWith(
  { intervals: { inline, crossline, classIndex } }: EditableLabels,
  isMeant: (classIndex: number) => boolean,
): LabelRestore["traces"] {
  const rows = Int32Array.from(classIndex.keys()).filter((row) => isMeant(classIndex[row]!));
  // Rows come by source: one trace may be in several.
  rows.sort((a, b) => inline[a]! - inline[b]! || crossline[a]! - crossline[b]!);
  const isFirst = (row: number, i: number): boolean =>
    i === 0 || inline[rows[i - 1]!] !== inline[row] || crossline[rows[i - 1]!] !== crossline[row];
  const firsts = rows.filter(isFirst);
  return { inline: firsts.map((row) => inline[row]!), crossline: firsts.map((row) => crossline[row]!) };
}

/**
 * Another scheme, and labels that move to it.
 * @param placeAfter place in the new scheme of each class; −1: its labels go
 * @param isChanged whose traces are made anew; all other classes only move
 */
function moveClasses(
  labels: EditableLabels,
  scheme: readonly SchemeClass[],
  placeAfter: readonly number[],
  isChanged: (classIndex: number) => boolean,
): EditedLabels {
  const traces = tracesWith(labels, isChanged);
  const move = (pieces: readonly Piece[]): Piece[] =>
    joinTouching(
      pieces.flatMap((piece) => {
        const classIndex = placeAfter[piece.classIndex]!;
        return classIndex < 0 ? [] : [{ ...piece, classIndex }];
      }),
    );
  const { rewritten, removed } = rewriteAndMove(
    labels,
    labels.sources.length,
    traces,
    placeAfter,
    (_, __, pieces) => move(pieces),
  );
  const placeBefore = scheme.map(() => -1);
  placeAfter.forEach((after, before) => {
    if (after >= 0 && !isChanged(before)) placeBefore[after] = before;
  });
  return {
    labels: { ...labels, scheme, intervals: rewritten },
    inverse: inverseTo(labels, placeBefore, { traces, intervals: removed }),
  };
}

/** As `rewriteTraces`, where every class of the rows that stay moves to another place. */
function rewriteAndMove(
  { intervals }: EditableLabels,
  sources: number,
  traces: LabelRestore["traces"],
  placeAfter: readonly number[],
  rewrite: Parameters<typeof rewriteTraces>[3],
): { readonly rewritten: SourcedIntervals; readonly removed: SourcedIntervals } {
  const { intervals: made, removed } = rewriteTraces(intervals, sources, traces, (source, trace, pieces) =>
    // Marked as done already: what is made is in the new scheme.
    rewrite(source, trace, pieces).map((piece) => ({ ...piece, classIndex: ~piece.classIndex })),
  );
  const classIndex = made.classIndex.map((index) => (index < 0 ? ~index : placeAfter[index]!));
  return { rewritten: { ...made, classIndex }, removed };
}

function merge(labels: EditableLabels, names: readonly string[], into: string): EditedLabels {
  const merged = new Set(names.map((name) => placeOf(labels, name)));
  if (merged.size === 0)
    throw new InputError("label-edit-invalid", "no class was named that is to be merged", {
      advice: "Name the classes that are one.",
    });
  const known = labels.scheme.findIndex(({ name }) => name === into);
  if (known < 0) requireNew(labels, into);
  else merged.add(known);
  const kept = known >= 0 ? known : Math.min(...merged);
  const stays = (place: number): boolean => place === kept || !merged.has(place);
  const scheme = labels.scheme
    .map((one, place) => (place === kept ? { ...one, name: into } : one))
    .filter((_, place) => stays(place));
  const placeIn = (place: number): number => identity(place).filter(stays).length;
  const placeAfter = labels.scheme.map((_, place) => placeIn(merged.has(place) ? kept : place));
  return moveClasses(labels, scheme, placeAfter, (place) => merged.has(place));
}

function remove(labels: EditableLabels, name: string): EditedLabels {
  const gone = placeOf(labels, name);
  const placeAfter = labels.scheme.map((_, place) => (place === gone ? -1 : place - Number(place > gone)));
  return moveClasses(
    labels,
    labels.scheme.filter((_, place) => place !== gone),
    placeAfter,
    (place) => place === gone,
  );
}

function restore(labels: EditableLabels, before: LabelRestore): EditedLabels {
  const { scheme, sources, traces, intervals: rows } = before;
  // A source that is there only now, or was only then, has rows on these traces alone.
  const all = Math.max(sources.length, labels.sources.length);
  let at = 0;
  const { rewritten, removed } = rewriteAndMove(labels, all, traces, before.placeOf, (source, trace) => {
    const il = traces.inline[trace]!;
    const xl = traces.crossline[trace]!;
    const from = lowerBound(rows, at, source, il, xl);
    const isThere =
      rows.sourceIndex[from] === source && rows.inline[from] === il && rows.crossline[from] === xl;
    at = isThere ? endOfTrace(rows, from) : from;
    return piecesOf(rows, from, at);
  });
  const placeNow = scheme.map((_, place) => before.placeOf.indexOf(place));
  return {
    labels: { scheme, sources, intervals: rewritten },
    inverse: inverseTo(labels, placeNow, { traces, intervals: removed }),
  };
}
