import { decimalNumber } from "./decimal-number.ts";

/** OpendTect writes 1e30; float32's largest, 3.4e38, is also seen. */
const leastUndefined = 1e29;

/** Numbers that programs write where nothing is known; a person may say that one of them is meant. */
const customary: ReadonlySet<number> = new Set([-999, -999.25, -9999, -9999.25, -99999, 99999, 999999]);

export const isHuge = (value: number): boolean => !(Math.abs(value) < leastUndefined);

/** Whether a number looks like one that says nothing is known. */
export const isUndefinedValue = (value: number): boolean => isHuge(value) || customary.has(value);

/** The number in a field: as a person writes it, or too large for any place, or NaN; undefined for words. */
export function numberIn(field: string): number | undefined {
  const value = decimalNumber(field);
  if (value !== undefined) return value;
  if (/^[+-]?\d+\.?\d*e\+?\d+$/i.test(field)) return Number(field);
  return /^([+-]?nan|null|undef(ined)?|-)$/i.test(field) ? NaN : undefined;
}
