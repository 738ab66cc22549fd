import { applyEdit } from "./apply-edit.ts";
import type { ClassTotal, EditableLabels, LabelEdit } from "./contract.ts";
import { endOfTrace, isTrace, lowerBound } from "./rewrite-traces.ts";

/**
 * How much there is of each class, in the order of the scheme. One pass over the rows, which come by source and trace: asked
 * after every stroke.
 */
export function classTotals({ scheme, sources, intervals }: EditableLabels): ClassTotal[] {
  const { sourceIndex, inline, crossline, startMs, endMs, classIndex } = intervals;
  const classes = scheme.length;
  const counts = new Float64Array(classes);
  const lengths = new Float64Array(classes);
  const traces = new Float64Array(classes);
  /** The last trace (by its first row) on which a class was seen. */
  const seenOn = new Int32Array(classes).fill(-1);
  /** Where each source begins, and where a look through the traces of another one is in it. */
  const firsts = Int32Array.from(sources, (_, source) =>
    lowerBound(intervals, 0, source, -Infinity, -Infinity),
  );
  const at = firsts.slice();
  for (let from = 0; from < classIndex.length;) {
    const to = endOfTrace(intervals, from);
    const source = sourceIndex[from]!;
    if (from === firsts[source]) at.set(firsts);
    // What an earlier source says of this trace is counted already.
    for (let earlier = 0; earlier < source; earlier++) {
      const row = lowerBound(intervals, at[earlier]!, earlier, inline[from]!, crossline[from]!);
      at[earlier] = row;
      if (!isTrace(intervals, row, earlier, inline[from]!, crossline[from]!)) continue;
      for (let other = row; other < endOfTrace(intervals, row); other++) seenOn[classIndex[other]!] = from;
    }
    for (let row = from; row < to; row++) {
      const index = classIndex[row]!;
      counts[index]!++;
      lengths[index]! += endMs[row]! - startMs[row]!;
      if (seenOn[index] === from) continue;
      seenOn[index] = from;
      traces[index]!++;
    }
    from = to;
  }
  return scheme.map(({ name }, index) => ({
    name,
    intervals: counts[index]!,
    traces: traces[index]!,
    totalMs: lengths[index]!,
  }));
}

/** What an edit would change, before it is done. @throws InputError as `applyEdit` */
export function previewEdit(
  labels: EditableLabels,
  edit: LabelEdit,
): { readonly before: readonly ClassTotal[]; readonly after: readonly ClassTotal[] } {
  return { before: classTotals(labels), after: classTotals(applyEdit(labels, edit).labels) };
}
