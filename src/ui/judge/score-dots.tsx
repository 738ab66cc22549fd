import type { ReactNode } from "react";
import type { Evaluation } from "../../pipeline/evaluation/contract.ts";

const width = 320;
const left = 12;
const right = 12;
const x = (value: number): number => left + value * (width - left - right);

/** Majority, time only and this model on one line from 0 to 1. */
export function ScoreDots({ evaluation }: { readonly evaluation: Evaluation }): ReactNode {
  const { baselines, macroF1 } = evaluation;
  const points = [
    { name: "majority", value: baselines.majority.macroF1, className: "majority", y: 24 },
    { name: "time only", value: baselines.timeOnly.macroF1, className: "time-only", y: 62 },
    { name: "this model", value: macroF1, className: "own", y: 24 },
  ];
  return (
    <svg
      className="score-dots"
      viewBox={`0 0 ${width} 92`}
      role="img"
      aria-label={points.map(({ name, value }) => `${name} ${value.toFixed(3)}`).join(", ")}
    >
      <line x1={x(0)} x2={x(1)} y1={42} y2={42} />
      {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={39} y2={45} />
          <text x={x(tick)} y={86} textAnchor="middle">
            {tick}
          </text>
        </g>
      ))}
      {points.map(({ name, value, className, y }) => (
        <g key={name}>
          <title>
            {name} {value.toFixed(3)}
          </title>
          <circle className={className} cx={x(value)} cy={42} r={6} />
          <text className="name" x={Math.min(Math.max(x(value), 48), width - 48)} y={y} textAnchor="middle">
            {name} {value.toFixed(3)}
          </text>
        </g>
      ))}
    </svg>
  );
}
