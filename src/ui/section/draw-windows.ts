import type { PlacedWindow, Scene, SectionWindow } from "./scene-types.ts";
import type { SectionView } from "../../services/section-contract.ts";
import { toScreenX, toScreenY, type Frame, type ViewBox } from "./view-transform.ts";

/** Windows of single traces would be hairlines: none is drawn narrower than this. */
const leastWidth = 5;
/** More windows than this are drawn without their dark outline: it would fill the section. */
const mostOutlined = 400;

/** Finds windows on a section; those on traces that are not part of it are left out. */
export function placeWindows(section: SectionView, windows: readonly SectionWindow[]): PlacedWindow[] {
  const columnOf = new Map<number, number>();
  section.traceIndex.forEach((trace, column) => columnOf.set(trace, column));
  const placed: PlacedWindow[] = [];
  windows.forEach((window, index) => {
    const column = nearestColumn(columnOf, window.traceIndex, section.stride);
    if (column === undefined) return;
    const x0 = section.first + column * section.stride;
    placed.push({
      window,
      index,
      box: {
        x0,
        x1: x0 + (window.traces ?? 1),
        y0: (window.startMs - section.delayMs) / section.intervalMs,
        y1: (window.endMs - section.delayMs) / section.intervalMs,
      },
    });
  });
  return placed;
}

/** The trace's own column, or, on a thinned line, that of a neighbour. */
function nearestColumn(
  columnOf: ReadonlyMap<number, number>,
  trace: number,
  stride: number,
): number | undefined {
  for (let off = 0; off < stride; off++) {
    const column = columnOf.get(trace - off) ?? columnOf.get(trace + off);
    if (column !== undefined) return column;
  }
  return undefined;
}

export function screenBox(view: ViewBox, frame: Frame, box: ViewBox): Frame {
  const from = toScreenX(view, frame, box.x0);
  const to = toScreenX(view, frame, box.x1);
  const width = Math.max(leastWidth, Math.abs(to - from));
  const top = toScreenY(view, frame, box.y0);
  return { left: (from + to - width) / 2, top, width, height: toScreenY(view, frame, box.y1) - top };
}

const isSeen = (box: Frame, frame: Frame): boolean =>
  box.left < frame.left + frame.width &&
  box.left + box.width > frame.left &&
  box.top < frame.top + frame.height &&
  box.top + box.height > frame.top;

/** Highlighted windows in the accent colour, with a dark rim so that they stand out on any palette. */
export function drawWindows(context: CanvasRenderingContext2D, scene: Scene): void {
  const { windows, view, frame, theme, selectedWindow } = scene;
  if (windows.length === 0) return;
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  const outlined = windows.length <= mostOutlined;
  for (const { box, index } of windows) {
    const { left, top, width, height } = screenBox(view, frame, box);
    if (!isSeen({ left, top, width, height }, frame)) continue;
    const isSelected = index === selectedWindow;
    if (outlined || isSelected) {
      context.strokeStyle = "rgb(0 0 0 / 65%)";
      context.lineWidth = isSelected ? 5 : 3;
      context.strokeRect(left, top, width, height);
    }
    context.strokeStyle = theme.accent;
    context.lineWidth = isSelected ? 2.5 : 1.25;
    context.strokeRect(left, top, width, height);
  }
  context.restore();
}

/** The highlighted window at a point of the screen: the selected one first, then the last drawn. */
export function windowAt(scene: Scene, x: number, y: number): PlacedWindow | undefined {
  const hit = (placed: PlacedWindow): boolean => {
    const { left, top, width, height } = screenBox(scene.view, scene.frame, placed.box);
    return x >= left - 2 && x <= left + width + 2 && y >= top - 2 && y <= top + height + 2;
  };
  const hits = scene.windows.filter(hit);
  return hits.find(({ index }) => index === scene.selectedWindow) ?? hits.at(-1);
}
