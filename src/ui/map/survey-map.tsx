import { useLayoutEffect, useMemo, useRef, useState, type PointerEvent, type ReactNode } from "react";
import type { SectionLine, SurveyOutline } from "../../services/section-contract.ts";
import { ticksIn } from "../section/axis-ticks.ts";
import {
  distanceTo,
  fitProjection,
  isWithin,
  lineOfVolume,
  linesAt,
  placeOf,
  pointsOf,
  unitsOf,
  type MapPoint,
  type MapUnits,
} from "./map-projection.ts";

export type MapRole = "train" | "test" | "buffer";

/** A line that has a part in a split. */
export interface RoledLine {
  readonly survey: string;
  readonly line?: SectionLine;
  readonly role: MapRole;
}

/** A place on the current section, as its trace headers say. */
export interface MapCursor {
  readonly inline: number;
  readonly crossline: number;
  readonly x: number;
  readonly y: number;
}

export interface SurveyMapProps {
  readonly outlines: readonly SurveyOutline[];
  readonly current?: { readonly survey: string; readonly line?: SectionLine | undefined } | undefined;
  readonly cursor?: MapCursor | undefined;
  readonly roles?: readonly RoledLine[];
  /** A click on a line, or on a place in a volume: then the inline through it, with Shift its crossline. */
  readonly onOpen?: (survey: string, line?: SectionLine) => void;
  /** In CSS pixels. */
  readonly height?: number;
}

const margins = { left: 58, right: 8, top: 8, bottom: 32 } as const;
/** How near a click must be to a line, in pixels. */
const reach = 9;

interface Hit {
  readonly survey: string;
  readonly line?: SectionLine;
  readonly text: string;
  readonly at: MapPoint;
}

const textOf = (points: readonly MapPoint[]): string =>
  points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(260);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(120, Math.round(entry.contentRect.width)));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [place, width];
}

function chainOf(
  outline: SurveyOutline,
  line: SectionLine | undefined,
  units: MapUnits,
): readonly MapPoint[] {
  return outline.kind === "volume" && line ? lineOfVolume(outline, line, units) : pointsOf(outline, units);
}

const roleNames = { train: "train", test: "test", buffer: "buffer" } as const;

