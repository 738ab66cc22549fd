import type { ReactNode } from "react";
import { lengthIn } from "../../pipeline/geometry/words.ts";
import type { BinColouring, BinsView } from "../../services/bins-contract.ts";
import { binColours, residualColour } from "../../services/bin-colours.ts";
import { count } from "../shared/words.ts";

export interface LegendPart {
  readonly name: string;
  /** CSS. */
  readonly colour: string;
  readonly words: string;
}

const css = (rgb: readonly number[]): string => `rgb(${rgb.join(" ")})`;

/** What the colours of a map of bins mean, with counts or distances. */
export function legendOf({ geometry, unit, fullResidual }: BinsView, colouring: BinColouring): LegendPart[] {
  if (colouring === "residual" && fullResidual !== undefined)
    return [0, 0.25, 0.5, 0.75, 1].map((share) => ({
      name: `residual ${share}`,
      colour: css(residualColour(share)),
      words: `${lengthIn(share * fullResidual, unit)}${share === 1 ? " or more" : ""}`,
    }));
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

export function BinsLegend({ parts }: { readonly parts: readonly LegendPart[] }): ReactNode {
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
