import { useMemo, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import type { SectionLine, SurveyOutline } from "../../services/section-contract.ts";
import { useWidth } from "../section/use-width.ts";
import { middleLine, outlineAfter } from "./map-keys.ts";
import { MapLines, type RoledLine } from "./map-lines.tsx";
import {
  distanceTo,
  fitProjection,
  isWithin,
  linesAt,
  placeOf,
  pointsOf,
  unitsOf,
  type MapPoint,
} from "./map-projection.ts";

export type { RoledLine } from "./map-lines.tsx";

/** A place on the current section, as its trace headers say. */
export interface MapCursor {
  readonly inline: number;
  readonly crossline: number;
  /** Metres; 0 where the file holds none. */
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

const margins = { left: 70, right: 10, top: 8, bottom: 32 } as const;
/** How near a click must be to a line, in pixels. */
const reach = 9;
const noRoles: readonly RoledLine[] = [];
const allRoles = ["train", "test", "buffer"] as const;

interface Hit {
  readonly survey: string;
  readonly line?: SectionLine;
  readonly text: string;
  readonly at: MapPoint;
}

/**
 * Where the lines lie: equal aspect, real axes; the open line and the cursor stand out. A click opens; so does Enter on the
 * outline that has the focus, and arrows move the focus.
 */
export function SurveyMap(props: SurveyMapProps): ReactNode {
  const { outlines, current, cursor, roles = noRoles, onOpen, height = 210 } = props;
  const [place, width] = useWidth<HTMLDivElement>(260);
  const [hit, setHit] = useState<Hit>();
  const [focused, setFocused] = useState<string>();
  const units = unitsOf(outlines);
  const box = useMemo(
    () => ({
      left: margins.left,
      top: margins.top,
      width: width - margins.left - margins.right,
      height: height - margins.top - margins.bottom,
    }),
    [width, height],
  );
  const projection = useMemo(
    () =>
      fitProjection(
        outlines.flatMap((outline) => pointsOf(outline, units)),
        box,
      ),
    [outlines, units, box],
  );
  const drawn = (outline: SurveyOutline): MapPoint[] => pointsOf(outline, units).map(projection.toScreen);

  const hitAt = (event: MouseEvent<SVGSVGElement>): Hit | undefined => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const at: MapPoint = [event.clientX - left, event.clientY - top];
    let best: Hit | undefined;
    let nearest = reach;
    for (const outline of outlines) {
      if (outline.kind === "volume") continue;
      const distance = distanceTo(drawn(outline), at);
      if (distance < nearest) {
        nearest = distance;
        best = { survey: outline.survey, text: outline.survey, at };
      }
    }
    if (best) return best;
    for (const outline of outlines) {
      if (outline.kind !== "volume" || !isWithin(drawn(outline), at)) continue;
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

  const surveyOf = (target: EventTarget): string | undefined =>
    target instanceof SVGElement ? target.dataset["survey"] : undefined;
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>): void => {
    const outline = outlines.find(({ survey }) => survey === surveyOf(event.target));
    if (!outline || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (outline.kind === "line") onOpen?.(outline.survey);
      else onOpen?.(outline.survey, middleLine(outline, event.shiftKey ? "crossline" : "inline"));
      return;
    }
    const next = outlineAfter(outlines, outline.survey, event.key);
    if (next === undefined) return;
    event.preventDefault();
    for (const element of event.currentTarget.querySelectorAll<SVGElement>("[data-survey]"))
      if (element.dataset["survey"] === next) element.focus();
  };
  const known = (survey: string | undefined): string | undefined =>
    outlines.find((outline) => outline.survey === survey)?.survey;
  const tabStop = onOpen && (known(focused) ?? known(current?.survey) ?? outlines[0]?.survey);

  const currentOutline = outlines.find(({ survey }) => survey === current?.survey);
  const cursorPlace: MapPoint | undefined =
    cursor &&
    (units === "numbers"
      ? [cursor.crossline, cursor.inline]
      : cursor.x !== 0 || cursor.y !== 0
        ? [cursor.x, cursor.y]
        : currentOutline && placeOf(currentOutline, cursor.inline, cursor.crossline, units));
  const [cursorX, cursorY] = cursorPlace ? projection.toScreen(cursorPlace) : [0, 0];
  return (
    <div className="survey-map" ref={place}>
      {outlines.length === 0 && <p className="faint map-empty">No line has been read yet.</p>}
      <svg
        width={width}
        height={height}
        role={onOpen ? "group" : "img"}
        aria-label={`Map of ${outlines.length === 1 ? "one survey" : `${outlines.length} surveys`}`}
        className={onOpen && hit ? "over" : undefined}
        onPointerMove={(event) => {
          setHit(hitAt(event));
        }}
        onPointerLeave={() => {
          setHit(undefined);
        }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          setFocused(surveyOf(event.target));
        }}
        onClick={(event) => {
          const clicked = hitAt(event);
          if (clicked) onOpen?.(clicked.survey, clicked.line);
        }}
      >
        <MapLines
          outlines={outlines}
          units={units}
          projection={projection}
          box={box}
          roles={roles}
          currentSurvey={current?.survey}
          currentLine={current?.line}
          tabStop={tabStop}
        />
        {cursorPlace && <circle className="map-cursor" cx={cursorX} cy={cursorY} r={4} />}
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
        {outlines.some(({ kind }) => kind === "line") && <span className="line">line</span>}
        {outlines.some(({ kind }) => kind === "volume") && <span className="volume">volume</span>}
        {allRoles
          .filter((role) => roles.some((line) => line.role === role))
          .map((role) => (
            <span key={role} className={role}>
              {role}
            </span>
          ))}
      </div>
    </div>
  );
}
