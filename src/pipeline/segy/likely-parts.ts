import type { Geometry, NumberRange, SegyLayout } from "./contract.ts";
import { fittingKey } from "./fitting-parts.ts";

export interface PossiblePart {
  readonly layout: SegyLayout;
  readonly geometry: Geometry;
}

/** Files that look like parts of one survey. */
export interface LikelyParts {
  /** Stays the same while files come and go that fit no worse. */
  readonly key: string;
  /** Places in what was looked at, in the order of their lines. */
  readonly places: readonly number[];
  /** True where each file goes on where the one before ended; false where there are gaps: they may be lines of their own. */
  readonly isStrong: boolean;
  /** What speaks for it, or against, in words. */
  readonly because: string;
}

type Axis = "inline" | "crossline";
const axes: readonly Axis[] = ["inline", "crossline"];

const rangeOn = ({ geometry }: PossiblePart, axis: Axis): NumberRange =>
  axis === "inline" ? geometry.inlines : geometry.crosslines;

/** What a file is by itself: single lines are rather parts of each other than of a volume. */
const shapeOf = ({ geometry }: PossiblePart): string =>
  geometry.inlines.count === 1 ? "inline" : geometry.crosslines.count === 1 ? "crossline" : "volume";

/** Parts of one survey share most of the lines that cross those which they divide among them. */
const leastShared = 0.5;

function isAlongside(parts: readonly PossiblePart[], axis: Axis): boolean {
  const ranges = parts.map((part) => rangeOn(part, axis));
  const shared = Math.min(...ranges.map(({ max }) => max)) - Math.max(...ranges.map(({ min }) => min)) + 1;
  const all = Math.max(...ranges.map(({ max }) => max)) - Math.min(...ranges.map(({ min }) => min)) + 1;
  return shared / all >= leastShared;
}

/** The step of line numbers within the parts; undefined where each holds one line, or they differ. */
function stepWithin(ranges: readonly NumberRange[]): number | undefined {
  const steps = new Set(
    ranges.filter(({ count }) => count > 1).map(({ min, max, count }) => (max - min) / (count - 1)),
  );
  const [step] = steps;
  return steps.size === 1 ? step : undefined;
}

/** Files of single lines are taken for a volume only where so many lie evenly, and about as close as lines of one do. */
const leastLines = 3;
const widestStep = 10;

const words = (ranges: readonly NumberRange[]): string =>
  `${ranges
    .slice(0, 4)
    .map(({ min, max }) => (min === max ? String(min) : `${min}–${max}`))
    .join(", ")}${ranges.length > 4 ? ", …" : ""}`;

function partsAlong(
  files: readonly PossiblePart[],
  places: readonly number[],
  axis: Axis,
): Omit<LikelyParts, "key"> | undefined {
  const ordered = [...places].sort((a, b) => rangeOn(files[a]!, axis).min - rangeOn(files[b]!, axis).min);
  const parts = ordered.map((place) => files[place]!);
  const ranges = parts.map((part) => rangeOn(part, axis));
  const gaps = ranges.slice(1).map(({ min }, i) => min - ranges[i]!.max);
  if (gaps.some((gap) => gap <= 0)) return undefined;
  const step = stepWithin(ranges);
  const [gap] = gaps;
  const isEven = gaps.every((other) => other === gap);
  const goesOn =
    step === undefined
      ? ranges.every(({ count }) => count === 1) && parts.length >= leastLines && isEven && gap! <= widestStep
      : gaps.every((other) => other === step);
  const isStrong = goesOn && isAlongside(parts, axis === "inline" ? "crossline" : "inline");
  const found = `${axis}s ${words(ranges)}`;
  return {
    places: ordered,
    isStrong,
    because: isStrong
      ? `same samples and format, and their lines go on from file to file: ${found}`
      : goesOn
        ? `same samples and format, but they hardly lie beside each other: ${found}`
        : `same samples and format, but between their lines are gaps: ${found}`,
  };
}

/**
 * Looks for files that are parts of one survey: alike in all that parts must agree in and in their format, with inlines, or
 * crosslines, of which no two files share any.
 */
export function findLikelyParts(files: readonly PossiblePart[]): LikelyParts[] {
  const alike = new Map<string, number[]>();
  for (const [place, file] of files.entries()) {
    if (file.geometry.kind !== "3d" && file.geometry.kind !== "prestack") continue;
    const { layout, geometry } = file;
    const lineBytes = { inline: geometry.inlineByte, crossline: geometry.crosslineByte };
    const key = `${fittingKey({ layout, lineBytes })}|${layout.format.code}`;
    alike.set(key, [...(alike.get(key) ?? []), place]);
  }
  return [...alike].flatMap(([key, places]) => {
    const whole = alongEither(files, places);
    if (whole) return [{ key, ...whole }];
    const shapes = new Set(places.map((place) => shapeOf(files[place]!)));
    return [...shapes].flatMap((shape) => {
      const own = alongEither(
        files,
        places.filter((place) => shapeOf(files[place]!) === shape),
      );
      return own ? [{ key: `${key}|${shape}`, ...own }] : [];
    });
  });
}

function alongEither(
  files: readonly PossiblePart[],
  places: readonly number[],
): Omit<LikelyParts, "key"> | undefined {
  if (places.length < 2) return undefined;
  for (const axis of axes) {
    const found = partsAlong(files, places, axis);
    if (found) return found;
  }
  return undefined;
}

/** What file names have in common, as a survey's name: `north-il100.sgy`, `north-il200.sgy` → `north-il`. */
export function commonName(fileNames: readonly string[]): string {
  const [first = "", ...others] = fileNames.map((name) => name.replace(/\.(sgy|segy|seg|su)$/i, ""));
  let end = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, end))) end--;
  return first.slice(0, end).replace(/[\d\s._-]+$/, "") || "joined";
}
