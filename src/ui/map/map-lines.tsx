import { memo, type ReactNode } from "react";
import type { SectionLine, SurveyOutline } from "../../services/section-contract.ts";
import { ticksIn } from "../section/axis-ticks.ts";
import {
  coordinateUnitOf,
  lineOfVolume,
  pointsOf,
  type Box,
  type MapPoint,
  type MapUnits,
  type Projection,
} from "./map-projection.ts";

export type MapRole = "train" | "test" | "buffer";

/** A line that has a part in a split. */
export interface RoledLine {
  readonly survey: string;
  readonly line?: SectionLine;
  readonly role: MapRole;
}

export interface MapLinesProps {
  readonly outlines: readonly SurveyOutline[];
  readonly units: MapUnits;
  readonly projection: Projection;
  readonly box: Box;
  readonly roles: readonly RoledLine[];
  readonly currentSurvey: string | undefined;
  readonly currentLine: SectionLine | undefined;
  /** The outline that Tab comes to; arrows go on from it. Absent where outlines cannot be opened. */
  readonly tabStop: string | undefined;
}

/** A line or volume that can be opened: `data-survey` names it to whoever listens to the keys. */
function OutlineButton({
  outline: { survey, kind },
  isCurrent,
  isTabStop,
  children,
}: {
  readonly outline: SurveyOutline;
  readonly isCurrent: boolean;
  readonly isTabStop: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <g
      role="button"
      tabIndex={isTabStop ? 0 : -1}
      data-survey={survey}
      aria-label={`${survey} on the map`}
      {...(kind === "volume"
        ? { "aria-description": "Enter opens the middle inline, Shift and Enter the middle crossline" }
        : {})}
      {...(isCurrent ? { "aria-current": true } : {})}
    >
      {children}
    </g>
  );
}

const textOf = (points: readonly MapPoint[]): string =>
  points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

function chainOf(
  outline: SurveyOutline,
  line: SectionLine | undefined,
  units: MapUnits,
): readonly MapPoint[] {
  return outline.kind === "volume" && line ? lineOfVolume(outline, line, units) : pointsOf(outline, units);
}

/** A tick's text in the middle needs so much room to the right of it; otherwise it ends there. */
const halfLabel = 22;

function MapAxes({ outlines, units, projection, box }: MapLinesProps): ReactNode {
  const unit = coordinateUnitOf(outlines);
  const least = units === "numbers" ? 1 : 0;
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  return (
    <>
      <rect className="map-ground" x={box.left} y={box.top} width={box.width} height={box.height} />
      {ticksIn(projection.from[0], projection.to[0], Math.max(2, box.width / 64), least).map(
        ({ at, label }) => {
          const [x] = projection.toScreen([at, 0]);
          return (
            <g key={`x${label}`}>
              <line className="map-grid" x1={x} x2={x} y1={box.top} y2={bottom} />
              <text
                className="map-tick"
                x={Math.min(x, right + 10)}
                y={bottom + 13}
                textAnchor={x < right + 10 - halfLabel ? "middle" : "end"}
              >
                {label}
              </text>
            </g>
          );
        },
      )}
      {ticksIn(projection.from[1], projection.to[1], Math.max(3, box.height / 44), least).map(
        ({ at, label }) => {
          const [, y] = projection.toScreen([0, at]);
          return (
            <g key={`y${label}`}>
              <line className="map-grid" x1={box.left} x2={right} y1={y} y2={y} />
              <text className="map-tick" x={box.left - 5} y={y + 3.5} textAnchor="end">
                {label}
              </text>
            </g>
          );
        },
      )}
      <text className="map-title" x={box.left + box.width / 2} y={bottom + 28} textAnchor="middle">
        {units === "coordinates" ? `X${unit}` : "Crossline"}
      </text>
      <text
        className="map-title"
        transform={`translate(9 ${box.top + box.height / 2}) rotate(-90)`}
        textAnchor="middle"
      >
        {units === "coordinates" ? `Y${unit}` : "Inline"}
      </text>
    </>
  );
}

/** All of the map that stays while the cursor moves. */
export const MapLines = memo(function MapLines(props: MapLinesProps): ReactNode {
  const { outlines, units, projection, roles, currentSurvey, currentLine, tabStop } = props;
  const drawn = (points: readonly MapPoint[]): string => textOf(points.map(projection.toScreen));
  const current = outlines.find(({ survey }) => survey === currentSurvey);
  return (
    <>
      <MapAxes {...props} />
      {outlines.map((outline) => {
        const points = drawn(pointsOf(outline, units));
        const shape =
          outline.kind === "volume" ? (
            <polygon key={outline.survey} className="map-volume" points={points} />
          ) : (
            <polyline key={outline.survey} className="map-line" points={points} />
          );
        return tabStop === undefined ? (
          shape
        ) : (
          <OutlineButton
            key={outline.survey}
            outline={outline}
            isCurrent={outline.survey === currentSurvey}
            isTabStop={outline.survey === tabStop}
          >
            {shape}
          </OutlineButton>
        );
      })}
      {roles.map(({ survey, line, role }) => {
        const outline = outlines.find((candidate) => candidate.survey === survey);
        return (
          outline && (
            <polyline
              key={`${survey} ${line ? `${line.axis} ${line.number}` : ""} ${role}`}
              className={`map-role ${role}`}
              points={drawn(chainOf(outline, line, units))}
            />
          )
        );
      })}
      {current && <polyline className="map-current" points={drawn(chainOf(current, currentLine, units))} />}
    </>
  );
});
