import type { Data, Layout, PlotlyHTMLElement } from "plotly.js";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { FeaturePoints, PointColumn } from "../../services/points-contract.ts";
import { drawQueue } from "../plots/draw-queue.ts";
import { Plot } from "../plots/plot.tsx";
import { many } from "../shared/words.ts";
import { LassoLayer, type LayerPoint, type PointTool } from "./lasso-layer.tsx";
import { nearestPoint, paintPoints, type PaintedPoints } from "./paint-points.ts";
import { columnOfPoints, columnTitle } from "./point-columns.ts";
import type { PointColours } from "./point-colours.ts";
import { pointsCsv } from "./points-csv.ts";

/** Fixed, so that it is known where a value lies on the screen. */
const margin = { l: 58, r: 10, t: 8, b: 42 } as const;
/** A pointer this near to a point means it, in CSS pixels. */
const reach = 7;
/** Corners for the axes; the points are painted over them. */
const noPoints: Data[] = [{ type: "scatter", mode: "markers", x: [null], y: [null], hoverinfo: "skip" }];

type Span = readonly [from: number, to: number];

/** The values at the edges of the area, as it is shown now. */
interface Frame {
  readonly x: Span;
  readonly y: Span;
}

export interface Lasso {
  readonly shape: "lasso" | "box";
  readonly x: PointColumn;
  readonly y: PointColumn;
  readonly cornersX: Float64Array;
  readonly cornersY: Float64Array;
}

export interface PointPlotProps {
  readonly title: string;
  readonly points: FeaturePoints;
  readonly x: PointColumn;
  readonly y: PointColumn;
  readonly coloured: PointColours;
  readonly hidden: Uint8Array | undefined;
  readonly marked: Uint8Array | undefined;
  readonly tool: PointTool;
  /** What the axes show at first. */
  readonly span: "usual" | "whole";
  /** In CSS pixels. */
  readonly height: number;
  readonly madeFrom: string;
  readonly onLasso: (lasso: Lasso) => void;
  readonly onPoint: (row: number) => void;
  /** undefined: no point is under the pointer. */
  readonly onHover: (row: number | undefined) => void;
}

const frameOf = ({ layout }: PlotlyHTMLElement, usual: Frame): Frame => {
  const span = (range: unknown, otherwise: Span): Span => {
    const [from, to] = Array.isArray(range) ? range.map(Number) : [];
    return from !== undefined && to !== undefined && to > from ? [from, to] : otherwise;
  };
  return { x: span(layout.xaxis?.range, usual.x), y: span(layout.yaxis?.range, usual.y) };
};

