import { axisTitles } from "../../quantities/units.ts";
import { columnTicks, ticksIn } from "./axis-ticks.ts";
import type { Scene } from "./scene-types.ts";
import { toScreenX, toScreenY } from "./view-transform.ts";

export const axisNames = { inline: "Inline", crossline: "Crossline", trace: "Trace" } as const;

/** Room for ticks and titles around the frame. */
export const margins = { left: 62, top: 40, right: 14, bottom: 10 } as const;

const tickLength = 5;

/** Two-way time, or depth. */
function drawVerticalAxis(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, frame, theme, layers } = scene;
  const section = layers[0]!.section;
  const timeOf = (sample: number): number => section.delayMs + sample * section.intervalMs;
  // Sample k stands at the middle of its row.
  const ticks = ticksIn(timeOf(view.y0 - 0.5), timeOf(view.y1 - 0.5), Math.max(2, frame.height / 46));
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { at, label } of ticks) {
    const y = Math.round(toScreenY(view, frame, (at - section.delayMs) / section.intervalMs + 0.5)) + 0.5;
    if (y < frame.top - 1 || y > frame.top + frame.height + 1) continue;
    context.fillRect(frame.left - tickLength, y - 0.5, tickLength, 1);
    context.fillStyle = theme.dim;
    context.fillText(label, frame.left - tickLength - 4, y);
    context.fillStyle = theme.line;
  }
  context.save();
  context.translate(frame.left - 50, frame.top + frame.height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillStyle = theme.dim;
  context.fillText(axisTitles[section.verticalUnit], 0, 0);
  context.restore();
}

function drawLineAxis(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, frame, theme, layers } = scene;
  const { section } = layers.at(-1)!;
  const base = layers[0]!.section;
  // A closer layer knows its traces' numbers where it covers all that is seen; the base always does.
  const covers =
    section.first <= view.x0 && section.first + section.traces * section.stride >= view.x1 - 1e-6;
  const { axis, inline, crossline, traceIndex, first, stride } = covers ? section : base;
  const numbers = axis === "inline" ? inline : axis === "crossline" ? crossline : traceIndex;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  for (const { at, label } of columnTicks(
    { numbers, first, stride },
    view.x0,
    view.x1,
    Math.max(2, frame.width / 84),
  )) {
    const x = Math.round(toScreenX(view, frame, at)) + 0.5;
    if (x < frame.left - 1 || x > frame.left + frame.width + 1) continue;
    context.fillRect(x - 0.5, frame.top - tickLength, 1, tickLength);
    context.fillStyle = theme.dim;
    context.fillText(label, x, frame.top - tickLength - 4);
    context.fillStyle = theme.line;
  }
  context.fillStyle = theme.dim;
  context.fillText(axisNames[axis], frame.left + frame.width / 2, frame.top - 27);
}

/** Traces whose samples are all equal, marked above the section. */
function drawDeadTraces(context: CanvasRenderingContext2D, { view, frame, theme, layers }: Scene): void {
  const { deadTraces, first, stride } = layers[0]!.section;
  context.fillStyle = theme.warn;
  for (const column of deadTraces) {
    const from = toScreenX(view, frame, first + column * stride);
    const to = toScreenX(view, frame, first + (column + 1) * stride);
    const left = Math.max(frame.left, Math.min(from, to));
    const right = Math.min(frame.left + frame.width, Math.max(from, to, left + 1.5));
    if (right > left) context.fillRect(left, frame.top - 3, right - left, 3);
  }
}

/** Frame, ticks and titles. */
export function drawAxes(context: CanvasRenderingContext2D, scene: Scene): void {
  const { frame, theme } = scene;
  context.font = `11px ${theme.font}`;
  context.fontVariantCaps = "normal";
  context.fillStyle = theme.line;
  drawVerticalAxis(context, scene);
  context.fillStyle = theme.line;
  drawLineAxis(context, scene);
  drawDeadTraces(context, scene);
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(frame.left - 0.5, frame.top - 0.5, frame.width + 1, frame.height + 1);
}
