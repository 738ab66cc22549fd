/** What of a section is seen, in traces along the line and samples down: edges, so trace 3 fills 3 … 4. */
export interface ViewBox {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** A rectangle on the screen, in CSS pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Whether the line runs from right to left. */
  readonly isMirrored?: boolean;
}

export interface Extent {
  readonly traces: number;
  readonly samples: number;
}

/** A person may zoom in until so few traces or samples fill the frame. */
const fewest = 6;

export const fitView = ({ traces, samples }: Extent): ViewBox => ({ x0: 0, x1: traces, y0: 0, y1: samples });

function keepInside(from: number, to: number, size: number): [number, number] {
  const span = Math.min(size, Math.max(Math.min(fewest, size), to - from));
  const middle = (from + to) / 2;
  const start = Math.min(size - span, Math.max(0, middle - span / 2));
  return [start, start + span];
}

/** The nearest view that lies within the section and is neither empty nor deeper than it makes sense. */
export function clampView(view: ViewBox, { traces, samples }: Extent): ViewBox {
  const [x0, x1] = keepInside(view.x0, view.x1, traces);
  const [y0, y1] = keepInside(view.y0, view.y1, samples);
  return { x0, x1, y0, y1 };
}

/**
 * Zooms so that what is at the point stays there.
 * @param acrossShare place of the point in the frame, 0 … 1
 * @param factorX above 1: closer
 */
export function zoomView(
  view: ViewBox,
  acrossShare: number,
  downShare: number,
  factorX: number,
  factorY: number,
  extent: Extent,
): ViewBox {
  const zoomed = (
    from: number,
    to: number,
    share: number,
    factor: number,
    size: number,
  ): [number, number] => {
    const limit = Math.min(fewest, size);
    const span = Math.min(size, Math.max(limit, (to - from) / factor));
    const fixed = from + share * (to - from);
    return [fixed - share * span, fixed + (1 - share) * span];
  };
  const [x0, x1] = zoomed(view.x0, view.x1, acrossShare, factorX, extent.traces);
  const [y0, y1] = zoomed(view.y0, view.y1, downShare, factorY, extent.samples);
  return clampView({ x0, x1, y0, y1 }, extent);
}

/** Moves by shares of what is seen. */
export function panView(view: ViewBox, acrossShare: number, downShare: number, extent: Extent): ViewBox {
  const dx = acrossShare * (view.x1 - view.x0);
  const dy = downShare * (view.y1 - view.y0);
  return clampView({ x0: view.x0 + dx, x1: view.x1 + dx, y0: view.y0 + dy, y1: view.y1 + dy }, extent);
}

/** Share of what is seen along the line, 0 … 1, at a share of the frame from its left edge; its own inverse. */
const alongLine = ({ isMirrored }: Frame, share: number): number => (isMirrored ? 1 - share : share);

export const toScreenX = (view: ViewBox, frame: Frame, trace: number): number =>
  frame.left + alongLine(frame, (trace - view.x0) / (view.x1 - view.x0)) * frame.width;
export const toScreenY = (view: ViewBox, frame: Frame, sample: number): number =>
  frame.top + ((sample - view.y0) / (view.y1 - view.y0)) * frame.height;
export const toTrace = (view: ViewBox, frame: Frame, x: number): number =>
  view.x0 + alongLine(frame, (x - frame.left) / frame.width) * (view.x1 - view.x0);

/** Place on the screen as shares of what is seen, along the line and down, each 0 … 1. */
export function sharesAt(frame: Frame, x: number, y: number): [number, number] {
  const within = (share: number): number => Math.min(1, Math.max(0, share));
  return [alongLine(frame, within((x - frame.left) / frame.width)), within((y - frame.top) / frame.height)];
}

/** How much higher a sample is on the screen than a trace is wide. */
export const aspectOf = (view: ViewBox, frame: Frame): number =>
  (frame.height / (view.y1 - view.y0)) * ((view.x1 - view.x0) / frame.width);

/** The view with this aspect that shows what the other does, about the same middle; less where the section ends before. */
export function holdAspect(view: ViewBox, frame: Frame, aspect: number, extent: Extent): ViewBox {
  const perSample = (frame.width * aspect) / frame.height;
  const wanted = Math.max(view.x1 - view.x0, (view.y1 - view.y0) * perSample);
  const across = Math.min(wanted, extent.traces, extent.samples * perSample);
  const down = across / perSample;
  const [x, y] = [(view.x0 + view.x1) / 2, (view.y0 + view.y1) / 2];
  return clampView({ x0: x - across / 2, x1: x + across / 2, y0: y - down / 2, y1: y + down / 2 }, extent);
}
export const toSample = (view: ViewBox, frame: Frame, y: number): number =>
  view.y0 + ((y - frame.top) / frame.height) * (view.y1 - view.y0);

export const isInside = (frame: Frame, x: number, y: number): boolean =>
  x >= frame.left && x < frame.left + frame.width && y >= frame.top && y < frame.top + frame.height;

/** The view between two corners on the screen; undefined for a box too small to be meant. */
export function boxView(
  view: ViewBox,
  frame: Frame,
  from: readonly [number, number],
  to: readonly [number, number],
  extent: Extent,
): ViewBox | undefined {
  if (Math.abs(to[0] - from[0]) < 5 || Math.abs(to[1] - from[1]) < 5) return undefined;
  const across = [toTrace(view, frame, from[0]), toTrace(view, frame, to[0])];
  const down = [toSample(view, frame, from[1]), toSample(view, frame, to[1])];
  return clampView(
    { x0: Math.min(...across), x1: Math.max(...across), y0: Math.min(...down), y1: Math.max(...down) },
    extent,
  );
}

/** The view moved, not zoomed, as little as needed to show a rectangle with some room around it. */
export function viewShowing(view: ViewBox, box: ViewBox, extent: Extent): ViewBox {
  const moved = (from: number, to: number, low: number, high: number): [number, number] => {
    const room = Math.min(0.1 * (to - from), Math.max(0, (to - from - (high - low)) / 2));
    if (low - room < from) return [low - room, low - room + (to - from)];
    if (high + room > to) return [high + room - (to - from), high + room];
    return [from, to];
  };
  const [x0, x1] = moved(view.x0, view.x1, box.x0, box.x1);
  const [y0, y1] = moved(view.y0, view.y1, box.y0, box.y1);
  return clampView({ x0, x1, y0, y1 }, extent);
}
