import type { ReactNode } from "react";
import { lengthIn } from "../../pipeline/geometry/words.ts";
import {
  binColour,
  binColours,
  noValueAlpha,
  noValueColour,
  residualColour,
} from "../../services/bin-colours.ts";
import type { BinsLegend as ValueLegend, BinsScale, BinsView } from "../../services/bins-contract.ts";
import { amplitudeLabel } from "../section/axis-ticks.ts";
import { NumberField } from "../shared/number-field.tsx";
import { count, many } from "../shared/words.ts";

export interface LegendPart {
  readonly name: string;
  /** CSS. */
  readonly colour: string;
  readonly words: string;
}

const css = (rgb: readonly number[], alpha = 1): string => `rgb(${rgb.join(" ")} / ${alpha})`;

/** What the colours of bins mean that are coloured by the traces they hold. */
export function occupancyParts({ geometry }: BinsView): LegendPart[] {
  const { bins } = geometry;
  if (!bins) return [];
  const isPrestack = geometry.kind === "prestack";
  return [
    {
      name: "present",
      colour: css(binColours.present),
      words: `${count(isPrestack ? bins.present : bins.present - bins.duplicated)} ${isPrestack ? `with traces, up to ${count(bins.mostTraces)}` : "present"}`,
    },
    { name: "missing", colour: css(binColours.missing), words: `${count(bins.missing)} missing` },
    ...(isPrestack
      ? []
      : [
          {
            name: "duplicated",
            colour: css(binColours.duplicated),
            words: `${count(bins.duplicated)} duplicated`,
          },
        ]),
  ];
}

export const residualParts = ({ unit, fullResidual = 0 }: BinsView): LegendPart[] =>
  [0, 0.25, 0.5, 0.75, 1].map((share) => ({
    name: `residual ${share}`,
    colour: css(residualColour(share)),
    words: `${lengthIn(share * fullResidual, unit)}${share === 1 ? " or more" : ""}`,
  }));

/** Five colours of a scale with their numbers, the ends marked where values lie beyond; for pictures that leave the app. */
export function scaleParts({ scale, unit }: ValueLegend, shown: BinsScale): LegendPart[] {
  if (!scale) return [];
  const { low, high } = shown;
  const shares = high > low ? [0, 0.25, 0.5, 0.75, 1] : [0.5];
  return shares.map((share, i) => {
    const more =
      i === 0 && scale.least < low
        ? " or less"
        : i === shares.length - 1 && scale.most > high
          ? " or more"
          : "";
    return {
      name: `scale ${share}`,
      colour: css(binColour(scale.palette, share)),
      words: `${amplitudeLabel(low + share * (high - low))}${unit && i === shares.length - 1 ? ` ${unit}` : ""}${more}`,
    };
  });
}

/** Classes, and what has no value. */
export function classParts({ classes = [] }: ValueLegend): LegendPart[] {
  return classes.map(({ name, colour, bins }) => ({ name, colour, words: `${name} · ${many(bins, "bin")}` }));
}

export function noValueParts({ none }: ValueLegend): LegendPart[] {
  return none === 0
    ? []
    : [
        {
          name: "no value",
          colour: css(noValueColour, noValueAlpha),
          words: `no value · ${many(none, "bin")}`,
        },
      ];
}

export function LegendList({ parts }: { readonly parts: readonly LegendPart[] }): ReactNode {
  return (
    <ul className="bins-legend" aria-label="Legend">
      {parts.map(({ name, colour, words }) => (
        <li key={name}>
          <span className="swatch" style={{ background: colour }} aria-hidden />
          {words}
        </li>
      ))}
    </ul>
  );
}

const barSteps = 32;

/** A scale with its ends in hand: what lies beyond has the colour of the end. */
export function ScaleLegend({
  legend,
  shown,
  onScale,
}: {
  readonly legend: ValueLegend;
  readonly shown: BinsScale;
  readonly onScale: (scale: BinsScale | undefined) => void;
}): ReactNode {
  const { scale, unit } = legend;
  if (!scale) return null;
  const stops = Array.from({ length: barSteps + 1 }, (_, i) => css(binColour(scale.palette, i / barSteps)));
  const isOwn = shown.low !== scale.low || shown.high !== scale.high;
  const set = (low: number, high: number): void => {
    onScale(low < high ? { low, high } : { low: high, high: low });
  };
  const rounded = (value: number): number => Number(value.toPrecision(5));
  return (
    <div className="scale-legend">
      <span
        className="bar"
        style={{ background: `linear-gradient(to right, ${stops.join(", ")})` }}
        role="img"
        aria-label={`From ${amplitudeLabel(shown.low)} to ${amplitudeLabel(shown.high)}${unit ? ` ${unit}` : ""}`}
      />
      <span className="ends">
        <NumberField
          label="Scale from"
          value={rounded(shown.low)}
          step="any"
          onCommit={(low) => {
            set(low, shown.high);
          }}
        />
        {unit && <span className="dim">{unit}</span>}
        <NumberField
          label="Scale to"
          value={rounded(shown.high)}
          step="any"
          onCommit={(high) => {
            set(shown.low, high);
          }}
        />
      </span>
      <p className="faint">
        {`values from ${amplitudeLabel(scale.least)} to ${amplitudeLabel(scale.most)}`}
        {isOwn && (
          <>
            {" · "}
            <button
              type="button"
              className="button quiet"
              onClick={() => {
                onScale(undefined);
              }}
            >
              2 – 98 %
            </button>
          </>
        )}
      </p>
    </div>
  );
}
