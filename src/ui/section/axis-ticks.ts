export interface Tick {
  /** Where, in the axis' own units. */
  readonly at: number;
  readonly label: string;
}

/** Steps of 1, 2 or 5 times a power of ten; the finest that gives at most `most` ticks over the span. */
export function tickStep(span: number, most: number): number {
  const raw = span / Math.max(1, most);
  if (!(raw > 0) || !Number.isFinite(raw)) return 1;
  const power = 10 ** Math.floor(Math.log10(raw) + 1e-12);
  return power * ([1, 2, 5].find((factor) => factor * power >= raw * (1 - 1e-9)) ?? 10);
}

/** Thin spaces in thousands from 10 000 on, a true minus. */
export function numberLabel(value: number, decimals = 0): string {
  const [whole = "0", fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+(?!\d))/g, "\u2009") : whole;
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? "\u2212" : "";
  return `${sign}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** Three significant figures, whatever the amplitudes' size. */
export function amplitudeLabel(value: number): string {
  if (!Number.isFinite(value)) return "no number";
  const size = Math.abs(value);
  if (size >= 1e7 || (size > 0 && size < 1e-3))
    return value.toExponential(2).replace("-", "\u2212").replace("e", "\u2009e");
  return numberLabel(value, size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4);
}

/** Round numbers within a range, at most `most` of them. */
export function ticksIn(from: number, to: number, most: number, least = 0): Tick[] {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const step = Math.max(least, tickStep(high - low, most));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: Tick[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++)
    ticks.push({ at: i * step, label: numberLabel(i * step, decimals) });
  return ticks;
}

/** Numbers of a section's columns, as its axis needs them. */
export interface ColumnNumbers {
  /** Number of each column. */
  readonly numbers: Int32Array;
  /** Column c stands at trace `first + c · stride`. */
  readonly first: number;
  readonly stride: number;
}

function isAscending(numbers: Int32Array): boolean {
  for (let i = 1; i < numbers.length; i++) if (numbers[i]! <= numbers[i - 1]!) return false;
  return true;
}

/** First column whose number is not below `wanted`. */
function lowerBound(numbers: Int32Array, wanted: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Ticks across the top at round line numbers, at the middle of their traces; a number that falls into a gap of the line
 * stands between its neighbours. Where the numbers do not rise along the line, round traces with the numbers they have.
 */
export function columnTicks(
  { numbers, first, stride }: ColumnNumbers,
  fromTrace: number,
  toTrace: number,
  most: number,
): Tick[] {
  const columnAt = (trace: number): number =>
    Math.min(numbers.length - 1, Math.max(0, Math.floor((trace - first) / stride)));
  const middleOf = (column: number): number => first + column * stride + 0.5;
  const [left, right] = [columnAt(fromTrace), columnAt(Math.max(fromTrace, toTrace - 1e-6))];
  if (numbers.length === 0) return [];
  if (!isAscending(numbers))
    return ticksIn(fromTrace, toTrace, most, 1)
      .filter(({ at }) => at >= first && at < first + numbers.length * stride)
      .map(({ at }) => ({ at: at + 0.5, label: numberLabel(numbers[columnAt(at)]!) }));
  return ticksIn(numbers[left]!, numbers[right]!, most, 1).map(({ at: number, label }) => {
    const column = lowerBound(numbers, number);
    const exact = numbers[column] === number || column === 0;
    const before = numbers[column - 1]!;
    const share = exact ? 1 : (number - before) / (numbers[column]! - before);
    return {
      at: exact
        ? middleOf(Math.min(column, numbers.length - 1))
        : middleOf(column - 1) + share * (middleOf(column) - middleOf(column - 1)),
      label,
    };
  });
}
