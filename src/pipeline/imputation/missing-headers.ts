/** What of a file's traces can be missing: columns of one length. */
export interface PositionColumns {
  readonly count: number;
  readonly inline: Int32Array;
  readonly crossline: Int32Array;
  readonly cdpX: Float64Array;
  readonly cdpY: Float64Array;
}

/** 1 where a header is missing. */
export interface MissingHeaders {
  readonly inline: Uint8Array;
  readonly crossline: Uint8Array;
  /** X and Y go together. */
  readonly coordinates: Uint8Array;
}

/**
 * Whether traces with line number 0 are a line of their own: another line is one step away, it has at least half as many
 * traces as the median line, and none of its other numbers comes twice.
 */
function isLineZero(numbers: Int32Array, others: Int32Array): boolean {
  const counts = new Map<number, number>();
  const along = new Set<number>();
  let isOnce = true;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    counts.set(number, (counts.get(number) ?? 0) + 1);
    if (number !== 0) continue;
    if (along.has(others[i]!)) isOnce = false;
    along.add(others[i]!);
  }
  const zeros = counts.get(0) ?? 0;
  counts.delete(0);
  if (zeros === 0 || counts.size < 2 || !isOnce) return false;
  const distinct = Int32Array.from(counts.keys()).sort();
  let step = Infinity;
  let toZero = Infinity;
  distinct.forEach((number, i) => {
    if (i > 0) step = Math.min(step, number - distinct[i - 1]!);
    toZero = Math.min(toZero, Math.abs(number));
  });
  const sizes = Int32Array.from(counts.values()).sort();
  return toZero === step && zeros >= sizes[sizes.length >> 1]! / 2;
}

/**
 * Which headers are missing. Coordinates: X and Y both 0, or not a number. Line numbers: 0, unless the traces with 0 are plainly
 * a line of that number. A header that no trace has is not missing anywhere: there is nothing to fill it from.
 */
export function findMissingHeaders({
  count,
  inline,
  crossline,
  cdpX,
  cdpY,
}: PositionColumns): MissingHeaders {
  const gaps = (isMissing: (trace: number) => boolean): Uint8Array => {
    const missing = new Uint8Array(count);

    for (let trace = 0; trace < count; trace++)
      if (isMissing(trace)) {
        missing[trace] = 1;
      }
    return missing;
  };
  const lineGaps = (numbers: Int32Array, others: Int32Array): Uint8Array =>
    isLineZero(numbers, others) ? new Uint8Array(count) : gaps((trace) => numbers[trace] === 0);
  return {
    inline: lineGaps(inline, crossline),
    crossline: lineGaps(crossline, inline),
    coordinates: gaps(
      (trace) =>
        (cdpX[trace] === 0 && cdpY[trace] === 0) ||
        !Number.isFinite(cdpX[trace]!) ||
        !Number.isFinite(cdpY[trace]!),
    ),
  };
}
