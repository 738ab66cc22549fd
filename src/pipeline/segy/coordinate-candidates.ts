import type { CoordinateBytes, EvidenceCandidate } from "./contract.ts";
import { scaleCoordinate } from "./coordinate-scalar.ts";
import {
  clampShare,
  forNeighbours,
  inPercent,
  isOfHalves,
  numberColumn,
  roundShare,
  varyingColumns,
  type NumberColumn,
} from "./header-numbers.ts";
import type { HeaderSample } from "./header-sample.ts";
import { plausibleSpacing } from "./plausible-spacing.ts";

/** Where surveys commonly have coordinates: of bins, of sources, of receivers; and where programs put those of bins. */
const commonPlaces: readonly CoordinateBytes[] = [
  { x: 181, y: 185 },
  { x: 73, y: 77 },
  { x: 81, y: 85 },
  { x: 193, y: 197 },
  { x: 201, y: 205 },
];
/** Numbers below are counted, not surveyed. */
const leastCoordinate = 100;
const mostColumns = 14;
const mostCandidates = 6;
const leastScore = 0.4;

/** What coordinates are judged by, beside themselves. */
export interface CoordinateContext {
  /** Line numbers of each trace of the sample; absent where none are known. */
  readonly lines?: { readonly inline: Int32Array; readonly crossline: Int32Array };
  readonly lineBytes: readonly number[];
  /** As a header says it. */
  readonly scalar: number;
}

/** Share of the steps between neighbours that are the usual one, or two or three where a trace is missing. */
function smoothness(column: NumberColumn, sample: HeaderSample): number {
  const steps: number[] = [];
  forNeighbours(sample, (i, before) => {
    const step = Math.abs(column.values[i]! - column.values[before]!);
    if (step > 0) steps.push(step);
  });
  if (steps.length === 0) return 0;
  steps.sort((a, b) => a - b);
  const usual = steps[steps.length >> 1]!;
  const isUsual = (step: number): boolean =>
    [1, 2, 3].some((times) => Math.abs(step - times * usual) <= 0.1 * usual + 1.5);
  return steps.filter(isUsual).length / steps.length;
}

/** Plane over the line numbers, and the share of the variance that it explains. */
interface Plane {
  readonly perInline: number;
  readonly perCrossline: number;
  readonly explained: number;
}

function planeOver(values: Int32Array, inline: Int32Array, crossline: Int32Array): Plane {
  const n = values.length;
  const mean = (of: Int32Array): number => of.reduce((sum, value) => sum + value, 0) / n;
  const [mi, mc, mv] = [mean(inline), mean(crossline), mean(values)];
  let [ii, ic, cc, iv, cv, vv] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < n; k++) {
    const [i, c, v] = [inline[k]! - mi, crossline[k]! - mc, values[k]! - mv];
    ii += i * i;
    ic += i * c;
    cc += c * c;
    iv += i * v;
    cv += c * v;
    vv += v * v;
  }
  if (vv === 0) return { perInline: 0, perCrossline: 0, explained: 1 };
  // Where lines run one way only, a little is added so that the equations have one solution.
  const little = 1e-9 * (ii + cc);
  const determinant = (ii + little) * (cc + little) - ic * ic;
  if (determinant === 0) return { perInline: 0, perCrossline: 0, explained: 0 };
  const perInline = ((cc + little) * iv - ic * cv) / determinant;
  const perCrossline = ((ii + little) * cv - ic * iv) / determinant;
  return { perInline, perCrossline, explained: clampShare((perInline * iv + perCrossline * cv) / vv) };
}

/** Median distance between neighbours at different places, scaled. */
export function neighbourDistance(
  sample: HeaderSample,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  scalar: number,
): number {
  const distances: number[] = [];
  forNeighbours(sample, (i, before) => {
    const distance = Math.hypot(x[i]! - x[before]!, y[i]! - y[before]!);
    if (distance > 0) distances.push(distance);
  });
  distances.sort((a, b) => a - b);
  return scaleCoordinate(distances[distances.length >> 1] ?? 0, scalar);
}

/** A trace counter or a line number goes on by one; coordinates hardly ever do, whatever their unit. */
const isCounter = ({ step }: NumberColumn): boolean => Math.abs(step) === 1;

