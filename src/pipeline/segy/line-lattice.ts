import type { LineLattice, LineNumbers, LineColumns } from "./contract.ts";

/** Numbers within so narrow a range are told apart by a flag for each, unless they are few for it; others are sorted. */
const widestFlagged = 1 << 24;
const mostFlagsPerNumber = 64;
/** A lattice is laid out as one byte a bin up to here, and only where it is not nearly empty. */
const mostSlots = 1 << 26;
const alwaysSlots = 1 << 16;
/** A lattice less full than one bin in so many comes from wrong byte positions: it is counted, not laid out. */
const mostSlotsPerTrace = 100;

function distinctOf(values: Int32Array): Int32Array {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) return new Int32Array(0);
  if (most - least < Math.min(widestFlagged, mostFlagsPerNumber * values.length)) {
    const isThere = new Uint8Array(most - least + 1);
    let count = 0;
    for (const value of values) {
      count += 1 - isThere[value - least]!;
      isThere[value - least] = 1;
    }
    const distinct = new Int32Array(count);
    let at = 0;
    for (let i = 0; i < isThere.length; i++) if (isThere[i] === 1) distinct[at++] = least + i;
    return distinct;
  }
  const sorted = values.slice().sort();
  let kept = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[kept - 1]) sorted[kept++] = sorted[i]!;
  return sorted.slice(0, kept);
}

function greatestDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** Range, greatest common step and commonest step of distinct, ascending numbers. */
function numbersOf(distinct: Int32Array): LineNumbers {
  const { length: count } = distinct;
  if (count === 0) return { min: 0, max: 0, count: 0, step: 1, usualStep: 1 };
  let step = 0;
  const times = new Map<number, number>();
  let usualStep = 1;
  for (let i = 1; i < count; i++) {
    const difference = distinct[i]! - distinct[i - 1]!;
    step = greatestDivisor(step, difference);
    // Wild numbers have as many differences as numbers: the first few thousand show what is usual.
    if (times.size < 4096 || times.has(difference)) times.set(difference, (times.get(difference) ?? 0) + 1);
  }
  let most = 0;
  for (const [difference, seen] of times)
    if (seen > most || (seen === most && difference < usualStep)) [usualStep, most] = [difference, seen];
  return { min: distinct[0]!, max: distinct[count - 1]!, count, step: step || 1, usualStep };
}

export const slotsOf = ({ min, max, step }: LineNumbers): number => (max - min) / step + 1;

interface Occupancy {
  readonly bins: number;
  readonly duplicated: number;
  readonly largest: number;
}

function layOut(
  { inline, crossline, count }: LineColumns,
  inlines: LineNumbers,
  crosslines: LineNumbers,
): Occupancy & { readonly traces: Uint8Array<ArrayBuffer> } {
  const columns = slotsOf(crosslines);
  const traces = new Uint8Array(slotsOf(inlines) * columns);
  const full = new Map<number, number>();
  let [bins, duplicated, largest] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const slot =
      ((inline[i]! - inlines.min) / inlines.step) * columns +
      (crossline[i]! - crosslines.min) / crosslines.step;
    const before = traces[slot]!;
    if (before === 0) bins++;
    else if (before === 1) duplicated++;
    if (before < 255) traces[slot] = before + 1;
    else full.set(slot, (full.get(slot) ?? 255) + 1);
    if (before >= largest) largest = Math.min(255, before + 1);
  }
  for (const here of full.values()) largest = Math.max(largest, here);
  return { bins, duplicated, largest, traces };
}

/** As `layOut`, without a lattice: bins are numbered by the places of their lines among the distinct ones, and sorted. */
function countSorted(
  { inline, crossline, count }: LineColumns,
  inlines: Int32Array,
  crosslines: Int32Array,
): Occupancy {
  const placeOf = (distinct: Int32Array, value: number): number => {
    let [low, high] = [0, distinct.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (distinct[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++)
    keys[i] = placeOf(inlines, inline[i]!) * crosslines.length + placeOf(crosslines, crossline[i]!);
  keys.sort();
  let [bins, duplicated, largest] = [0, 0, 0];
  for (let first = 0; first < count;) {
    let end = first + 1;
    while (end < count && keys[end] === keys[first]) end++;
    bins++;
    if (end - first > 1) duplicated++;
    largest = Math.max(largest, end - first);
    first = end;
  }
  return { bins, duplicated, largest };
}

/**
 * The lattice of inline and crossline numbers that traces make, and how many traces each bin of it holds. Memory is bounded
 * by the number of traces, whatever the numbers are: a nearly empty lattice is counted, not laid out.
 */
export function layLattice(columns: LineColumns): LineLattice {
  const [distinctInlines, distinctCrosslines] = [distinctOf(columns.inline), distinctOf(columns.crossline)];
  const [inlines, crosslines] = [numbersOf(distinctInlines), numbersOf(distinctCrosslines)];
  const slots = columns.count === 0 ? 0 : slotsOf(inlines) * slotsOf(crosslines);
  const isLaidOut = slots <= Math.max(alwaysSlots, Math.min(mostSlots, mostSlotsPerTrace * columns.count));
  return {
    inlines,
    crosslines,
    slots,
    ...(isLaidOut
      ? layOut(columns, inlines, crosslines)
      : countSorted(columns, distinctInlines, distinctCrosslines)),
  };
}
