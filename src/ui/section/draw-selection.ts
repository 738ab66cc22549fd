import type { SectionView } from "../../services/section-contract.ts";
import type { SelectedTraces } from "../state/selection.ts";
import type { Scene } from "./scene-types.ts";
import { toScreenX, toScreenY, type ViewBox } from "./view-transform.ts";

/** Height of the marks above the frame, over the selected columns. */
const markHeight = 4;

/**
 * Where a selection lies on a section: whole traces as bands over all samples, neighbours joined; windows as they are. On a
 * thinned line a column stands for the traces up to the next one.
 */
export function placeSelection(section: SectionView, selected: SelectedTraces | undefined): ViewBox[] {
  if (selected?.survey !== section.survey) return [];
  const { first, stride, delayMs, intervalMs, samples } = section;
  const columnOf = new Map<number, number>();
  section.traceIndex.forEach((trace, column) => columnOf.set(trace, column));
  const boxes: ViewBox[] = [];
  const { traceIndex, windows } = selected;
  if (windows) {
    traceIndex.forEach((trace, i) => {
      const column = columnOf.get(trace);
      if (column === undefined) return;
      const x0 = first + column * stride;
      const sampleAt = (ms: number): number => (ms - delayMs) / intervalMs;
      boxes.push({ x0, x1: x0 + stride, y0: sampleAt(windows.startMs[i]!), y1: sampleAt(windows.endMs[i]!) });
    });
    return boxes;
  }
  const isSelected = new Uint8Array(section.traces);
  for (const trace of traceIndex) {
    const column = columnOf.get(trace);
    if (column !== undefined) isSelected[column] = 1;
  }
  for (let column = 0; column < isSelected.length; column++) {
    if (isSelected[column] === 0) continue;
    const from = column;
    while (isSelected[column + 1] === 1) column++;
    boxes.push({ x0: first + from * stride, x1: first + (column + 1) * stride, y0: 0, y1: samples });
  }
  return boxes;
}

/** A tint that lets the data through, and marks above the frame that are seen at any zoom. */
export function drawSelection(context: CanvasRenderingContext2D, scene: Scene): void {
  const { selection, view, frame, theme } = scene;
  if (selection.length === 0) return;
  const [right, bottom] = [frame.left + frame.width, frame.top + frame.height];
  context.save();
  context.fillStyle = theme.accent;
  context.beginPath();
  context.rect(frame.left, frame.top - markHeight, frame.width, frame.height + markHeight);
  context.clip();
  for (const { x0, x1, y0, y1 } of selection) {
    const edges = [toScreenX(view, frame, x0), toScreenX(view, frame, x1)] as const;
    const from = Math.min(...edges);
    const width = Math.max(1.5, Math.max(...edges) - from);
    if (from > right || from + width < frame.left) continue;
    context.globalAlpha = 1;
    context.fillRect(from, frame.top - markHeight, width, markHeight - 1);
    const top = Math.max(frame.top, toScreenY(view, frame, y0));
    const end = Math.min(bottom, toScreenY(view, frame, y1));
    context.globalAlpha = 0.13;
    if (end > top) context.fillRect(from, top, width, end - top);
  }
  context.restore();
}
