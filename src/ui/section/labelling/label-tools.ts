import {
  rasteriseBrush,
  rasterisePick,
  rasterisePolygon,
  rasteriseRectangle,
} from "../../../pipeline/labels/rasterise.ts";
import type { SectionGrid, SectionPoint, Strokes } from "../../../pipeline/labels/contract.ts";
import type { SectionView } from "../../../services/section-contract.ts";
import { panTool, type ScreenPlace, type SectionTool } from "../scene-tools.ts";
import type { Scene } from "../scene-types.ts";
import type { SectionScene } from "../section-scene.ts";
import { toSample, toScreenX, toScreenY, toTrace } from "../view-transform.ts";
import type { LabelToolName } from "./desk-store.ts";

export interface LabelToolWork {
  readonly tool: LabelToolName;
  /** All of its traces are there. */
  readonly section: SectionView;
  /** CSS. */
  readonly colour: string;
  readonly radius: { readonly traces: number; readonly ms: number };
  readonly halfWidthMs: number;
  /** What was drawn; never nothing. */
  readonly onStrokes: (strokes: Strokes) => void;
}

const gridOf = ({ inline, crossline, delayMs, intervalMs, samples }: SectionView): SectionGrid => ({
  inline,
  crossline,
  startMs: delayMs,
  intervalMs,
  samples,
});

/** Where a place on the screen lies on the section; a trace and a sample fill one unit, their own place is its middle. */
function pointAt(
  scene: SectionScene,
  { first, delayMs, intervalMs }: SectionView,
  [x, y]: ScreenPlace,
): SectionPoint {
  const { view, frame } = scene;
  return {
    trace: toTrace(view, frame, x) - 0.5 - first,
    atMs: delayMs + (toSample(view, frame, y) - 0.5) * intervalMs,
  };
}

function onScreen(
  { view, frame }: Scene,
  { first, delayMs, intervalMs }: SectionView,
  point: SectionPoint,
): ScreenPlace {
  return [
    toScreenX(view, frame, point.trace + first + 0.5),
    toScreenY(view, frame, (point.atMs - delayMs) / intervalMs + 0.5),
  ];
}

/** Draws within the frame, in the class's colour. */
function sketching(
  colour: string,
  draw: (context: CanvasRenderingContext2D, scene: Scene) => void,
): (context: CanvasRenderingContext2D, scene: Scene) => void {
  return (context, scene) => {
    const { left, top, width, height } = scene.frame;
    context.save();
    context.beginPath();
    context.rect(left, top, width, height);
    context.clip();
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.lineCap = "round";
    draw(context, scene);
    context.restore();
  };
}