/** Windows as points under Plotly's axes, painted on a canvas: many at once, without a GPU, and none left out unsaid. */
export function PointPlot(props: PointPlotProps): ReactNode {
  const { title, points, x, y, coloured, hidden, marked, tool, span, height, madeFrom } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<PlotlyHTMLElement>(undefined);
  const [outside, setOutside] = useState(0);

  const painted = useMemo((): PaintedPoints | undefined => {
    const [px, py] = [columnOfPoints(points, x), columnOfPoints(points, y)];
    return px && py && { rows: points.rows, x: px, y: py, colours: coloured.colours, hidden, marked };
  }, [points, x, y, coloured, hidden, marked]);
  const usual = useMemo((): Frame => {
    const spanOf = (column: PointColumn): Span =>
      points.columns.find(({ name }) => name === column)?.[span] ?? [0, 1];
    return { x: spanOf(x), y: spanOf(y) };
  }, [points, x, y, span]);
  const layout = useMemo(
    (): Partial<Layout> => ({
      margin: { ...margin },
      showlegend: false,
      hovermode: false,
      dragmode: "zoom",
      // What a person has zoomed into stays while the axes mean the same.
      uirevision: `${points.featureSetId} ${x} ${y} ${span}`,
      xaxis: {
        title: { text: columnTitle(points, x) },
        range: [...usual.x],
        automargin: false,
        zeroline: false,
      },
      yaxis: {
        title: { text: columnTitle(points, y) },
        range: [...usual.y],
        automargin: false,
        zeroline: false,
      },
    }),
    [points, x, y, span, usual],
  );

  const frameNow = (): Frame => (chart.current ? frameOf(chart.current, usual) : usual);
  /** Paints so many points a frame; what was painted before stays in view until all are there. */
  const paint = (): void => {
    const element = canvas.current;
    if (!element || !painted || !chart.current) return;
    const ratio = Math.min(2, globalThis.devicePixelRatio);
    const width = Math.round(element.clientWidth * ratio);
    const rows = Math.round(element.clientHeight * ratio);
    const context = element.getContext("2d");
    if (width === 0 || rows === 0 || !context) return;
    const image = context.createImageData(width, rows);
    const painting = paintPoints({ data: image.data, width, height: rows, ...frameNow() }, painted, ratio);
    const goOn = (): void => {
      const { done, value } = painting.next();
      if (!done) {
        drawQueue.add(element, goOn);
        return;
      }
      element.width = width;
      element.height = rows;
      context.putImageData(image, 0, 0);
      setOutside(value);
    };
    goOn();
  };
  const paintNow = useRef(paint);
  paintNow.current = paint;
  // One plot a frame: a page of them never holds the main thread for all at once.
  const askPaint = useRef(() => {
    if (canvas.current)
      drawQueue.add(canvas.current, () => {
        paintNow.current();
      });
  });
  useEffect(() => {
    askPaint.current();
  }, [painted, usual]);
  useEffect(() => {
    const element = canvas.current;
    return () => {
      if (element) drawQueue.drop(element);
    };
  }, []);
  const onDrawn = (element: PlotlyHTMLElement): void => {
    if (chart.current !== element) {
      chart.current = element;
      element.on("plotly_relayout", () => {
        askPaint.current();
      });
    }
    askPaint.current();
  };

  const valueAt = (at: LayerPoint): { readonly x: number; readonly y: number } => {
    const frame = frameNow();
    // Of the area as it lies on the screen: its edges need not be whole pixels.
    const { width, height: rows } = canvas.current!.getBoundingClientRect();
    return {
      x: frame.x[0] + (at.x / width) * (frame.x[1] - frame.x[0]),
      y: frame.y[1] - (at.y / rows) * (frame.y[1] - frame.y[0]),
    };
  };
  const pointAt = (at: LayerPoint): number | undefined => {
    const element = canvas.current;
    if (!painted || !element) return undefined;
    const { width, height: rows } = element.getBoundingClientRect();
    return nearestPoint({ width, height: rows, ...frameNow() }, painted, at, reach);
  };
  return (
    <div className="point-plot">
      <Plot
        title={title}
        csvName={`windows-${y}-by-${x}`}
        data={noPoints}
        layout={layout}
        height={height}
        madeFrom={madeFrom}
        csv={() => pointsCsv(points, x, y, coloured, hidden)}
        onDrawn={onDrawn}
        forPicture={({ data, layout: seen }) => ({
          data,
          layout: {
            ...seen,
            images: [
              {
                source: canvas.current?.toDataURL("image/png") ?? "",
                xref: "paper",
                yref: "paper",
                x: 0,
                y: 1,
                sizex: 1,
                sizey: 1,
                sizing: "stretch",
                layer: "above",
              },
            ],
          },
        })}
      >
        <div
          className={tool === "zoom" ? "point-area zooming" : "point-area"}
          style={{ left: margin.l, right: margin.r, top: margin.t, bottom: margin.b }}
        >
          <canvas ref={canvas} />
          {tool !== "zoom" && (
            <LassoLayer
              tool={tool}
              label={`${title}: draw around points to select their windows`}
              onLasso={(corners) => {
                const values = corners.map(valueAt);
                props.onLasso({
                  shape: tool,
                  x,
                  y,
                  cornersX: Float64Array.from(values, (value) => value.x),
                  cornersY: Float64Array.from(values, (value) => value.y),
                });
              }}
              onClick={(at) => {
                const row = pointAt(at);
                if (row !== undefined) props.onPoint(row);
              }}
              onMove={(at) => {
                props.onHover(at && pointAt(at));
              }}
            />
          )}
        </div>
      </Plot>
      <p className="faint points-outside">{outside > 0 && `${many(outside, "window")} outside`}</p>
    </div>
  );
}
