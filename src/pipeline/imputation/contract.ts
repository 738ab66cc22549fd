/** Nearest traces that a gap is filled from, as the old pipeline's. */
export const defaultNeighbours = 2;

export { imputeHeaders, type ImputedValue } from "./impute-headers.ts";
export { conditionOf, TraceFiller, type FilledTrace } from "./fill-traces.ts";
export { placesForFilling } from "./places-for-filling.ts";
