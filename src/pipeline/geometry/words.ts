import type { HorizontalUnit } from "../segy/contract.ts";

/** Thin spaces in thousands: 600 515. */
export const count = (value: number): string =>
  Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, "\u2009");

/** "1 hole", "3 holes"; or with words of one's own. */
export const plural = (value: number, one: string, more = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : more}`;

/** With so many decimals, and no minus before nothing. */
export const decimal = (value: number, decimals: number): string =>
  (Math.round(value * 10 ** decimals) / 10 ** decimals + 0).toFixed(decimals);

/** Three figures, whole from 100 on; without a unit where it is not known. */
export function lengthIn(value: number, unit: HorizontalUnit | undefined): string {
  const size = Math.abs(value) + 1e-9;
  return `${size >= 100 ? count(value) : decimal(value, size >= 10 ? 1 : 2)}${unit ? `\u2009${unit}` : ""}`;
}
