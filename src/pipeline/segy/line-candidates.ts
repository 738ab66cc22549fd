import type { LineBytes, LineCandidate, NumberRange, SegyFile, SegyWarning } from "./contract.ts";
import { takeHeaderSample, type HeaderSample } from "./header-sample.ts";
import type { SegyWarningCode } from "./segy-faults.ts";
import { traceHeaderBytes } from "./trace-header.ts";

/** Line numbers are smaller; larger numbers are coordinates, or pieces of two fields. */
const largestNumber = 10_000_000;
const mostColumns = 40;
const mostCandidates = 8;

/** Where surveys commonly have their line numbers; of candidates that explain as much, these come first. */
const commonPlaces: readonly LineBytes[] = [
  { inline: 189, crossline: 193 },
  { inline: 9, crossline: 21 },
  { inline: 5, crossline: 21 },
  { inline: 221, crossline: 225 },
  { inline: 17, crossline: 13 },
];
const lineFields = new Set(commonPlaces.flatMap(({ inline, crossline }) => [inline, crossline]));

/** The field for offsets: it counts traces of a gather as a line counts its traces. */
const offsetByte = 37;
/** Words here are made of two fields, unless a program put its own number there. */
const isOfHalves = (byte: number): boolean =>
  (byte >= 29 && byte < 37) || (byte >= 67 && byte < 73) || (byte >= 87 && byte < 181);

interface Column {
  readonly byte: number;
  readonly values: Int32Array;
  readonly range: NumberRange;
  /** The commonest difference between neighbours that differ. */
  readonly step: number;
  /** Share of neighbours that differ. */
  readonly changes: number;
}

function columnAt(byte: number, sample: HeaderSample): Column | undefined {
  const { count, starts } = sample;
  const values = sample.word(byte);
  const distinct = new Set<number>();
  const steps = new Map<number, number>();
  let changes = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (Math.abs(value) > largestNumber) return undefined;
    distinct.add(value);
    const step = starts.has(i) ? 0 : Math.abs(value - values[i - 1]!);
    if (step === 0) continue;
    changes++;
    steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  if (distinct.size === 1 && !(values[0] !== 0 && lineFields.has(byte))) return undefined;
  const step = [...steps].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
  // The upper half of one field and the lower of the next: multiples of 2^16.
  if (distinct.size > 1 && step % 65536 === 0) return undefined;
  const [min, max] = [Math.min(...distinct), Math.max(...distinct)];
  return {
    byte,
    values,
    range: { min, max, count: distinct.size },
    step,
    changes: changes / Math.max(1, count - starts.size),
  };
}

/** Holes make steps of two or three. */
const isStep = (difference: number, step: number): boolean =>
  difference !== 0 && difference % step === 0 && difference <= 3 * step;

/** Share of neighbours between which one number goes on by its step and the other stays, or a new line begins. */
function regularity(a: Column, b: Column, { count, starts }: HeaderSample): number {
  let regular = 0;
  for (let i = 1; i < count; i++) {
    if (starts.has(i)) continue;
    const da = Math.abs(a.values[i]! - a.values[i - 1]!);
    const db = Math.abs(b.values[i]! - b.values[i - 1]!);
    const [slow, fast, slowStep, fastStep] =
      a.changes < b.changes ? [da, db, a.step, b.step] : [db, da, b.step, a.step];
    if (slow === 0 ? isStep(fast, fastStep) : isStep(slow, slowStep)) regular++;
  }
  return regular / Math.max(1, count - starts.size);
}

/** Bins that hold a trace, of all that the numbers met would make. */
function density(a: Column, b: Column): number {
  const bins = new Set<number>();
  // Exact: both are below 10^7, so their pair is below 2^53.
  for (let i = 0; i < a.values.length; i++) bins.add(a.values[i]! * 2 * largestNumber + b.values[i]!);
  return bins.size / (a.range.count * b.range.count);
}

/** Share of a number's variance that a plane over the coordinates explains; 1 for a number that does not vary. */
function coordinateFit({ values }: Column, { x, y }: HeaderSample): number {
  const n = values.length;
  const mean = (of: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += of[i]!;
    return sum / n;
  };
  const [mx, my, mv] = [mean(x), mean(y), mean(values)];
  let [xx, xy, yy, xv, yv, vv] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy, dv] = [x[i]! - mx, y[i]! - my, values[i]! - mv];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
    xv += dx * dv;
    yv += dy * dv;
    vv += dv * dv;
  }
  if (vv === 0) return 1;
  // A straight line has no second direction: a little is added so that the equations have one solution.
  const little = 1e-9 * (xx + yy);
  const determinant = (xx + little) * (yy + little) - xy * xy;
  if (determinant === 0) return 0;
  const bx = ((yy + little) * xv - xy * yv) / determinant;
  const by = ((xx + little) * yv - xy * xv) / determinant;
  return Math.max(0, Math.min(1, (bx * xv + by * yv) / vv));
}

