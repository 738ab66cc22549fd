import { useRef, useState, type PointerEvent, type ReactNode } from "react";

export type PointTool = "lasso" | "box" | "zoom";

/** In CSS pixels, from the upper left corner of the layer. */
export interface LayerPoint {
  readonly x: number;
  readonly y: number;
}

/** Corners nearer to the last one than this say nothing new. */
const leastStep = 3;
/** A press that moves less is a click. */
const leastDrag = 4;

/** Lies over the area of a plot: draws the line around points as it is drawn, tells of it when the hand lets go. */
export function LassoLayer({
  tool,
  label,
  onLasso,
  onClick,
  onMove,
}: {
  readonly tool: Exclude<PointTool, "zoom">;
  readonly label: string;
  readonly onLasso: (corners: readonly LayerPoint[]) => void;
  readonly onClick: (at: LayerPoint) => void;
  /** undefined: the pointer has left. */
  readonly onMove: (at: LayerPoint | undefined) => void;
}): ReactNode {
  const drawn = useRef<LayerPoint[]>(undefined);
  const [outline, setOutline] = useState<readonly LayerPoint[]>([]);
  const at = (event: PointerEvent<SVGSVGElement>): LayerPoint => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: Math.min(box.width, Math.max(0, event.clientX - box.left)),
      y: Math.min(box.height, Math.max(0, event.clientY - box.top)),
    };
  };
  const cornersTo = (end: LayerPoint): LayerPoint[] => {
    const line = drawn.current ?? [];
    const [start] = line;
    if (!start) return [];
    return tool === "lasso" ? line : [start, { x: end.x, y: start.y }, end, { x: start.x, y: end.y }];
  };
  return (
    <svg
      className="lasso-layer"
      role="img"
      aria-label={label}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drawn.current = [at(event)];
      }}
      onPointerMove={(event) => {
        const now = at(event);
        const line = drawn.current;
        if (!line) {
          onMove(now);
          return;
        }
        const last = line.at(-1)!;
        if (Math.hypot(now.x - last.x, now.y - last.y) >= leastStep) line.push(now);
        setOutline(cornersTo(now).slice());
      }}
      onPointerUp={(event) => {
        const line = drawn.current;
        if (!line) return;
        const end = at(event);
        const corners = cornersTo(end);
        const [start] = line;
        drawn.current = undefined;
        setOutline([]);
        const far = line.some(({ x, y }) => Math.hypot(x - start!.x, y - start!.y) >= leastDrag);
        if (!far) onClick(end);
        else if (corners.length > 2) onLasso(corners);
      }}
      onPointerCancel={() => {
        drawn.current = undefined;
        setOutline([]);
      }}
      onPointerLeave={() => {
        onMove(undefined);
      }}
    >
      {outline.length > 1 && <polygon points={outline.map(({ x, y }) => `${x},${y}`).join(" ")} />}
    </svg>
  );
}