/** Where the lines lie: equal aspect, real axes; the open line and the cursor stand out; a click opens. */
export function SurveyMap(props: SurveyMapProps): ReactNode {
  const { outlines, current, cursor, roles = [], onOpen, height = 210 } = props;
  const [place, width] = useWidth();
  const [hit, setHit] = useState<Hit>();
  const units = unitsOf(outlines);
  const box = {
    left: margins.left,
    top: margins.top,
    width: width - margins.left - margins.right,
    height: height - margins.top - margins.bottom,
  };
  const projection = useMemo(
    () =>
      fitProjection(
        outlines.flatMap((outline) => pointsOf(outline, units)),
        {
          left: margins.left,
          top: margins.top,
          width: width - margins.left - margins.right,
          height: height - margins.top - margins.bottom,
        },
      ),
    [outlines, units, width, height],
  );
  const drawn = (points: readonly MapPoint[]): MapPoint[] => points.map(projection.toScreen);

  const hitAt = (event: PointerEvent<SVGSVGElement> | React.MouseEvent<SVGSVGElement>): Hit | undefined => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const at: MapPoint = [event.clientX - left, event.clientY - top];
    let best: Hit | undefined;
    let nearest = reach;
    for (const outline of outlines) {
      if (outline.kind === "volume") continue;
      const distance = distanceTo(drawn(pointsOf(outline, units)), at);
      if (distance < nearest) {
        nearest = distance;
        best = { survey: outline.survey, text: outline.survey, at };
      }
    }
    if (best) return best;
    for (const outline of outlines) {
      if (outline.kind !== "volume" || !isWithin(drawn(pointsOf(outline, units)), at)) continue;
      const lines = linesAt(outline, projection.toMap(at), units);
      if (!lines) continue;
      const axis = event.shiftKey ? "crossline" : "inline";
      return {
        survey: outline.survey,
        line: { axis, number: lines[axis] },
        text: `${outline.survey} · inline ${lines.inline}, crossline ${lines.crossline}`,
        at,
      };
    }
    return undefined;
  };

  if (outlines.length === 0) return <p className="faint survey-map-empty">No line has been read yet.</p>;
  const currentOutline = outlines.find(({ survey }) => survey === current?.survey);
  const cursorPlace: MapPoint | undefined =
    cursor &&
    (units === "numbers"
      ? [cursor.crossline, cursor.inline]
      : cursor.x !== 0 || cursor.y !== 0
        ? [cursor.x, cursor.y]
        : currentOutline && placeOf(currentOutline, cursor.inline, cursor.crossline, units));
  const ticksX = ticksIn(
    projection.from[0],
    projection.to[0],
    Math.max(2, box.width / 80),
    units === "numbers" ? 1 : 0,
  );
  const ticksY = ticksIn(
    projection.from[1],
    projection.to[1],
    Math.max(2, box.height / 44),
    units === "numbers" ? 1 : 0,
  );
  const usedRoles = (["train", "test", "buffer"] as const).filter((role) =>
    roles.some((line) => line.role === role),
  );
  const hasVolume = outlines.some(({ kind }) => kind === "volume");
  const hasLine = outlines.some(({ kind }) => kind === "line");

  return (
    <div className="survey-map" ref={place}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`Map of ${outlines.length === 1 ? "one survey" : `${outlines.length} surveys`}`}
        className={onOpen && hit ? "over" : undefined}
        onPointerMove={(event) => {
          setHit(hitAt(event));
        }}
        onPointerLeave={() => {
          setHit(undefined);
        }}
        onClick={(event) => {
          const clicked = hitAt(event);
          if (clicked) onOpen?.(clicked.survey, clicked.line);
        }}
      >
        <rect className="map-ground" x={box.left} y={box.top} width={box.width} height={box.height} />
        {ticksX.map(({ at, label }) => {
          const [x] = projection.toScreen([at, 0]);
          return (
            <g key={`x${label}`}>
              <line className="map-grid" x1={x} x2={x} y1={box.top} y2={box.top + box.height} />
              <text className="map-tick" x={x} y={box.top + box.height + 13} textAnchor="middle">
                {label}
              </text>
            </g>
          );
        })}
        {ticksY.map(({ at, label }) => {
          const [, y] = projection.toScreen([0, at]);
          return (
            <g key={`y${label}`}>
              <line className="map-grid" x1={box.left} x2={box.left + box.width} y1={y} y2={y} />
              <text className="map-tick" x={box.left - 5} y={y + 3.5} textAnchor="end">
                {label}
              </text>
            </g>
          );
        })}
        <text className="map-title" x={box.left + box.width / 2} y={height - 4} textAnchor="middle">
          {units === "metres" ? "X (m)" : "Crossline"}
        </text>
        <text
          className="map-title"
          transform={`translate(9 ${box.top + box.height / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {units === "metres" ? "Y (m)" : "Inline"}
        </text>
        {outlines.map((outline) =>
          outline.kind === "volume" ? (
            <polygon
              key={outline.survey}
              className="map-volume"
              points={textOf(drawn(pointsOf(outline, units)))}
            />
          ) : (
            <polyline
              key={outline.survey}
              className="map-line"
              points={textOf(drawn(pointsOf(outline, units)))}
            />
          ),
        )}
        {roles.map(({ survey, line, role }) => {
          const outline = outlines.find((candidate) => candidate.survey === survey);
          return (
            outline && (
              <polyline
                key={`${survey} ${line ? `${line.axis} ${line.number}` : ""} ${role}`}
                className={`map-role ${role}`}
                points={textOf(drawn(chainOf(outline, line, units)))}
              />
            )
          );
        })}
        {currentOutline && (
          <polyline
            className="map-current"
            points={textOf(drawn(chainOf(currentOutline, current?.line, units)))}
          />
        )}
        {cursorPlace && (
          <circle
            className="map-cursor"
            cx={projection.toScreen(cursorPlace)[0]}
            cy={projection.toScreen(cursorPlace)[1]}
            r={4}
          />
        )}
      </svg>
      {hit && (
        <div
          className={hit.at[0] > width / 2 ? "map-tip left" : "map-tip"}
          style={{ left: hit.at[0], top: hit.at[1] }}
        >
          {hit.text}
        </div>
      )}
      <div className="map-legend">
        {currentOutline && <span className="current">this section</span>}
        {hasLine && <span className="line">line</span>}
        {hasVolume && <span className="volume">volume</span>}
        {usedRoles.map((role) => (
          <span key={role} className={role}>
            {roleNames[role]}
          </span>
        ))}
      </div>
    </div>
  );
}
