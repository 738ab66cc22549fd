import { applyEdit } from "./apply-edit.ts";
import type { ClassTotal, EditableLabels, LabelEdit } from "./contract.ts";

/** How much there is of each class, in the order of the scheme. */
export function classTotals({ scheme, intervals }: EditableLabels): ClassTotal[] {
  const { inline, crossline, startMs, endMs, classIndex } = intervals;
  const totals = scheme.map(({ name }) => ({ name, intervals: 0, totalMs: 0 }));
  classIndex.forEach((index, row) => {
    const total = totals[index]!;
    total.intervals++;
    total.totalMs += endMs[row]! - startMs[row]!;
  });
  // Rows of a class by trace: several sources may label one trace.
  const order = Int32Array.from(classIndex.keys()).sort(
    (a, b) => classIndex[a]! - classIndex[b]! || inline[a]! - inline[b]! || crossline[a]! - crossline[b]!,
  );
  const traces = new Int32Array(scheme.length);
  order.forEach((row, i) => {
    const before = order[i - 1];
    const isNew =
      before === undefined ||
      classIndex[before] !== classIndex[row] ||
      inline[before] !== inline[row] ||
      crossline[before] !== crossline[row];
    if (isNew) traces[classIndex[row]!]!++;
  });
  return totals.map((total, place) => ({ ...total, traces: traces[place]! }));
}

/** What an edit would change, before it is done. @throws InputError as `applyEdit` */
export function previewEdit(
  labels: EditableLabels,
  edit: LabelEdit,
): { readonly before: readonly ClassTotal[]; readonly after: readonly ClassTotal[] } {
  return { before: classTotals(labels), after: classTotals(applyEdit(labels, edit).labels) };
}
