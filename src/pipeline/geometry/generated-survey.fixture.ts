import { seededRandom } from "../../numerics/random.ts";
import type { LinePositions } from "./contract.ts";

/** A survey as it is meant: what the doctor should find again. */
export interface GeneratedSurvey {
  readonly inline: { readonly first: number; readonly step: number; readonly lines: number };
  readonly crossline: { readonly first: number; readonly step: number; readonly lines: number };
  readonly origin: readonly [x: number, y: number];
  /** From one line to the next. */
  readonly inlineVector: readonly [x: number, y: number];
  readonly crosslineVector: readonly [x: number, y: number];
  /** Coordinates are stored in so many metres. */
  readonly rounding: number;
  readonly isMissing: (row: number, column: number) => boolean;
}

export const placeOf = (
  { origin, inlineVector, crosslineVector }: GeneratedSurvey,
  row: number,
  column: number,
): [number, number] => [
  origin[0] + row * inlineVector[0] + column * crosslineVector[0],
  origin[1] + row * inlineVector[1] + column * crosslineVector[1],
];

/** Columns of a survey's headers, inline by inline, with some traces' own ways. */
export function columnsOf(survey: GeneratedSurvey, order: "inline" | "crossline" = "inline"): LinePositions {
  const { inline, crossline, rounding } = survey;
  const bins: [row: number, column: number][] = [];
  for (let row = 0; row < inline.lines; row++)
    for (let column = 0; column < crossline.lines; column++)
      if (!survey.isMissing(row, column)) bins.push([row, column]);
  if (order === "crossline") bins.sort(([a, b], [c, d]) => b - d || a - c);
  const rounded = (value: number): number => Math.round(value / rounding) * rounding;
  return {
    count: bins.length,
    inline: Int32Array.from(bins, ([row]) => inline.first + row * inline.step),
    crossline: Int32Array.from(bins, ([, column]) => crossline.first + column * crossline.step),
    cdpX: Float64Array.from(bins, ([row, column]) => rounded(placeOf(survey, row, column)[0])),
    cdpY: Float64Array.from(bins, ([row, column]) => rounded(placeOf(survey, row, column)[1])),
  };
}

/** Any survey: rotated, of either hand, with steps, negative numbers, holes at random. */
export function anySurvey(seed: number): GeneratedSurvey {
  const stream = seededRandom(seed);
  const random = (): number => stream.next();
  const between = (low: number, high: number): number => low + random() * (high - low);
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  const turn = between(0, 2 * Math.PI);
  const [along, across] = [between(6, 50), between(6, 50)];
  const hand = random() < 0.5 ? 1 : -1;
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  const missing = random() < 0.5 ? 0 : between(0, 0.3);
  const lines = { inline: whole(4, 40), crossline: whole(4, 40) };
  const holes = Array.from({ length: lines.inline * lines.crossline }, () => random() < missing);
  // The least and the most of both numbers are there, whatever is missing.
  const isCorner = (row: number, column: number): boolean =>
    row % (lines.inline - 1) === 0 && column % (lines.crossline - 1) === 0;
  return {
    inline: { first: whole(-500, 5000), step: whole(1, 7), lines: lines.inline },
    crossline: { first: whole(-500, 5000), step: whole(1, 7), lines: lines.crossline },
    origin: [between(100_000, 900_000), between(1_000_000, 9_000_000)],
    inlineVector: [across * cos, across * sin],
    crosslineVector: [-hand * along * sin, hand * along * cos],
    rounding: 0.01,
    isMissing: (row, column) => !isCorner(row, column) && holes[row * lines.crossline + column]!,
  };
}
