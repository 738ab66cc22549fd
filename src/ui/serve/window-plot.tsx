import { type KeyboardEvent, type ReactNode } from "react";
import { axisTitles } from "../../quantities/units.ts";
import type { TraceScore } from "../../services/score-contract.ts";
import { numberLabel, ticksIn } from "../section/axis-ticks.ts";
import { useWidth } from "../section/use-width.ts";
import type { PlacedAnswer } from "./compare-answers.ts";

const left = 50;
const right = 14;
const top = 28;
const plotHeight = 300;

/** A line through the windows that have an answer, broken where one has none. */
function pathOf(points: readonly (readonly [number, number] | undefined)[]): string {
  let path = "";
  let pen = "M";
  for (const point of points) {
    if (!point) {
      pen = "M";
      continue;
    }
    path += `${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    pen = "L";
  }
  return path;
}

/**
 * Probabilities of all windows of a trace, time down as on the section: lines are answers of this browser, rings those of the
 * server. Click or arrow keys choose the window that is looked at.
 */
export function WindowPlot({
  score,
  server,
  window,
  colours,
  onChoose,
}: {
  readonly score: TraceScore;
  readonly server: PlacedAnswer | undefined;
  readonly window: number;
  readonly colours: readonly string[];
  readonly onChoose: (window: number) => void;
}): ReactNode {
  const [place, width] = useWidth<HTMLDivElement>(420);
  const { classes, startMs, endMs, verticalUnit, probabilities } = score;
  const windows = startMs.length;
  const [from, to] = [startMs[0]!, endMs[windows - 1]!];
  const plotWidth = Math.max(60, width - left - right);
  const across = (probability: number): number => left + probability * plotWidth;
  const down = (at: number): number => top + ((at - from) / (to - from)) * plotHeight;
  const middleOf = (at: number): number => down((startMs[at]! + endMs[at]!) / 2);
  const pointsOf = (values: Float64Array, c: number): readonly (readonly [number, number] | undefined)[] =>
    Array.from(startMs, (_, at) => {
      const value = values[at * classes.length + c]!;
      return Number.isNaN(value) ? undefined : [across(value), middleOf(at)];
    });
  const choose = (asked: number): void => {
    onChoose(Math.min(windows - 1, Math.max(0, asked)));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 10,
      PageUp: -10,
      Home: -windows,
      End: windows,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    choose(window + step);
  };
  return (
    <div
      ref={place}
      className="window-plot"
      tabIndex={0}
      role="slider"
      aria-label="Window"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={windows - 1}
      aria-valuenow={window}
      aria-valuetext={`${numberLabel(startMs[window]!)} to ${numberLabel(endMs[window]!)} ${verticalUnit}`}
      onKeyDown={onKeyDown}
    >
      <svg
        className="trace-plot"
        width={width}
        height={top + plotHeight + 12}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const y = event.clientY - box.top;
          let nearest = 0;
          for (let at = 1; at < windows; at++)
            if (Math.abs(middleOf(at) - y) < Math.abs(middleOf(nearest) - y)) nearest = at;
          choose(nearest);
        }}
      >
        <rect
          className="chosen-window"
          x={left}
          width={plotWidth}
          y={down(startMs[window]!)}
          height={Math.max(2, down(endMs[window]!) - down(startMs[window]!))}
        />
        {ticksIn(from, to, 7).map(({ at, label }) => (
          <g key={label}>
            <line className="grid" x1={left} x2={left + plotWidth} y1={down(at)} y2={down(at)} />
            <text x={left - 5} y={down(at) + 3.5} textAnchor="end">
              {label}
            </text>
          </g>
        ))}
        {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
          <g key={tick}>
            <line className="grid" x1={across(tick)} x2={across(tick)} y1={top} y2={top + plotHeight} />
            <text x={across(tick)} y={top - 4} textAnchor="middle">
              {tick}
            </text>
          </g>
        ))}
        <text x={left + plotWidth / 2} y={10} textAnchor="middle">
          probability
        </text>
        <text transform={`translate(10 ${top + plotHeight / 2}) rotate(-90)`} textAnchor="middle">
          {axisTitles[verticalUnit]}, middle of the window
        </text>
        {classes.map((name, c) => (
          <g key={name}>
            <path className="answer" d={pathOf(pointsOf(probabilities, c))} stroke={colours[c]} />
            {pointsOf(probabilities, c).map(
              (point, at) =>
                point && <circle key={at} cx={point[0]} cy={point[1]} r={1.8} fill={colours[c]} />,
            )}
            {server &&
              pointsOf(server.probabilities, c).map(
                (point, at) =>
                  point && (
                    <circle
                      key={at}
                      className="ring"
                      cx={point[0]}
                      cy={point[1]}
                      r={4.2}
                      stroke={colours[c]}
                    />
                  ),
              )}
          </g>
        ))}
      </svg>
    </div>
  );
}
