import { moment } from "../shared/words.ts";

declare const __CODE_VERSION__: string | undefined;
const version = typeof __CODE_VERSION__ === "string" ? ` ${__CODE_VERSION__}` : "";

/**
 * The footer of what is saved: what it was made from, the program, the time.
 * @param from for example "features 1a2b3c4d · 20 000 of 1 230 000 windows, drawn at random, seed 7"
 */
export const provenance = (from: string | undefined, now = new Date()): string =>
  `${from === undefined || from === "" ? "" : `${from} · `}Geophone${version}, ${moment(now.toISOString())}`;

/** Beginning of a content hash, enough to find its record. */
export const shortId = (id: string): string => id.slice(0, 12);
