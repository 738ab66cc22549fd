import { classColour, cssColour } from "../../pipeline/reports/class-colours.ts";
import type { Overview } from "../../services/contract.ts";

/**
 * The colour of a class: the same in every picture of it. A class of a model has the colour that it has in the newest label
 * set, where it is there; else its own place gives it one.
 */
export function colourOfClass(overview: Overview | undefined, index: number, name?: string): string {
  const place = name === undefined ? -1 : (overview?.labelSets.at(-1)?.classes.indexOf(name) ?? -1);
  return cssColour(classColour(place >= 0 ? place : index));
}