function judge(
  x: NumberColumn,
  y: NumberColumn,
  sample: HeaderSample,
  context: CoordinateContext,
): EvidenceCandidate<CoordinateBytes> {
  const { lines, scalar, lineBytes } = context;
  const varying = [x, y].filter(({ distinct }) => distinct > 1);
  const smooth = Math.min(...varying.map((column) => smoothness(column, sample)));
  const spacing = neighbourDistance(sample, x.values, y.values, scalar);
  const parts = [smooth, plausibleSpacing(spacing)];
  const because = [
    `${inPercent(smooth)} of the steps along lines are even`,
    `neighbours ${Number(spacing.toPrecision(3))} apart`,
  ];
  if (lines) {
    const [px, py] = [x, y].map(({ values }) => planeOver(values, lines.inline, lines.crossline));
    const fit = Math.min(px!.explained, py!.explained);
    parts.push(fit);
    because.push(`planes over the line numbers explain ${inPercent(fit)}`);
    const [along, across] = [
      [px!.perInline, py!.perInline],
      [px!.perCrossline, py!.perCrossline],
    ].map(([a, b]) => ({ a: a!, b: b!, length: Math.hypot(a!, b!) }));
    const isArea = new Set(lines.inline).size > 1 && new Set(lines.crossline).size > 1;
    if (isArea) {
      const product = along!.length * across!.length;
      const cosine = product === 0 ? 1 : Math.abs(along!.a * across!.a + along!.b * across!.b) / product;
      parts.push(1 - cosine);
      because.push(cosine < 0.05 ? "lines cross at right angles" : "lines do not cross at right angles");
    }
  }
  const bytes = { x: x.byte, y: y.byte };
  const place = commonPlaces.findIndex((common) => common.x === bytes.x && common.y === bytes.y);
  const preference = place === 0 ? 0.06 : place > 0 ? 0.03 : y.byte === x.byte + 4 ? 0.02 : 0;
  const counters = [x, y].filter(
    (column) => isCounter(column) || lineBytes.some((byte) => Math.abs(byte - column.byte) < 4),
  ).length;
  const halves = [x, y].filter(({ byte }) => isOfHalves(byte)).length;
  const explained = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  return {
    value: bytes,
    score: roundShare(0.94 * explained + preference - 0.3 * counters - 0.2 * halves),
    because: because.join("; "),
  };
}

/**
 * Where CDP X and Y may be: pairs of 4-byte words at even offsets of the trace header that go on evenly along lines, lie on
 * planes over the line numbers with lines at right angles, and put neighbouring traces a plausible distance apart.
 * Best first, at most six.
 */
export function rankCoordinateBytes(
  sample: HeaderSample,
  context: CoordinateContext,
): readonly EvidenceCandidate<CoordinateBytes>[] {
  if (sample.count < 2) return [];
  const isLarge = ({ min, max }: NumberColumn): boolean =>
    Math.max(Math.abs(min), Math.abs(max)) >= leastCoordinate;
  const ranked = varyingColumns(sample)
    .filter(isLarge)
    .map((column) => ({ column, smooth: smoothness(column, sample) }))
    .filter(({ smooth }) => smooth >= 0.5)
    .sort((a, b) => b.smooth - a.smooth || Number(isCounter(a.column)) - Number(isCounter(b.column)))
    .map(({ column }) => column);
  const known = ranked.filter(({ byte }) => commonPlaces.some(({ x, y }) => byte === x || byte === y));
  const columns = [...new Set([...known, ...ranked])].slice(0, mostColumns);
  // A line straight along one axis: the other coordinate is the same in all traces.
  for (const { x, y } of commonPlaces)
    for (const [byte, other] of [
      [x, y],
      [y, x],
    ] as const)
      if (
        columns.some((column) => column.byte === byte) &&
        !columns.some((column) => column.byte === other)
      ) {
        const constant = numberColumn(sample, other);
        if (constant.distinct === 1 && isLarge(constant)) columns.push(constant);
      }
  columns.sort((a, b) => a.byte - b.byte);
  return columns
    .flatMap((x, i) =>
      columns
        .slice(i + 1)
        .filter((y) => y.byte - x.byte >= 4 && (x.distinct > 1 || y.distinct > 1))
        .map((y) => judge(x, y, sample, context)),
    )
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score)
    .slice(0, mostCandidates);
}
