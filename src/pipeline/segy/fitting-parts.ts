import type { SegyFile, SegyLayout } from "./contract.ts";
import { segyFault } from "./segy-faults.ts";

type Comparable = Pick<SegyFile, "layout" | "lineBytes">;

/** What files must have alike to be one survey. Formats and byte orders may differ: samples are decoded, headers turned. */
const mustAgree: readonly (readonly [what: string, of: (segy: Comparable) => string])[] = [
  ["samples a trace", ({ layout }) => String(layout.samplesPerTrace)],
  ["sample interval", ({ layout }) => `${layout.intervalMicroseconds / 1000} ${layout.verticalUnit}`],
  ["first sample", ({ layout }) => `${layout.delayMs} ${layout.verticalUnit}`],
  ["unit of coordinates", ({ layout }) => layout.horizontalUnit ?? "not said"],
  ["polarity", ({ layout }) => layout.polarity ?? "not said"],
  ["sign", ({ layout }) => (layout.reversed ? "reversed" : "as stored")],
  ["inline and crossline bytes", ({ lineBytes }) => `${lineBytes.inline} and ${lineBytes.crossline}`],
];

/** In what a file does not fit to another: "samples a trace (462, 463)"; empty where they can be one survey. */
function differencesOf(first: Comparable, other: Comparable): string[] {
  return mustAgree.flatMap(([what, of]) => {
    const [a, b] = [of(first), of(other)];
    return a === b ? [] : [`${what} (${a}, ${b})`];
  });
}

/** The same for files that fit to each other. */
export const fittingKey = (segy: Comparable): string => mustAgree.map(([, of]) => of(segy)).join("|");

/** @throws InputError `segy-parts-differ`, naming both files and what differs */
export function requireFitting(first: Comparable, other: Comparable): void {
  const differences = differencesOf(first, other);
  if (differences.length === 0) return;
  throw segyFault(
    "segy-parts-differ",
    `${first.layout.file} and ${other.layout.file} are not of one survey: they differ in ${differences.join("; ")}`,
    "Take the odd file by itself, or, where its headers are wrong, say the right values when you open them.",
    { file: other.layout.file },
  );
}

/** Line numbers at both ends of a part. */
export interface PartEnds {
  readonly layout: Pick<SegyLayout, "file">;
  readonly inlines: readonly [first: number, last: number];
  readonly crosslines: readonly [first: number, last: number];
}

/** Line numbers of the first and the last trace. */
export async function endsOf(segy: SegyFile): Promise<PartEnds> {
  const { traces } = segy.layout;
  const [first, last] =
    traces > 0 ? [await segy.readHeaders(0, 1), await segy.readHeaders(traces - 1, 1)] : [];
  return {
    layout: segy.layout,
    inlines: [first?.inline[0] ?? 0, last?.inline[0] ?? 0],
    crosslines: [first?.crossline[0] ?? 0, last?.crossline[0] ?? 0],
  };
}

const low = ([a, b]: readonly [number, number]): number => Math.min(a, b);
const high = ([a, b]: readonly [number, number]): number => Math.max(a, b);

/** `line-9` before `line-10`, whatever the language of the machine. */
function byName(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.match(/\d+|\D+/g) ?? []);
  for (let i = 0; i < Math.min(left!.length, right!.length); i++) {
    const [x, y] = [left![i]!, right![i]!];
    const numbers = /^\d/.test(x) && /^\d/.test(y);
    if (numbers && Number(x) !== Number(y)) return Number(x) - Number(y);
    if (x !== y) return x < y ? -1 : 1;
  }
  return left!.length - right!.length;
}

/**
 * The order in which parts make one survey: by inlines where no two parts share any, else by crosslines where none are shared,
 * else by file name, numbers in it as numbers.
 * @returns places in `parts`, first to last
 */
export function orderParts(parts: readonly PartEnds[]): number[] {
  const places = [...parts.keys()].sort((a, b) => byName(parts[a]!.layout.file, parts[b]!.layout.file));
  for (const axis of ["inlines", "crosslines"] as const) {
    const ordered = [...places].sort((a, b) => low(parts[a]![axis]) - low(parts[b]![axis]));
    const isApart = ordered.every(
      (place, i) => i === 0 || low(parts[place]![axis]) > high(parts[ordered[i - 1]!]![axis]),
    );
    if (isApart) return ordered;
  }
  return places;
}
