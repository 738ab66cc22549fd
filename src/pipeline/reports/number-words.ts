const thinSpace = "\u2009";

/** 600515 → "600 515", with thin spaces. */
export const count = (value: number): string =>
  String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, thinSpace);
/** A score from 0 to 1, three places. */
export const score = (value: number): string => value.toFixed(3);
export const percent = (share: number): string => `${(100 * share).toFixed(1)}${thinSpace}%`;
/** A difference of scores, in points of 0.01. */
export const points = (difference: number): string => `${(100 * difference).toFixed(1)} points`;
