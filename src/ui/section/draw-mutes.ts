import type { Scene } from "./scene-types.ts";
import { toScreenX, toScreenY } from "./view-transform.ts";

const hatchStep = 7;

/** Hatches what is muted, and draws a line where each mute ends. */
export function drawMutes(context: CanvasRenderingContext2D, { view, frame, theme, layers }: Scene): void {
  const { mutedStart, mutedEnd, samples, first, stride } = layers[0]!.section;
  const area = new Path2D();
  const edge = new Path2D();
  const add = (column: number, fromSample: number, toSample: number, edgeSample: number): void => {
    const from = toScreenX(view, frame, first + column * stride);
    const to = toScreenX(view, frame, first + (column + 1) * stride);
    const [left, right] = [Math.min(from, to), Math.max(from, to)];
    if (right < frame.left || left > frame.left + frame.width) return;
    const top = toScreenY(view, frame, fromSample);
    area.rect(left, top, right - left, toScreenY(view, frame, toSample) - top);
    const y = toScreenY(view, frame, edgeSample);
    edge.moveTo(left, y);
    edge.lineTo(right, y);
  };
  mutedStart.forEach((muted, column) => {
    if (muted > 0) add(column, 0, muted, muted);
  });
  mutedEnd.forEach((muted, column) => {
    if (muted > 0) add(column, samples - muted, samples, samples - muted);
  });
  if (!mutedStart.some((muted) => muted > 0) && !mutedEnd.some((muted) => muted > 0)) return;
  context.save();
  context.beginPath();
  context.rect(frame.left, frame.top, frame.width, frame.height);
  context.clip();
  context.strokeStyle = theme.accent;
  context.lineWidth = 1;
  context.globalAlpha = 0.8;
  context.stroke(edge);
  context.clip(area);
  context.globalAlpha = 0.28;
  context.beginPath();
  for (let x = frame.left - frame.height; x < frame.left + frame.width; x += hatchStep) {
    context.moveTo(x, frame.top + frame.height);
    context.lineTo(x + frame.height, frame.top);
  }
  context.stroke();
  context.restore();
}