function rolesOf(a: Column, b: Column): LineBytes {
  const common = commonPlaces.find(
    ({ inline, crossline }) =>
      (inline === a.byte && crossline === b.byte) || (inline === b.byte && crossline === a.byte),
  );
  if (common) return common;
  // Which of the two is called inline cannot be seen; in nearly all files it is the first.
  return a.byte < b.byte ? { inline: a.byte, crossline: b.byte } : { inline: b.byte, crossline: a.byte };
}

function judge(a: Column, b: Column, sample: HeaderSample, hasCoordinates: boolean): LineCandidate {
  const bytes = rolesOf(a, b);
  const [inline, crossline] = bytes.inline === a.byte ? [a, b] : [b, a];
  const found = {
    regularity: regularity(a, b, sample),
    density: density(a, b),
    ...(hasCoordinates
      ? { coordinateFit: Math.min(coordinateFit(a, sample), coordinateFit(b, sample)) }
      : {}),
  };
  const parts = Object.values(found);
  const explained = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  const place = commonPlaces.findIndex((common) => common === bytes);
  // A number that is the same everywhere explains no more than a file of one line would need.
  const constants = [a, b].filter(({ range }) => range.count === 1).length;
  const preference = place === 0 ? 0.06 : place > 0 ? 0.03 : 0;
  const halves = [a, b].filter(({ byte }) => isOfHalves(byte)).length;
  return {
    ...bytes,
    score: Math.max(0, Math.min(1, explained * 0.94 + preference - 0.02 * constants - 0.2 * halves)),
    ...found,
    inlines: inline.range,
    crosslines: crossline.range,
  };
}

/**
 * Where inline and crossline numbers may be: every pair of 4-byte words at an odd byte (an even offset) of the trace header,
 * ranked by what it explains of a sample of traces: one number goes on by a step while the other stays; bins are filled;
 * both lie on planes over the coordinates. Best first, at most eight.
 */
export async function findLineCandidates(
  segy: SegyFile,
  signal?: AbortSignal,
): Promise<readonly LineCandidate[]> {
  return rankLineBytes(await takeHeaderSample(segy, signal));
}

/** As `findLineCandidates`, of headers that are there already. */
export function rankLineBytes(sample: HeaderSample): readonly LineCandidate[] {
  if (sample.count < 2) return [];
  const columns: Column[] = [];
  for (let byte = 1; byte <= traceHeaderBytes - 3; byte += 2) {
    const column = byte === offsetByte ? undefined : columnAt(byte, sample);
    if (column) columns.push(column);
  }
  columns.sort((a, b) => Number(lineFields.has(b.byte)) - Number(lineFields.has(a.byte)));
  columns.length = Math.min(columns.length, mostColumns);
  const hasCoordinates = new Set(sample.x).size > 1 || new Set(sample.y).size > 1;
  const candidates: LineCandidate[] = [];
  columns.forEach((a, i) => {
    for (const b of columns.slice(i + 1)) {
      if (Math.abs(a.byte - b.byte) < 4 || (a.range.count === 1 && b.range.count === 1)) continue;
      candidates.push(judge(a, b, sample, hasCoordinates));
    }
  });
  return candidates.sort((a, b) => b.score - a.score).slice(0, mostCandidates);
}

/** From here on a candidate explains a survey's lines. */
const goodScore = 0.8;
const clearlyBetter = 0.25;

/** The candidate that clearly explains a file better than the standard's bytes; undefined where none does. */
export function suspectedLines(
  lineBytes: LineBytes,
  candidates: readonly LineCandidate[],
): LineCandidate | undefined {
  // Other bytes than the standard's were chosen, by a person or by the file.
  if (lineBytes.inline !== commonPlaces[0]!.inline || lineBytes.crossline !== commonPlaces[0]!.crossline)
    return undefined;
  const best = candidates.find(({ inlines, crosslines }) => inlines.count > 1 && crosslines.count > 1);
  const own = candidates.find(
    ({ inline, crossline }) => inline === lineBytes.inline && crossline === lineBytes.crossline,
  );
  if (!best || best === own || best.score < goodScore) return undefined;
  return own && best.score - own.score < clearlyBetter ? undefined : best;
}

/**
 * A warning where the bytes that are read hold no line numbers, or hardly explain the file, and others clearly do. Nothing is
 * changed by it. @param candidates of `findLineCandidates`
 */
export function suspectLineBytes(
  lineBytes: LineBytes,
  candidates: readonly LineCandidate[],
): readonly SegyWarning[] {
  const best = suspectedLines(lineBytes, candidates);
  if (!best) return [];
  const code: SegyWarningCode = "line-bytes-suspected";
  return [
    {
      code,
      message: `bytes ${lineBytes.inline} and ${lineBytes.crossline} do not look like inline and crossline; bytes ${best.inline} (${best.inlines.min} to ${best.inlines.max}) and ${best.crossline} (${best.crosslines.min} to ${best.crosslines.max}) do`,
    },
  ];
}
