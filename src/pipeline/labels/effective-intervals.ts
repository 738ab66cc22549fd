import type { EditableLabels, LabelIntervals, MergedLabels } from "./contract.ts";
import { joinTouching, subtract, type Span } from "./interval-algebra.ts";
import { IntervalColumns, type Piece } from "./interval-columns.ts";
import type { SurveyPositions } from "./label-index.ts";
import { LabelledTraces } from "./labelled-traces.ts";
import { orderSources } from "./source-order.ts";

/**
 * Labels as they apply to the traces of one survey: wherever the file that is asked first says nothing, the next one's word
 * holds (as `LabelIndex`). Sorted by (inline, crossline, start), each trace once, without overlaps; neighbours of one class
 * that touch are one.
 */
export function effectiveIntervals(
  labels: Pick<MergedLabels, "sources" | "intervals">,
  survey: SurveyPositions,
): LabelIntervals {
  const traces = new LabelledTraces(labels);
  const order = traceOrder(survey);
  const covered = new Int32Array(labels.sources.length);
  for (const row of order)
    for (let source = 0; source < covered.length; source++)
      if (traces.find(source, survey.inline[row]!, survey.crossline[row]!) >= 0) covered[source]!++;
  const sources = orderSources(labels.sources, survey.name, covered);
  const { startMs, endMs, classIndex } = labels.intervals;
  const columns = new IntervalColumns(order.length);
  for (const row of order) {
    const inline = survey.inline[row]!;
    const crossline = survey.crossline[row]!;
    let pieces: Piece[] = [];
    for (const source of sources) {
      const entry = traces.find(source, inline, crossline);
      if (entry < 0) continue;
      const own: Piece[] = [];
      for (let i = traces.firstInterval[entry]!; i < traces.firstInterval[entry + 1]!; i++)
        own.push({ startMs: startMs[i]!, endMs: endMs[i]!, classIndex: classIndex[i]! });
      const said: readonly Span[] = pieces;
      pieces = joinTouching([...pieces, ...(said.length > 0 ? subtract(own, said) : own)]);
    }
    for (const piece of pieces) columns.append(0, inline, crossline, piece);
  }
  const found = columns.finish();
  return {
    inline: found.inline,
    crossline: found.crossline,
    startMs: found.startMs,
    endMs: found.endMs,
    classIndex: found.classIndex,
  };
}

/** Rows of a survey by (inline, crossline), each position once. */
function traceOrder({ count, inline, crossline }: SurveyPositions): Int32Array {
  const compare = (a: number, b: number): number => inline[a]! - inline[b]! || crossline[a]! - crossline[b]!;
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  let isSorted = true;
  for (let i = 1; i < count && isSorted; i++) isSorted = compare(i - 1, i) <= 0;
  if (!isSorted) rows.sort((a, b) => compare(a, b) || a - b);
  return rows.filter((row, i) => i === 0 || compare(rows[i - 1]!, row) !== 0);
}

/** Stored labels as they are edited. */
export const editableLabels = (
  { classes, sources, intervals }: MergedLabels,
  colours: readonly string[] = [],
): EditableLabels => ({
  scheme: classes.map((name, index) => (colours[index] ? { name, colour: colours[index] } : { name })),
  sources,
  intervals,
});
