import type { ReactNode } from "react";
import { classColour, cssColour } from "../../pipeline/reports/class-colours.ts";
import { useOverview } from "../state/query.ts";

/**
 * The colour of a class: the same in every picture of it. A class of a model has the colour that it has in the newest label
 * set, where it is there; else its own place gives it one.
 */
export function ClassSwatch({ index, name }: { readonly index: number; readonly name?: string }): ReactNode {
  const { data: overview } = useOverview();
  const place = name === undefined ? -1 : (overview?.labelSets.at(-1)?.classes.indexOf(name) ?? -1);
  return (
    <span
      className="swatch"
      style={{ background: cssColour(classColour(place >= 0 ? place : index)) }}
      aria-hidden
    />
  );
}