function trace(context: CanvasRenderingContext2D, places: readonly ScreenPlace[]): void {
  context.beginPath();
  places.forEach(([x, y], i) => {
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
}

/** A stroke is painted while the button is held. */
function brush({ section, colour, radius, onStrokes }: LabelToolWork): SectionTool {
  let points: SectionPoint[] = [];
  const sketch = sketching(colour, (context, scene) => {
    const { view, frame } = scene;
    const rx = (radius.traces * frame.width) / (view.x1 - view.x0);
    const ry = ((radius.ms / section.intervalMs) * frame.height) / (view.y1 - view.y0);
    // In radii the brush is a circle: a round pen two wide draws what it passes.
    context.scale(rx, ry);
    context.lineWidth = 2;
    context.globalAlpha = 0.6;
    const places = points.map((point): ScreenPlace => {
      const [x, y] = onScreen(scene, section, point);
      return [x / rx, y / ry];
    });
    trace(context, places.length === 1 ? [places[0]!, places[0]!] : places);
    context.stroke();
  });
  const stop = (scene: SectionScene): void => {
    points = [];
    scene.setSketch(undefined);
  };
  const finish = (scene: SectionScene): void => {
    const strokes = rasteriseBrush(gridOf(section), points, radius);
    stop(scene);
    if (strokes.inline.length > 0) onStrokes(strokes);
  };
  return {
    name: "label-brush",
    drag: (scene, from, _last, at) => {
      if (points.length === 0) points.push(pointAt(scene, section, from));
      points.push(pointAt(scene, section, at));
      scene.setSketch(sketch);
    },
    drop: finish,
    click: (scene, at) => {
      points = [pointAt(scene, section, at)];
      finish(scene);
    },
    cancel: stop,
  };
}

function rectangle({ section, colour, onStrokes }: LabelToolWork): SectionTool {
  let corners: readonly [SectionPoint, SectionPoint] | undefined;
  const sketch = sketching(colour, (context, scene) => {
    if (!corners) return;
    const [x0, y0] = onScreen(scene, section, corners[0]);
    const [x1, y1] = onScreen(scene, section, corners[1]);
    context.strokeRect(x0, y0, x1 - x0, y1 - y0);
    context.globalAlpha = 0.35;
    context.fillRect(x0, y0, x1 - x0, y1 - y0);
  });
  const stop = (scene: SectionScene): void => {
    corners = undefined;
    scene.setSketch(undefined);
  };
  return {
    name: "label-rectangle",
    drag: (scene, from, _last, at) => {
      corners = [pointAt(scene, section, from), pointAt(scene, section, at)];
      scene.setSketch(sketch);
    },
    drop: (scene, from, at) => {
      const strokes = rasteriseRectangle(
        gridOf(section),
        pointAt(scene, section, from),
        pointAt(scene, section, at),
      );
      stop(scene);
      if (strokes.inline.length > 0) onStrokes(strokes);
    },
    cancel: stop,
  };
}

/** Corners are clicked one by one; Enter or a double click ends, Backspace takes one back, Escape all. Dragging pans. */
function corners(
  name: string,
  { section, colour }: LabelToolWork,
  least: number,
  finish: (points: readonly SectionPoint[]) => void,
  drawShape: (context: CanvasRenderingContext2D, scene: Scene, points: readonly SectionPoint[]) => void,
): SectionTool {
  let points: SectionPoint[] = [];
  let hovered: SectionPoint | undefined;
  const sketch = sketching(colour, (context, scene) => {
    drawShape(context, scene, hovered ? [...points, hovered] : points);
    for (const point of points) {
      const [x, y] = onScreen(scene, section, point);
      context.beginPath();
      context.arc(x, y, 3, 0, 2 * Math.PI);
      context.fill();
    }
  });
  const stop = (scene: SectionScene): void => {
    points = [];
    hovered = undefined;
    scene.setSketch(undefined);
  };
  const end = (scene: SectionScene): void => {
    const drawn = points;
    stop(scene);
    if (drawn.length >= least) finish(drawn);
  };
  return {
    name,
    drag: (scene, from, last, at) => {
      panTool.drag(scene, from, last, at);
    },
    drop: () => undefined,
    click: (scene, at) => {
      points.push(pointAt(scene, section, at));
      hovered = undefined;
      scene.setSketch(sketch);
    },
    hover: (scene, at) => {
      if (points.length === 0) return;
      hovered = pointAt(scene, section, at);
      scene.setSketch(sketch);
    },
    doubleClick: (scene) => {
      // Its two clicks have set the same corner twice.
      points.pop();
      end(scene);
    },
    key: (scene, key) => {
      if (points.length === 0) return false;
      if (key === "Enter") end(scene);
      else if (key === "Backspace") {
        points.pop();
        if (points.length === 0) stop(scene);
        else scene.setSketch(sketch);
      } else return false;
      return true;
    },
    cancel: stop,
  };
}

const polygon = (work: LabelToolWork): SectionTool =>
  corners(
    "label-polygon",
    work,
    3,
    (points) => {
      const strokes = rasterisePolygon(gridOf(work.section), points);
      if (strokes.inline.length > 0) work.onStrokes(strokes);
    },
    (context, scene, points) => {
      trace(
        context,
        points.map((point) => onScreen(scene, work.section, point)),
      );
      context.stroke();
      context.globalAlpha = 0.3;
      context.fill();
      context.globalAlpha = 1;
    },
  );

const pick = (work: LabelToolWork): SectionTool =>
  corners(
    "label-pick",
    work,
    1,
    (points) => {
      const strokes = rasterisePick(gridOf(work.section), points, work.halfWidthMs);
      if (strokes.inline.length > 0) work.onStrokes(strokes);
    },
    (context, scene, points) => {
      const { view, frame } = scene;
      const half = ((work.halfWidthMs / work.section.intervalMs) * frame.height) / (view.y1 - view.y0);
      const places = points.map((point) => onScreen(scene, work.section, point));
      trace(context, [
        ...places.map(([x, y]): ScreenPlace => [x, y - half]),
        ...places.toReversed().map(([x, y]): ScreenPlace => [x, y + half]),
      ]);
      context.globalAlpha = 0.35;
      context.fill();
      context.globalAlpha = 1;
      trace(context, places);
      context.stroke();
    },
  );

const makers: Readonly<Record<LabelToolName, (work: LabelToolWork) => SectionTool>> = {
  brush,
  rectangle,
  polygon,
  pick,
};

/** A way of drawing labels on a section with the pointer. */
export const labelTool = (work: LabelToolWork): SectionTool => makers[work.tool](work);
